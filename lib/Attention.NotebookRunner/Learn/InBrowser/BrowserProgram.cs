using Attention.NotebookRunner.Host;

namespace Attention.NotebookRunner.Learn.InBrowser;

/// <summary>The program that runs C# in a browser, built from the project <c>Attention.Live</c>.</summary>
internal static class BrowserProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    /// <param name="root">The course's folder.</param>
    /// <param name="target">Where the program goes; there must be no such folder.</param>
    /// <exception cref="IOException">It cannot be built.</exception>
    public static void Publish(string root, string target)
    {
        string project = Path.Combine(root, "lib", "Attention.Live");
        if (!Directory.Exists(project))
        {
            throw new IOException($"{root} has no project lib/Attention.Live, which runs C# in the browser");
        }
        string built = Directory.CreateTempSubdirectory("attention-live-").FullName;
        try
        {
            Publish(project, built, target);
        }
        finally
        {
            Directory.Delete(built, recursive: true);
        }
    }

    private static void Publish(string project, string built, string target)
    {
        // As dotnet build builds them: the libraries are not compiled a second time.
        string[] arguments = ["publish", project, "--configuration", "Debug", "--output", built, "--nologo"];
        (int ExitCode, string Output)? end = DotnetCommand.Run(arguments, Limit);
        if (end is not (0, _))
        {
            string? reason = end is (_, string output)
                ? output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))
                : $"it took longer than {Limit.TotalMinutes:0} minutes";
            throw new IOException($"dotnet publish lib/Attention.Live: {reason?.Trim() ?? "failed"}");
        }
        Directory.CreateDirectory(target);
        Move(Path.Combine(built, "wwwroot", "_framework"), Path.Combine(target, "_framework"));
    }

    /// <summary>Copied file by file, because the two may lie on different disks.</summary>
    private static void Move(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from).Where(file => Path.GetExtension(file) is not ".pdb"))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
