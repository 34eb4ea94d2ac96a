using System.ComponentModel;
using System.Diagnostics;

namespace Attention.NotebookRunner.Commands;

/// <summary>Other programs, and commands for the user's shell.</summary>
internal static class Shell
{
    /// <summary>An argument as the shell of this system reads it, whatever characters it holds.</summary>
    public static string Quote(string argument) => OperatingSystem.IsWindows()
        ? $"\"{argument}\"" // a Windows path cannot hold a double quote
        : $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Runs a command line in <paramref name="folder"/>, with its output on the console.</summary>
    public static void Run(string command, string? folder)
    {
        var start = OperatingSystem.IsWindows()
            // cmd has its own rules of quoting
            ? new ProcessStartInfo("cmd.exe") { Arguments = $"/d /s /c \"{command}\"" }
            : new ProcessStartInfo("/bin/sh", ["-c", command]);
        start.WorkingDirectory = folder ?? "";
        using Process process = Process.Start(start)!;
        process.WaitForExit();
    }

    /// <summary>What a program prints; null when it cannot be started or fails.</summary>
    public static string? OutputOf(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        try
        {
            using Process process = Process.Start(start)!;
            _ = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
