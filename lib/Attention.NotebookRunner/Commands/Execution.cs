using System.Collections.Concurrent;
using Attention.KernelHost.Protocol;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Host;
using Attention.NotebookRunner.Reports;
using Attention.NotebookRunner.Run;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Commands;

/// <summary>
/// Carries out a run: reads the notebooks, runs them, and writes what each one gave as soon as it has ended. Whatever
/// ends one notebook leaves the others and the reports alone, but without <c>--keep-going</c> none starts after a
/// failure.
/// </summary>
internal sealed class Execution : IDisposable
{
    private readonly RunRequest _request;
    private readonly Repository? _repository;
    private readonly NotebookSource[] _sources;
    private readonly ReportWriter _reports;
    private readonly ConcurrentDictionary<NotebookSource, NotebookResult> _results = [];
    private readonly ConcurrentDictionary<NotebookSource, NotebookDocument> _read = [];
    private readonly Lock _writing = new();
    private readonly KernelPool _kernels, _measuring;

    private Execution(RunRequest request)
    {
        (_request, _repository) = (request, Repository.Find());
        _sources = NotebookSource.Find(request.Notebooks, _repository);
        WritePlan.Check(_sources, request, _repository);
        _reports = new ReportWriter(request.Reports.Trx, request.Reports.JUnit);
        _kernels = new KernelPool(new(KeepsRecord: false, MeasuresTime: false), request.SharesProcesses);
        _measuring = new KernelPool(new(KeepsRecord: false, MeasuresTime: true));
    }

    /// <summary>The folder of the repository; outside of it that of the first notebook.</summary>
    private string Root => _repository?.Root ?? Path.GetDirectoryName(_sources[0].Path)!;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RunRequest request, CancellationToken cancel)
    {
        try
        {
            using var execution = new Execution(request);
            return await execution.RunAsync(cancel);
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCode.Usage;
        }
    }

    public void Dispose()
    {
        using (_measuring)
        {
            _kernels.Dispose();
        }
    }

    private async Task<int> RunAsync(CancellationToken cancel)
    {
        List<(NotebookSource Source, NotebookRun Run)> runs = Prepare();
        NotebookProblem[] problems = [.. Ordered().Select(r => r.Problem).OfType<NotebookProblem>()];
        ReportProblems(problems);
        bool stops = !_request.KeepGoing && Array.Exists(problems, p => p.Kind != ProblemKind.NotWritten);
        if (stops || runs.Count == 0)
        {
            PrintErrors(_reports.Write(Reported(), isEnd: true));
            return runs.Count == 0 && Array.TrueForAll(problems, p => p.Kind == ProblemKind.NotWritten)
                ? ExitCode.Usage
                : ExitCode.Of(Ordered());
        }
        var progress = new RunProgress(
            [.. runs.Select(r => (r.Source, _read[r.Source].Cells.Count))], _request.Targets.Check is not null);
        bool isComplete = await RunAllAsync(runs, progress, cancel);
        NotebookResult[] done = Ordered();
        progress.Summary(done, isComplete);
        bool isWritten = !_request.Targets.WritesPages || (!isComplete && done.Length == problems.Length);
        if (!isWritten && WritePages() is { } index)
        {
            Console.WriteLine($"Read: {index}");
            isWritten = true;
        }
        string[] failures = _reports.Write(Reported(), isEnd: true);
        PrintErrors(failures);
        if (!isComplete)
        {
            Console.Error.WriteLine("Interrupted.");
            return ExitCode.Interrupted;
        }
        int code = ExitCode.Of(done);
        return code == ExitCode.Success && (failures.Length > 0 || !isWritten) ? ExitCode.Failed : code;
    }

    /// <summary>
    /// Reads every notebook and makes it ready to run. One for which that fails has a result already.
    /// </summary>
    private List<(NotebookSource, NotebookRun)> Prepare()
    {
        var runs = new List<(NotebookSource, NotebookRun)>();
        foreach (NotebookSource source in _sources)
        {
            try
            {
                NotebookDocument notebook = NotebookDocument.Read(source.Path, source.Shown);
                _read[source] = notebook;
                var run = new NotebookRun(notebook, _request.Options, Settings(source));
                if (_request.Targets.InPlace && FileReplacement.WhyNot(source.Path) is { } reason)
                {
                    AddProblem(source, ProblemKind.NotWritten, $"{source.Shown}: {reason}.");
                }
                else
                {
                    runs.Add((source, run));
                }
            }
            catch (BadNotebookException e)
            {
                AddProblem(source, ProblemKind.BadFile, e.Message);
            }
            catch (UsageException e)
            {
                AddProblem(source, ProblemKind.DoesNotFit, e.Message);
            }
        }
        return runs;
    }

    private void AddProblem(NotebookSource source, ProblemKind kind, string message) => _results[source] =
        new NotebookResult(source.Name, null, [], TimeSpan.Zero, new NotebookProblem(kind, Printable.Line(message)));

    private SessionSettings Settings(NotebookSource source)
    {
        string folder = Path.GetDirectoryName(source.Path)!;
        string[] allowed = [_repository?.Root ?? folder, .. _request.AllowedFolders.Select(Path.GetFullPath)];
        return new SessionSettings(folder, allowed);
    }

    /// <summary>
    /// Outside of the repository a folder of the user's own: from one that all share another user's DLLs would load.
    /// </summary>
    private string PackageCache => _repository?.PackageCache ?? Path.Combine(
        Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "attention",
        "packages");

    /// <returns>Whether all came to an end; false when the run was interrupted.</returns>
    private async Task<bool> RunAllAsync(
        List<(NotebookSource Source, NotebookRun Run)> runs, RunProgress progress, CancellationToken cancel)
    {
        using var packages = new Packages(PackageCache, progress.Tell, cancel);
        packages.Prefetch(runs.SelectMany(r => r.Run.NamedPackages));
        ILookup<bool, (NotebookSource Source, NotebookRun Run)> byMeasuring =
            runs.ToLookup(run => _read[run.Source].Cells.Any(cell => cell.Has("measures-time")));
        int others = byMeasuring[false].Count(run => run.Run.NeedsProcess);
        bool anyMeasures = byMeasuring[true].Any(run => run.Run.NeedsProcess);
        try
        {
            await progress.ShowAsync(async () =>
            {
                // Readers need not wait for the run. The kernel of a single notebook starts meanwhile; several would
                // take the processors from the pages.
                Task pages = Task.Run(
                    () => TellPages(progress, "Read meanwhile, with the outputs that the notebooks hold"), cancel);
                if (runs.Count > 1)
                {
                    await pages;
                }
                cancel.ThrowIfCancellationRequested();
                if (others > 0)
                {
                    _kernels.Expect(others, _request.Jobs);
                }
                else if (anyMeasures)
                {
                    ExpectMeasuring();
                }
                await pages;
                await RunTogetherAsync(byMeasuring[false], _kernels, _request.Jobs);
                if (others > 0 && anyMeasures && GoesOn())
                {
                    _kernels.Dispose(); // nothing else is to run beside what measures time
                    ExpectMeasuring();
                    TellPages(progress, "With new outputs now, but for what measures time");
                }
                await RunTogetherAsync(byMeasuring[true], _measuring, jobs: 1);
            });
            return true;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return false;
        }

        // One kernel only: the next is not to start beside what measures.
        void ExpectMeasuring() => _measuring.Expect(notebooks: 1);

        Task RunTogetherAsync(
            IEnumerable<(NotebookSource Source, NotebookRun Run)> together, KernelPool kernels, int jobs)
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancel };
            return Parallel.ForEachAsync(together, parallel, async (run, _) =>
            {
                if (GoesOn())
                {
                    await RunAsync(run.Source, run.Run, kernels, packages, progress, cancel);
                }
            });
        }
    }

    /// <summary>Whether another notebook may start.</summary>
    private bool GoesOn() =>
        _request.KeepGoing || _results.Values.All(r => r.Passed || r.Problem?.Kind == ProblemKind.NotWritten);

    private async Task RunAsync(
        NotebookSource source,
        NotebookRun run,
        KernelPool kernels,
        Packages packages,
        RunProgress progress,
        CancellationToken cancel)
    {
        NotebookResult result = await run.RunAsync(
            source.Name,
            kernels,
            packages,
            cell => progress.CellStarts(source, cell),
            cell => progress.CellEnds(source, cell),
            () => progress.NotebookStartsAgain(source),
            cancel);
        if (_request.Targets.Check is { } check)
        {
            result = new OutputDifference(check).Mark(_read[source], result);
        }
        lock (_writing)
        {
            result = Write(source, result);
            _results[source] = result;
            PrintErrors(_reports.Write(Reported(), isEnd: false));
        }
        progress.NotebookEnds(source, result);
    }

    /// <summary>The notebook without outputs that are shown and not kept.</summary>
    private static NotebookDocument Kept(NotebookDocument notebook)
    {
        NotebookDocument kept = notebook.Clone();
        foreach (Cell cell in kept.Cells.Where(c => c.Type == "code"))
        {
            foreach (
                var output in cell.Outputs.Where(o => o?["metadata"]?[OutputRecorder.Transient] is not null).ToArray())
            {
                cell.Outputs.Remove(output);
            }
        }
        return kept;
    }

    private NotebookResult Write(NotebookSource source, NotebookResult result)
    {
        try
        {
            if (_request.Targets.InPlace && result.Passed)
            {
                FileReplacement.Update(source.Path, result.Notebook!.Bytes, Kept(result.Notebook).ToBytes());
            }
            if (_request.Targets.CopiesFolder is { } copies)
            {
                FileReplacement.Write(Path.Combine(copies, Path.GetFileName(source.Path)), result.Notebook!.ToBytes());
            }
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string message = Printable.Line($"{source.Shown}: {e.Message.TrimEnd('.')}.");
            return result with { Problem = new NotebookProblem(ProblemKind.NotWritten, message) };
        }
    }

    private void TellPages(RunProgress progress, string how)
    {
        if (_request.Targets.WritesPages && WritePages() is { } index)
        {
            progress.Tell($"{how}: {index}");
        }
    }

    /// <summary>
    /// All pages: those of the notebooks that ended with the new outputs, the others with the old ones.
    /// </summary>
    /// <returns>The path of the index; null when the pages could not be written.</returns>
    private string? WritePages()
    {
        try
        {
            return Pages().Write(
            [
                .. _sources.Where(_read.ContainsKey).Select(s => _results.GetValueOrDefault(s)?.Notebook ?? _read[s]),
            ]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or UsageException)
        {
            PrintErrors([$"the pages could not be written: {e.Message}"]);
            return null;
        }
    }

    private SiteWriter Pages() => new(
        WritePlan.PagesFolder(_request.Targets.PagesFolder, _repository), Root, _request.Targets.PageOptions);

    private NotebookResult[] Ordered() =>
        [.. _sources.Select(s => _results.GetValueOrDefault(s)).OfType<NotebookResult>()];

    /// <summary>
    /// For the reports: a notebook that has not ended is there too, so that a report never looks complete when the run
    /// was interrupted.
    /// </summary>
    private NotebookResult[] Reported() => [.. _sources.Select(s => _results.GetValueOrDefault(s) ?? NotFinished(s))];

    private static NotebookResult NotFinished(NotebookSource source) => new(
        source.Name, null, [], TimeSpan.Zero, new NotebookProblem(ProblemKind.NotFinished, "the run ended before it"));

    private static void ReportProblems(NotebookProblem[] problems)
    {
        bool isOneKind = problems.Length > 1 && Array.TrueForAll(problems, p => p.Kind == ProblemKind.NotWritten);
        PrintErrors(isOneKind
            ? [$"{problems[0].Message} The same holds for {problems.Length - 1} more."]
            : [.. problems.Select(p => p.Message)]);
    }

    private static void PrintErrors(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Console.Error.WriteLine(Printable.Line(line));
        }
    }
}
