using System.Collections.Concurrent;
using Attention.NotebookRunner.Cells;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Run;
using Attention.NotebookRunner.Session;
using Attention.NotebookRunner.Site;
using Attention.Shared;

namespace Attention.NotebookRunner.Commands;

/// <summary>The one place where reading, running, showing and writing meet.</summary>
internal static class Execution
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RunRequest request, CancellationToken cancel)
    {
        Repository? repository = Repository.Find();
        try
        {
            NotebookDocument[] notebooks = Notebooks.Read(request.Notebooks, repository);
            if (notebooks.Length == 0)
            {
                throw new FormatException("There is no notebook to run: name one, or call this inside the repository.");
            }
            var progress = new Progress(notebooks);
            IReadOnlyDictionary<NotebookDocument, NotebookResult> results = await RunAllAsync(notebooks, request, repository, progress, cancel);
            NotebookResult[] done = [.. notebooks.Where(results.ContainsKey).Select(n => results[n])];
            progress.Summary(done);
            Write(request, done);
            if (request.Targets.WritesPages)
            {
                NotebookDocument[] shown = [.. notebooks.Select(n => results.TryGetValue(n, out NotebookResult? result) ? result.Notebook : n)];
                Console.WriteLine($"Read: {SiteWriter.Write(shown, request.Targets.PagesFolder ?? repository?.Site ?? "site", SiteCommand.PlotlyFile(request.Targets.Plotly))}");
            }
            return ExitCode.Of(done);
        }
        catch (Exception e) when (e is BadNotebookException or FormatException or IOException || (e is OperationCanceledException && cancel.IsCancellationRequested))
        {
            (string message, int code) = e switch
            {
                BadNotebookException => (e.Message, ExitCode.BadNotebook),
                FormatException => (e.Message, ExitCode.Usage),
                IOException => (e.Message, ExitCode.CellFailed), // no child process, no room on the disk
                _ => ("Interrupted.", ExitCode.Interrupted),
            };
            Console.Error.WriteLine(message);
            return code;
        }
    }

    private static async Task<IReadOnlyDictionary<NotebookDocument, NotebookResult>> RunAllAsync(
        NotebookDocument[] notebooks, RunRequest request, Repository? repository, Progress progress, CancellationToken cancel)
    {
        string cache = repository?.PackageCache ?? Path.Combine(Path.GetTempPath(), "attention-packages");
        new Packages(cache).Prefetch(notebooks.SelectMany(n => n.Cells).Where(c => c.Type == "code").Select(c => c.Source));
        var results = new ConcurrentDictionary<NotebookDocument, NotebookResult>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel };
        await progress.ShowAsync(() => Parallel.ForEachAsync(notebooks, parallel, async (notebook, _) =>
        {
            if (!request.KeepGoing && results.Values.Any(r => !r.Passed))
            {
                return;
            }
            string folder = Path.GetDirectoryName(notebook.Path)!;
            var settings = new SessionSettings(folder, [repository?.Root ?? folder, .. request.AllowedFolders.Select(Path.GetFullPath)], cache);
            NotebookResult result = await new NotebookRun(notebook, request.Options, settings)
                .RunAsync(cell => progress.CellStarts(notebook, cell), () => progress.CellEnds(notebook), cancel);
            results[notebook] = result = request.Targets.Check ? StaleOutputs.Mark(notebook, result) : result;
            progress.NotebookEnds(notebook, result);
        }));
        return results;
    }

    private static void Write(RunRequest request, NotebookResult[] results)
    {
        foreach (NotebookResult result in results)
        {
            if (request.Targets.InPlace && result.Passed)
            {
                AtomicFile.Write(result.Notebook.Path, result.Notebook.ToBytes());
            }
            if (request.Targets.CopiesFolder is not null)
            {
                AtomicFile.Write(Path.Combine(request.Targets.CopiesFolder, result.Notebook.Name + ".ipynb"), result.Notebook.ToBytes());
            }
        }
        Reports.Write(results, request.Reports.Trx, request.Reports.JUnit, request.Reports.Json);
    }
}
