namespace Attention.NotebookRunner.Host;

/// <summary>The program that hosts the kernel. The build puts it beside this one.</summary>
internal static class HostProgram
{
    public static string Path { get; } = System.IO.Path.Combine(
        AppContext.BaseDirectory,
        "KernelHost",
        OperatingSystem.IsWindows() ? "Attention.KernelHost.exe" : "Attention.KernelHost");
}
