using System.Diagnostics;
using Attention.Shared;

namespace Attention.NotebookRunner.Host;

/// <summary>A command of the .NET SDK.</summary>
internal static class DotnetCommand
{
    private static string Program => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs a command to its end, or kills it and what it started when it takes too long.</summary>
    /// <param name="arguments">The command.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="folder">Where it runs; null for the current folder.</param>
    /// <param name="cancel">Kills it, too.</param>
    /// <param name="environment">What it finds in its environment besides.</param>
    /// <returns>Its exit code and all that it printed; null when it took too long.</returns>
    /// <exception cref="OperationCanceledException">It was not started, or was killed before its end.</exception>
    public static (int ExitCode, string Output)? Run(
        string[] arguments,
        TimeSpan limit,
        string? folder = null,
        CancellationToken cancel = default,
        params (string Name, string Value)[] environment)
    {
        cancel.ThrowIfCancellationRequested();
        ProcessStartInfo start = new(Program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // no build process may outlive the run
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        RuntimeFiles.Avoid(start.Environment);
        using Process process = OwnProcesses.Start(start);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        bool hasEnded;
        using (cancel.Register(() => ProcessTree.Kill(process.Id)))
        {
            hasEnded = process.WaitForExit(limit);
        }
        if (!hasEnded)
        {
            ProcessTree.Kill(process.Id);
        }
        OwnProcesses.Forget(process);
        cancel.ThrowIfCancellationRequested();
        return hasEnded ? (process.ExitCode, output.Result + error.Result) : null;
    }
}
