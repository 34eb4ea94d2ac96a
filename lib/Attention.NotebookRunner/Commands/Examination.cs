using System.Diagnostics;

namespace Attention.NotebookRunner.Commands;

/// <summary>One thing looked at.</summary>
/// <param name="What">Its name, which the README's section on troubles uses too.</param>
/// <param name="Well">Nothing to do.</param>
/// <param name="Says">What was seen.</param>
/// <param name="Command">What mends it, for a shell in the repository's folder.</param>
/// <param name="Advice">What a person must do, where no command does it.</param>
/// <param name="Needed">Without it the course does not run at all; the rest matters only to a notebook editor.</param>
internal sealed record Finding(string What, bool Well, string Says, string? Command = null, string Advice = "", bool Needed = false);

/// <summary>What can be wrong, each with what mends it. Looking changes nothing.</summary>
internal static class Examination
{
    private const string Extension = "ms-dotnettools.dotnet-interactive-vscode";

    private static readonly string[] Editors = [".vscode", ".vscode-insiders", ".vscode-server", ".vscode-remote"];

    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    public static Finding[] Of(Repository? repository) =>
    [
        Sdk(),
        PackageSources(),
        repository is null ? new("Built DLLs", false, "this is not the repository", Advice: "call this inside the repository", Needed: true) : BuiltDlls(repository),
        .. repository is null ? [] : (Finding[])[RunningKernels(repository)],
        Polyglot(),
        ToolManifest(),
        KernelTool(repository),
        KernelSpec(),
    ];

    private static Finding Sdk()
    {
        string[] sdks = [.. Run("", "dotnet", "--list-sdks").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])];
        return new(".NET SDK", Array.Exists(sdks, v => int.TryParse(v.Split('.')[0], out int major) && major >= 10),
            sdks.Length == 0 ? "not found" : string.Join(", ", sdks), Advice: "install the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0", Needed: true);
    }

    private static Finding PackageSources()
    {
        int enabled = Run("", "dotnet", "nuget", "list", "source", "--format", "Short").Split('\n').Count(line => line.StartsWith('E'));
        return new("Package sources", enabled > 0, $"{enabled} enabled", "dotnet nuget enable source nuget.org");
    }

    private static Finding BuiltDlls(Repository repository)
    {
        string Built(string name) => Path.Combine(repository.Assemblies, name + ".dll");
        string[] libraries = ["Attention.Lib", "Attention.Display", "Attention.Course"];
        string[] missing = [.. libraries.Append("MathNet.Numerics").Where(name => !File.Exists(Built(name)))];
        string[] old = [.. libraries.Except(missing).Where(name => NewestSource(Path.Combine(repository.Root, "lib", name)) > File.GetLastWriteTimeUtc(Built(name)))];
        return new("Built DLLs", missing.Length + old.Length == 0,
            missing.Length > 0 ? $"lib/bin lacks {string.Join(", ", missing)}" : old.Length > 0 ? $"older than the source: {string.Join(", ", old)}" : "in lib/bin",
            "dotnet build lib/Attention.Course", Needed: missing.Length > 0);
    }

    private static DateTime NewestSource(string project)
    {
        var folder = new DirectoryInfo(project);
        return !folder.Exists ? default : folder.GetDirectories().Where(below => below.Name is not ("bin" or "obj"))
            .SelectMany(below => below.EnumerateFiles("*.cs", SearchOption.AllDirectories))
            .Concat(folder.EnumerateFiles("*.cs"))
            .Select(file => file.LastWriteTimeUtc).DefaultIfEmpty().Max();
    }

    /// <summary>Linux tells which process still uses a file that a build has replaced. Windows does not let the build replace it, and the build says so.</summary>
    private static Finding RunningKernels(Repository repository)
    {
        string libraries = Path.Combine(repository.Assemblies, "Attention.");
        string[] processes = OperatingSystem.IsLinux() ? Directory.GetDirectories("/proc") : [];
        string stale = string.Join(", ", processes
            .Where(process => Array.Exists(Maps(process), line => line.Contains(libraries, StringComparison.Ordinal) && line.EndsWith(" (deleted)", StringComparison.Ordinal)))
            .Select(Path.GetFileName));
        return new("Running kernels", stale.Length == 0,
            stale.Length == 0 ? "none uses DLLs that a build has replaced" : $"process {stale} uses DLLs that a build has replaced since",
            Advice: "restart that notebook's kernel");
    }

    private static string[] Maps(string process)
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(process)[0]) ? File.ReadAllLines(Path.Combine(process, "maps")) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) // somebody else's, or just ended
        {
            return [];
        }
    }

    private static Finding Polyglot()
    {
        IEnumerable<string> folders = Editors.Select(editor => Path.Combine(Home, editor, "extensions")).Where(Directory.Exists);
        bool installed = folders.Any(folder => Directory.EnumerateDirectories(folder, Extension + "-*").Any());
        return new("Polyglot Notebooks", installed, installed ? "installed" : "VS Code's extension is not installed; this program does not need it", Advice: $"in VS Code, or: code --install-extension {Extension}");
    }

    /// <summary>
    /// The extension looks for its tool manifest in .config below its storage folder, the .NET 10 SDK writes it beside: then notebooks work once and never again.
    /// </summary>
    private static Finding ToolManifest()
    {
        string? fault = new[]
        {
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "Code", "User"),
            Path.Combine(Home, ".config", "Code", "User"),
            Path.Combine(Home, "Library", "Application Support", "Code", "User"),
            Path.Combine(Home, ".vscode-server", "data", "User"),
            Path.Combine(Home, ".vscode-remote", "data", "User"),
        }.Select(user => Path.Combine(user, "globalStorage", Extension))
            .FirstOrDefault(storage => File.Exists(Path.Combine(storage, "dotnet-tools.json")) && !File.Exists(Path.Combine(storage, ".config", "dotnet-tools.json")));
        return fault is null
            ? new("Extension's tool manifest", true, "not misplaced")
            : new("Extension's tool manifest", false, "it lies where the extension does not look (“works once, then never”)", OperatingSystem.IsWindows()
                ? $"mkdir \"{fault}\\.config\" & move \"{fault}\\dotnet-tools.json\" \"{fault}\\.config\""
                : $"mkdir -p '{fault}/.config' && mv '{fault}/dotnet-tools.json' '{fault}/.config'");
    }

    private static Finding KernelTool(Repository? repository) => Run(repository?.Root ?? "", "dotnet", "interactive", "--version").Trim() is { Length: > 0 } version
        ? new("Kernel for Jupyter", true, version)
        : new("Kernel for Jupyter", false, "the tool .NET Interactive is not installed; Jupyter needs it, this program does not", "dotnet tool restore");

    private static Finding KernelSpec()
    {
        string[] folders =
        [
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter", "kernels"),
            Path.Combine(Home, ".local", "share", "jupyter", "kernels"),
            Path.Combine(Home, "Library", "Jupyter", "kernels"),
        ];
        return Array.Exists(folders, f => File.Exists(Path.Combine(f, ".net-csharp", "kernel.json")))
            ? new("Kernel's name in Jupyter", true, ".NET (C#)")
            : new("Kernel's name in Jupyter", false, "“.NET (C#)” is not registered; Jupyter needs it, this program does not", "dotnet interactive jupyter install");
    }

    /// <summary>A program's output; empty when it cannot be started or fails.</summary>
    private static string Run(string folder, string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
            using Process process = Process.Start(start)!;
            _ = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : "";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }
}
