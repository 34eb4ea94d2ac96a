using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Reports;
using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Commands;

/// <summary>
/// Looks, before anything runs, at every place that a run will write to: no source and no other result may be
/// overwritten, and the folders must take files.
/// </summary>
internal static class WritePlan
{
    /// <exception cref="UsageException">Something could not be written, or would overwrite something.</exception>
    public static void Check(NotebookSource[] sources, RunRequest request, Repository? repository)
    {
        string[] reports =
        [
            .. new[] { request.Reports.Trx, request.Reports.JUnit }.OfType<string>()
                .Where(path => new ReportFile(path).IsFile),
        ];
        CheckReports(reports, sources);
        if (request.Targets.CopiesFolder is { } copies)
        {
            CheckCopies(copies, sources, repository);
            CheckFolder("--out", copies);
            CheckOutside(reports, copies, path => Path.GetExtension(path) == ".ipynb", "a copy of a notebook");
        }
        if (request.Targets.WritesPages)
        {
            string pages = PagesFolder(request.Targets.PagesFolder, repository);
            CheckOutside(reports, pages, path => Path.GetExtension(path) is ".html" or ".css" or ".js", "a page");
        }
        if (Array.Find(request.AllowedFolders, folder => !Directory.Exists(folder)) is { } missing)
        {
            throw new UsageException($"--allow-path {missing}: there is no such folder.");
        }
        if (!Directory.Exists(Path.GetTempPath()))
        {
            throw new UsageException($"TMPDIR names {Path.GetTempPath()}, and there is no such folder.");
        }
    }

    /// <summary>Where pages go: the folder given, or site/ at the repository root.</summary>
    /// <exception cref="UsageException">The folder cannot take pages.</exception>
    public static string PagesFolder(string? given, Repository? repository)
    {
        string folder = given ?? repository?.Site ?? "site";
        if (given is null && repository is not null && !RealPath.IsInside(folder, repository.Root))
        {
            throw new UsageException(
                $"{folder} leads out of the repository. If that is meant, name the folder with --html.");
        }
        CheckFolder("--html", folder);
        return Path.GetFullPath(folder);
    }

    private static void CheckFolder(string option, string folder)
    {
        if (FileReplacement.WhyNotInto(folder) is { } reason)
        {
            throw new UsageException($"{option} {folder}: {reason}.");
        }
    }

    private static void CheckReports(string[] reports, NotebookSource[] sources)
    {
        foreach (string report in reports)
        {
            if (Directory.Exists(report))
            {
                throw new UsageException($"the report {report} is a folder.");
            }
            if (Array.Exists(sources, source => RealPath.AreSame(source.Path, report)))
            {
                throw new UsageException($"the report {report} would overwrite a notebook.");
            }
            CheckFolder("the report", Path.GetDirectoryName(Path.GetFullPath(report))!);
        }
        if (reports.Length == 2 && RealPath.AreSame(reports[0], reports[1]))
        {
            throw new UsageException($"both reports would be written to {reports[0]}.");
        }
    }

    /// <summary>A report must not have the name of a file that the run writes into the same folder.</summary>
    private static void CheckOutside(string[] reports, string folder, Func<string, bool> isWritten, string what)
    {
        foreach (string report in reports.Where(isWritten))
        {
            if (RealPath.AreSame(Path.GetDirectoryName(Path.GetFullPath(report))!, folder))
            {
                throw new UsageException($"the report {report} would overwrite {what}.");
            }
        }
    }

    private static void CheckCopies(string folder, NotebookSource[] sources, Repository? repository)
    {
        var copies = new Dictionary<string, NotebookSource>(FileNames.Comparer);
        IEnumerable<string> notebooks = sources.Select(s => s.Path).Concat(repository?.Notebooks() ?? []);
        string[] originals = [.. notebooks.Select(RealPath.Of)];
        foreach (NotebookSource source in sources)
        {
            string name = Path.GetFileName(source.Path), copy = Path.Combine(RealPath.Of(folder), name);
            if (!copies.TryAdd(name, source))
            {
                throw new UsageException(
                    $"--out {folder}: {copies[name].Shown} and {source.Shown} would be written to one file.");
            }
            if (originals.Contains(copy, FileNames.Comparer))
            {
                throw new UsageException(
                    $"--out {folder} would overwrite the notebook {source.Shown}; --in-place does that.");
            }
        }
    }
}
