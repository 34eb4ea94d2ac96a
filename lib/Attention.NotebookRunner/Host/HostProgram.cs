using System.Diagnostics;
using System.Globalization;
using Attention.Shared;

namespace Attention.NotebookRunner.Host;

/// <summary>The program that hosts the kernel, and how it is started. The build puts it beside this one.</summary>
internal static class HostProgram
{
    // What a program needs to run at all. Nothing else of the environment reaches a cell, so nothing else can reach an
    // output. The host itself removes those that it needs only to start.
    private static readonly string[] PassedOn =
    [
        "PATH", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC",
        "PATHEXT", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES", "TZ", "LD_LIBRARY_PATH",
    ];

    public static string Path { get; } = System.IO.Path.Combine(
        AppContext.BaseDirectory,
        "KernelHost",
        OperatingSystem.IsWindows() ? "Attention.KernelHost.exe" : "Attention.KernelHost");

    /// <summary>How to start the host, which then connects to the pipe of this name.</summary>
    /// <param name="pipeName">The pipe.</param>
    /// <param name="keepsRecord">Whether a learner runs the cells, whose progress is recorded.</param>
    public static ProcessStartInfo StartInfo(string pipeName, bool keepsRecord)
    {
        string runner = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Path, [pipeName, runner])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Prepare(start.Environment, keepsRecord);
        return start;
    }

    private static void Prepare(IDictionary<string, string?> environment, bool keepsRecord)
    {
        foreach (string variable in environment.Keys.Where(name => !IsPassedOn(name)).ToArray())
        {
            environment.Remove(variable);
        }
        if (!keepsRecord
            || Environment.GetEnvironmentVariable(ProgressRecordSwitch.Variable) == ProgressRecordSwitch.Off)
        {
            environment[ProgressRecordSwitch.Variable] = ProgressRecordSwitch.Off;
        }
        // The host is always killed in the end. It removes these variables, and a program that a cell starts does not
        // get them.
        RuntimeFiles.Avoid(environment);
        // A cell that allocates without end gets an exception of its own long before the machine runs out of memory.
        long memory = Math.Min(4L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        environment["DOTNET_GCHeapHardLimit"] = memory.ToString("X", CultureInfo.InvariantCulture);
    }

    private static bool IsPassedOn(string variable) =>
        PassedOn.Contains(variable.ToUpperInvariant()) || variable.StartsWith("DOTNET_", StringComparison.Ordinal);
}
