using System.CommandLine;
using System.Diagnostics;

namespace Attention.NotebookRunner.Commands;

/// <summary>Looks at everything that the notebooks need on this computer. It only looks; what it prints mends.</summary>
internal static class DoctorCommand
{
    /// <summary>One thing looked at. Without a <see cref="Needed"/> one the course does not run at all; the others matter only to a notebook editor.</summary>
    private sealed record Finding(string What, bool Well, string Says, string? Cure = null, bool Needed = false);

    public static Command Create()
    {
        var command = new Command("doctor", """
            Looks at what the notebooks need on this computer and prints the one command that mends what is wrong.
            Exit code 0 when this program can run the course, 1 when it cannot. What only the notebook editor needs does not count.
            """);
        command.SetAction(_ =>
        {
            Repository? repository = Repository.Find();
            Finding[] findings = [Sdk(), Assemblies(repository), PackageSources(), KernelTool(repository), KernelSpec(), .. ExtensionStorage()];
            foreach (Finding finding in findings)
            {
                Console.WriteLine($"{(finding.Well ? "ok     " : finding.Needed ? "WRONG  " : "missing")} {finding.What}: {finding.Says}");
                if (!finding.Well && finding.Cure is not null)
                {
                    Console.WriteLine($"        → {finding.Cure}");
                }
            }
            return Array.Exists(findings, f => f is { Well: false, Needed: true }) ? ExitCode.CellFailed : ExitCode.Well;
        });
        return command;
    }

    private static Finding Sdk()
    {
        string[] sdks = [.. Run("dotnet", "--list-sdks").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])];
        return new(".NET SDK", Array.Exists(sdks, v => int.TryParse(v.Split('.')[0], out int major) && major >= 10),
            sdks.Length == 0 ? "not found" : string.Join(", ", sdks), "install the .NET 10 SDK: https://dotnet.microsoft.com/download", Needed: true);
    }

    private static Finding Assemblies(Repository? repository)
    {
        if (repository is null)
        {
            return new("Built DLLs", false, "this is not the repository", "call this inside the repository", Needed: true);
        }
        string[] needed = ["Attention.Lib.dll", "Attention.Display.dll", "Attention.Course.dll", "MathNet.Numerics.dll"];
        string[] missing = [.. needed.Where(name => !File.Exists(Path.Combine(repository.Assemblies, name)))];
        return new("Built DLLs", missing.Length == 0, missing.Length == 0 ? "in lib/bin" : $"lib/bin lacks {string.Join(", ", missing)}", "dotnet build", Needed: true);
    }

    private static Finding PackageSources()
    {
        int enabled = Run("dotnet", "nuget", "list", "source", "--format", "Short").Split('\n').Count(line => line.StartsWith('E'));
        return new("Package sources", enabled > 0, $"{enabled} enabled", "dotnet nuget enable source nuget.org");
    }

    private static Finding KernelTool(Repository? repository) => Run("dotnet", "interactive", "--version").Trim() is { Length: > 0 } version
        ? new(".NET Interactive kernel", true, version)
        : new(".NET Interactive kernel", false, "not installed; Jupyter needs it, this program does not",
            File.Exists(Path.Combine(repository?.Root ?? "", ".config", "dotnet-tools.json"))
                ? "dotnet tool restore"
                : "dotnet tool install --global Microsoft.dotnet-interactive --version 1.0.712001");

    private static Finding KernelSpec()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] folders =
        [
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter", "kernels"),
            Path.Combine(home, ".local", "share", "jupyter", "kernels"),
            Path.Combine(home, "Library", "Jupyter", "kernels"),
        ];
        return Array.Exists(folders, f => File.Exists(Path.Combine(f, ".net-csharp", "kernel.json")))
            ? new("Jupyter kernelspec", true, ".net-csharp")
            : new("Jupyter kernelspec", false, "“.NET (C#)” is not registered; Jupyter needs it, this program does not", "dotnet interactive jupyter install");
    }

    /// <summary>
    /// The extension looks for its tool manifest in .config below its storage folder, the .NET 10 SDK writes it beside: then notebooks work once and never again.
    /// </summary>
    private static IEnumerable<Finding> ExtensionStorage()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] storages = [.. new[]
        {
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "Code", "User"),
            Path.Combine(home, "Library", "Application Support", "Code", "User"),
            Path.Combine(home, ".vscode-server", "data", "User"),
            Path.Combine(home, ".vscode-remote", "data", "User"),
        }.Select(user => Path.Combine(user, "globalStorage", "ms-dotnettools.dotnet-interactive-vscode")).Where(Directory.Exists).Distinct()];
        if (storages.Length == 0)
        {
            yield return new("Polyglot Notebooks", false, "VS Code's extension has not been used here; this program does not need it", "code --install-extension ms-dotnettools.dotnet-interactive-vscode");
        }
        foreach (string storage in storages)
        {
            string misplaced = Path.Combine(storage, "dotnet-tools.json"), expected = Path.Combine(storage, ".config", "dotnet-tools.json");
            bool fault = File.Exists(misplaced) && !File.Exists(expected);
            yield return fault
                ? new("Polyglot Notebooks", false, "its tool manifest lies where the extension does not look (“works once, then never”)",
                    OperatingSystem.IsWindows() ? $"mkdir \"{Path.GetDirectoryName(expected)}\" & move \"{misplaced}\" \"{expected}\"" : $"mkdir -p '{Path.GetDirectoryName(expected)}' && mv '{misplaced}' '{expected}'")
                : new("Polyglot Notebooks", true, "its storage folder is in order");
        }
    }

    /// <summary>A program's output; empty when it cannot be started or fails.</summary>
    private static string Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
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
