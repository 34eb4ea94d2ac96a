namespace Attention.Shared;

/// <summary>
/// The files through which debuggers and tracers reach a process of .NET. On Unix they lie in the folder for temporary
/// files, and a process that is killed leaves them there.
/// </summary>
internal static class RuntimeFiles
{
    /// <summary>Starts a process without these files, for one that may be killed.</summary>
    public static void Avoid(IDictionary<string, string?> environment)
    {
        environment["DOTNET_EnableDiagnostics_IPC"] = "0";
        environment["DOTNET_EnableDiagnostics_Debugger"] = "0";
    }

    /// <summary>On Unix a pipe with a name is a socket in the folder for temporary files.</summary>
    public static string SocketOf(string pipe) =>
        Path.IsPathRooted(pipe) ? pipe : Path.Combine(Path.GetTempPath(), "CoreFxPipe_" + pipe);

    /// <summary>Deletes what a process left behind that has ended.</summary>
    public static void DeleteOf(int process)
    {
        string folder = Path.GetTempPath();
        foreach (string name in new[] { $"clr-debug-pipe-{process}-*", $"dotnet-diagnostic-{process}-*" })
        {
            foreach (string path in Directory.EnumerateFiles(folder, name))
            {
                File.Delete(path);
            }
        }
    }
}
