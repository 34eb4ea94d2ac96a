using System.Diagnostics;
using System.Globalization;
using Attention.Shared;

namespace Attention.NotebookRunner.Host;

/// <summary>The program that hosts the kernel, and how it is started. The build puts it beside this one.</summary>
internal static class HostProgram
{
    public static string Path { get; } = System.IO.Path.Combine(
        AppContext.BaseDirectory,
        "KernelHost",
        OperatingSystem.IsWindows() ? "Attention.KernelHost.exe" : "Attention.KernelHost");

    /// <summary>How to start the host, which then connects to the pipe of this name.</summary>
    /// <param name="pipeName">The pipe.</param>
    /// <param name="use">What for.</param>
    public static ProcessStartInfo StartInfo(string pipeName, KernelUse use)
    {
        string runner = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Path, [pipeName, runner])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Prepare(start.Environment, use);
        return start;
    }

    private static void Prepare(IDictionary<string, string?> environment, KernelUse use)
    {
        foreach (string variable in environment.Keys.Where(name => !IsPassedOn(name)).ToArray())
        {
            environment.Remove(variable);
        }
        if (!use.KeepsRecord
            || Environment.GetEnvironmentVariable(ProgressRecordSwitch.Variable) == ProgressRecordSwitch.Off)
        {
            environment[ProgressRecordSwitch.Variable] = ProgressRecordSwitch.Off;
        }
        // The host is always killed in the end. It removes these variables, and a program that a cell starts does not
        // get them.
        RuntimeFiles.Avoid(environment);
        if (!use.MeasuresTime)
        {
            // The JIT compiles again what is called often, here mostly parts of the C# compiler. It begins to count
            // calls after 1,024 ms without new code (400 in hexadecimal) instead of 100. So chapters 1 to 6, 8 and 9
            // took 39 to 42 s of processor time on a machine with two cores, and 46 to 51 without this.
            environment.TryAdd(CallCountingDelay.Variable, "400");
        }
        // A cell that allocates without end gets an exception of its own long before the machine runs out of memory.
        long memory = Math.Min(4L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        environment["DOTNET_GCHeapHardLimit"] = memory.ToString("X", CultureInfo.InvariantCulture);
    }

    /// <summary>The host itself removes the last two kinds, which it needs only to start.</summary>
    private static bool IsPassedOn(string variable) =>
        PassedOnVariables.Names.Contains(variable, StringComparer.OrdinalIgnoreCase)
        || variable.Equals("LD_LIBRARY_PATH", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("DOTNET_", StringComparison.Ordinal);
}
