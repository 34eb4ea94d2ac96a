using Attention.NotebookRunner.Host;

namespace Attention.NotebookRunner.Commands;

/// <summary>The checks of <c>doctor</c>. A check changes nothing.</summary>
internal static class DoctorChecks
{
    private const string SdkDownload = "https://dotnet.microsoft.com/download/dotnet/10.0";

    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static readonly string ApplicationData =
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);

    /// <summary>All checks, in the order in which they are printed.</summary>
    public static Finding[] Of(Repository? repository)
    {
        bool dotnet = Shell.OutputOf("", "dotnet", "--version") is not null;
        return
        [
            Sdk(),
            PackageSources(dotnet),
            BuiltDlls(repository),
            KernelOfRunner(),
            .. repository is null ? [] : (Finding[])[RunningKernels(repository)],
            .. VsCode.Findings(),
            KernelTool(repository),
            KernelSpec(),
        ];
    }

    /// <summary>The checks that matter to a notebook whose kernel already runs.</summary>
    public static Finding[] OfRunningNotebook(Repository? repository) =>
    [
        Sdk(),
        BuiltDlls(repository),
        .. repository is null ? [] : (Finding[])[RunningKernels(repository)],
        VsCode.ToolManifest(),
        VsCode.Renderers(),
    ];

    /// <summary>Checks that the kernel host exists; the build copies it beside the runner.</summary>
    private static Finding KernelOfRunner() => File.Exists(HostProgram.Path)
        ? new("Kernel of the runner", true, "built")
        : new(
            "Kernel of the runner",
            false,
            "the build did not put it beside this program",
            "dotnet build lib/Attention.NotebookRunner",
            Needed: true);

    private static Finding Sdk()
    {
        string[] sdks =
        [
            .. (Shell.OutputOf("", "dotnet", "--list-sdks") ?? "")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]),
        ];
        bool found = Array.Exists(sdks, v => int.TryParse(v.Split('.')[0], out int major) && major >= 10);
        string detail = sdks.Length == 0 ? "not found" : string.Join(", ", sdks);
        return new(".NET SDK", found, detail, Advice: $"install the .NET 10 SDK: {SdkDownload}", Needed: true);
    }

    /// <summary>
    /// Without an SDK nothing is known about package sources, and the SDK is the one problem to report.
    /// </summary>
    private static Finding PackageSources(bool dotnet)
    {
        const string What = "Package sources";
        if (!dotnet)
        {
            return new(What, true, "not checked without an SDK");
        }
        string list = Shell.OutputOf("", "dotnet", "nuget", "list", "source", "--format", "Short") ?? "";
        int enabled = list.Split('\n').Count(line => line.StartsWith('E'));
        return new(What, enabled > 0, $"{enabled} enabled", "dotnet nuget enable source nuget.org");
    }

    private static Finding BuiltDlls(Repository? repository)
    {
        const string What = "Built DLLs", Command = "dotnet build lib/Attention.Course";
        if (repository is null)
        {
            return new(
                What, false, "this is not the repository", Advice: "call this inside the repository", Needed: true);
        }
        string Built(string name) => Path.Combine(repository.Assemblies, name + ".dll");
        bool IsOlderThanSource(string name) =>
            NewestSource(Path.Combine(repository.Root, "lib", name)) > File.GetLastWriteTimeUtc(Built(name));

        string[] libraries = ["Attention.Lib", "Attention.Display", "Attention.Course"];
        string[] missing = [.. libraries.Append("MathNet.Numerics").Where(name => !File.Exists(Built(name)))];
        if (missing.Length > 0)
        {
            return new(What, false, $"lib/bin lacks {string.Join(", ", missing)}", Command, Needed: true);
        }
        string[] old = [.. libraries.Where(IsOlderThanSource)];
        return old.Length > 0
            ? new(What, false, $"older than the source: {string.Join(", ", old)}", Command)
            : new(What, true, "in lib/bin");
    }

    private static DateTime NewestSource(string project)
    {
        var folder = new DirectoryInfo(project);
        if (!folder.Exists)
        {
            return default;
        }
        IEnumerable<FileInfo> below = folder.GetDirectories().Where(d => d.Name is not ("bin" or "obj"))
            .SelectMany(d => d.EnumerateFiles("*.cs", SearchOption.AllDirectories));
        return folder.EnumerateFiles("*.cs").Concat(below).Select(f => f.LastWriteTimeUtc).DefaultIfEmpty().Max();
    }

    /// <summary>
    /// Linux lists the files that a process has loaded, and marks those that a build has replaced.
    /// On Windows a build cannot replace a loaded file, and says so itself.
    /// </summary>
    private static Finding RunningKernels(Repository repository)
    {
        const string What = "Running kernels";
        string libraries = Path.Combine(repository.Assemblies, "Attention.");
        bool IsReplaced(string map) => map.Contains(libraries, StringComparison.Ordinal)
            && map.EndsWith(" (deleted)", StringComparison.Ordinal);

        string[] processes = OperatingSystem.IsLinux() ? Directory.GetDirectories("/proc") : [];
        string stale =
            string.Join(", ", processes.Where(p => Array.Exists(Maps(p), IsReplaced)).Select(Path.GetFileName));
        return stale.Length == 0
            ? new(What, true, "none uses DLLs that a build has replaced")
            : new(What, false, $"process {stale} uses DLLs that a build has replaced since",
                Advice: "restart that notebook's kernel");
    }

    private static string[] Maps(string process)
    {
        try
        {
            bool isProcess = char.IsAsciiDigit(Path.GetFileName(process)[0]);
            return isProcess ? File.ReadAllLines(Path.Combine(process, "maps")) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) // another user's, or just ended
        {
            return [];
        }
    }

    private static Finding KernelTool(Repository? repository)
    {
        const string What = "Kernel for Jupyter";
        string? version = Shell.OutputOf(repository?.Root ?? "", "dotnet", "interactive", "--version")?.Trim();
        return version is { Length: > 0 }
            ? new(What, true, version)
            : new(
                What,
                false,
                "the tool .NET Interactive is not installed; Jupyter needs it, this program does not",
                "dotnet tool restore");
    }

    private static Finding KernelSpec()
    {
        const string What = "Kernel's name in Jupyter";
        string[] folders =
        [
            Path.Combine(ApplicationData, "jupyter", "kernels"),
            Path.Combine(Home, ".local", "share", "jupyter", "kernels"),
            Path.Combine(Home, "Library", "Jupyter", "kernels"),
        ];
        return Array.Exists(folders, f => File.Exists(Path.Combine(f, ".net-csharp", "kernel.json")))
            ? new(What, true, ".NET (C#)")
            : new(
                What,
                false,
                "“.NET (C#)” is not registered; Jupyter needs it, this program does not",
                "dotnet interactive jupyter install");
    }
}
