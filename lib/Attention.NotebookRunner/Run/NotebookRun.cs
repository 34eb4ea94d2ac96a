using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Attention.KernelHost.Protocol;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Host;

namespace Attention.NotebookRunner.Run;

/// <summary>
/// Runs the cells of one notebook in their order. It knows what the tags mean, and knows nothing of files, consoles and
/// pages.
/// </summary>
internal sealed class NotebookRun
{
    private readonly NotebookDocument _original, _notebook;
    private readonly RunOptions _options;
    private readonly SessionSettings _settings;
    private readonly (int First, int Last) _range;
    private readonly (int At, string Code)[] _solutions;
    private readonly List<CellResult> _results = [];
    private readonly OutputBudget _budget = new();
    private readonly Stopwatch _time = new();
    private readonly Dictionary<string, JsonObject> _displays = [];
    private readonly ConcurrentDictionary<string, bool> _late = [];
    private Func<PackageId, bool, Task<PackageAnswer>>? _findPackage;
    private string? _missingPackage;
    private bool _processEnded, _hasEnded;

    /// <exception cref="UsageException">What the options ask for is not in this notebook.</exception>
    public NotebookRun(NotebookDocument notebook, RunOptions options, SessionSettings settings)
    {
        (_original, _notebook, _options, _settings) = (notebook, notebook.Clone(), options, settings);
        Parameters.Set(_notebook, options.Parameters);
        _range = options.Range.In(_notebook);
        _solutions = options.Solutions ? Solutions.Of(_notebook) : [];
    }

    /// <summary>
    /// Runs the cells. What an earlier notebook left behind in a process may end it while this one runs: then all of
    /// its cells run again, once, in a process that has run no other.
    /// </summary>
    /// <param name="name">The notebook's name in the result.</param>
    /// <param name="kernels">Where its process comes from.</param>
    /// <param name="packages">Where packages come from.</param>
    /// <param name="onStart">Called when a cell starts.</param>
    /// <param name="onEnd">Called when a cell has ended.</param>
    /// <param name="onAgain">Called when all begins anew; what was told before does not count.</param>
    /// <param name="cancel">Ends the run.</param>
    public async Task<NotebookResult> RunAsync(
        string name,
        KernelPool kernels,
        Packages packages,
        Action<Cell> onStart,
        Action<CellResult> onEnd,
        Action onAgain,
        CancellationToken cancel)
    {
        try
        {
            return await RunAsync(name, kernels, kernels.TakeAsync, packages, onStart, onEnd, cancel);
        }
        catch (SharedProcessEnded)
        {
            onAgain();
            return await new NotebookRun(_original, _options, _settings).RunAsync(
                name, kernels, kernels.TakeNewAsync, packages, onStart, onEnd, cancel);
        }
    }

    private async Task<NotebookResult> RunAsync(
        string name,
        KernelPool kernels,
        Func<CancellationToken, Task<KernelProcess>> take,
        Packages packages,
        Action<Cell> onStart,
        Action<CellResult> onEnd,
        CancellationToken cancel)
    {
        _time.Start();
        _findPackage = packages.FindAsync;
        (KernelProcess? host, string failure) = NeedsProcess ? await StartAsync(take, cancel) : (null, "");
        try
        {
            return await RunAllAsync(name, host, failure, onStart, onEnd, cancel);
        }
        finally
        {
            if (host is not null)
            {
                bool endedWell =
                    _hasEnded && !_processEnded && _late.IsEmpty && _results.TrueForAll(r => r.Passed);
                kernels.GiveBack(host, endedWell);
            }
        }
    }

    /// <summary>Runs the cells in their process, which is null when none is needed or none has started.</summary>
    private async Task<NotebookResult> RunAllAsync(
        string name,
        KernelProcess? host,
        string failure,
        Action<Cell> onStart,
        Action<CellResult> onEnd,
        CancellationToken cancel)
    {
        bool isAlive = host is not null;
        for (int i = 0; i <= _range.Last; i++)
        {
            Cell cell = _notebook.Cells[i];
            JsonNode? before = i < _range.First ? cell.Json["outputs"]?.DeepClone() : null;
            onStart(cell);
            CellResult result = isAlive ? await RunAsync(cell, host!, cancel)
                : failure.Length > 0 && i == 0 ? new CellResult(cell, CellStatus.Failed, _time.Elapsed, failure)
                : NotRun(cell);
            isAlive &= result.Passed || (cell.Type != "code" && host is not null && !_processEnded);
            if (before is not null)
            {
                cell.Outputs = before.AsArray();
            }
            if (i >= _range.First || !result.Passed)
            {
                _results.Add(result);
                onEnd(result);
            }
        }
        bool solve = isAlive && _solutions.Length > 0;
        NotebookDocument shown = solve ? await SolveAsync(host!, onStart, cancel) : _notebook;
        _hasEnded = true;
        return new NotebookResult(name, shown, [.. _results.Select(WithLateText)], _time.Elapsed);
    }

    private CellResult WithLateText(CellResult result) => !_late.ContainsKey(result.Cell.Id) ? result : result with
    {
        Warnings = [.. result.Warnings, "one of its threads printed after the cell had ended; that text is not shown"],
    };

    /// <summary>A notebook that is all text runs without a process.</summary>
    public bool NeedsProcess =>
        _notebook.Cells.Take(_range.Last + 1).Any(c => c.Type == "code" || Prose.Read(c).Checks.Count > 0);

    /// <summary>The packages that the cells which run name.</summary>
    public IEnumerable<PackageId> NamedPackages => _notebook.Cells.Take(_range.Last + 1)
        .Where(cell => cell.Type == "code" && cell.Language == KernelLanguage.CSharp && WhyNot(cell) is null)
        .Select(cell => cell.Source)
        .Concat(_solutions.Select(solution => solution.Code))
        .SelectMany(PackageLines.In);

    /// <summary>
    /// Puts the solutions into the exercise cells and runs on, in the same session, from the first of them. A cell that
    /// fails only now has failed; what it showed before stays in its result.
    /// </summary>
    private async Task<NotebookDocument> SolveAsync(KernelProcess host, Action<Cell> onStart, CancellationToken cancel)
    {
        NotebookDocument solved = _notebook.Clone();
        foreach ((int at, string code) in _solutions)
        {
            solved.Cells[at].Source = code;
        }
        for (int i = _solutions[0].At; i <= _range.Last && !_processEnded; i++)
        {
            onStart(solved.Cells[i]);
            CellResult after = await RunAsync(solved.Cells[i], host, cancel), before = _results[i - _range.First];
            bool failsNow = before.Passed && !after.Passed;
            _results[i - _range.First] = before with
            {
                Status = failsNow ? after.Status : before.Status,
                Message = failsNow ? $"with the model solutions: {after.Message}" : before.Message,
                Time = before.Time + after.Time,
            };
            if (!after.Passed && after.Cell.Type == "code")
            {
                break;
            }
        }
        return solved;
    }

    /// <summary>A notebook whose process does not start has failed. The other notebooks run.</summary>
    private async Task<(KernelProcess? Host, string Failure)> StartAsync(
        Func<CancellationToken, Task<KernelProcess>> take, CancellationToken cancel)
    {
        KernelProcess? host = null;
        try
        {
            host = await take(cancel);
            await host.BeginAsync(_settings, cell => _late[cell] = true, cancel);
            return (host, "");
        }
        catch (Exception e)
        {
            host?.Dispose();
            if (e is OperationCanceledException)
            {
                throw;
            }
            if (host is { RanAnother: true })
            {
                throw new SharedProcessEnded();
            }
            return (null, Printable.Line(e.Message));
        }
    }

    private async Task<CellResult> RunAsync(Cell cell, KernelProcess host, CancellationToken cancel)
    {
        Stopwatch time = Stopwatch.StartNew();
        CellResult result = cell.Type switch
        {
            "markdown" when cell.Has("optional") && _missingPackage is not null =>
                Result(cell, CellStatus.Skipped, _missingPackage),
            "markdown" when !cell.Has("volatile") => await CheckProseAsync(cell, host, cancel),
            "code" when WhyNot(cell) is { } reason => Result(cell, CellStatus.Skipped, reason),
            "code" when cell.Language != KernelLanguage.CSharp => Result(
                cell,
                CellStatus.Failed,
                $"this runner runs C# only, and the cell is for the kernel {Printable.Line(cell.Language, 60)}"),
            "code" => await RunCodeAsync(cell, host, cancel),
            _ => Result(cell, CellStatus.Passed),
        };
        return result with { Time = time.Elapsed };
    }

    private static CellResult Result(Cell cell, CellStatus status, string message = "") =>
        new(cell, status, TimeSpan.Zero, message);

    private static CellResult NotRun(Cell cell)
    {
        if (cell.Type != "code")
        {
            Prose prose = Prose.Read(cell.Type == "markdown" ? cell.Source : "");
            return OfProse(cell, prose, prose.Problems);
        }
        cell.Outputs = [];
        return Result(cell, CellStatus.NotRun);
    }

    private string? WhyNot(Cell cell)
    {
        string[] wanted = [.. _options.Tags.Where(t => t[0] != '!')];
        bool isExcluded = cell.Tags.Any(t => _options.Tags.Contains("!" + t));
        bool isNotWanted = wanted.Length > 0 && cell.Tags.Count > 0 && !cell.Tags.Any(t => wanted.Contains(t));
        return cell.Has("skip-execution") ? "skip-execution"
            : cell.Has("optional") && _missingPackage is not null ? _missingPackage
            : cell.Has("optional") && cell.Language != KernelLanguage.CSharp ? $"needs the kernel {cell.Language}"
            : isExcluded || isNotWanted ? "not among the tags asked for"
            : null;
    }

    private async Task<CellResult> RunCodeAsync(Cell cell, KernelProcess host, CancellationToken cancel)
    {
        _budget.StartCell();
        var outputs = new OutputRecorder(_budget, cell.Id, _displays);
        (string Name, string Text)? error = null;
        string? missing = null;
        (TimeSpan limit, string whatRanTooLong) = Limit();
        var request = new CellRequest(cell.Id, cell.Source, TakesHigherVersions: cell.Has("optional"));
        CellEnd end = await RunAsync(host, request, limit, Receive, cancel);
        if (missing is not null && cell.Has("optional"))
        {
            _missingPackage = missing;
            return Result(cell, CellStatus.Skipped, missing);
        }
        error = end switch
        {
            CellEnd.TimedOut => ("Timeout", whatRanTooLong),
            CellEnd.ProcessEnded => ("ProcessEnded", host.KillAndTellWhy()),
            _ => error,
        };
        if (error is { } failure)
        {
            outputs.AddError(failure.Name, failure.Text);
        }
        cell.Outputs = outputs.ToJson();
        return Judge(cell, end, error);

        void Receive(CellEvent message)
        {
            if (message.Kind == CellEventKind.Error)
            {
                error ??= (message.Name, message.Text);
            }
            else if (message.Kind == CellEventKind.PackageMissing)
            {
                missing = message.Name;
                error ??= ("PackageMissing", $"{message.Name}: {message.Text}");
            }
            else if (outputs.Add(message) is { } refusal)
            {
                error ??= ("OutputRefused", refusal);
            }
        }
    }

    /// <exception cref="SharedProcessEnded">It may have been ended by what another notebook left behind.</exception>
    private async Task<CellEnd> RunAsync(
        KernelProcess host, CellRequest request, TimeSpan limit, Action<CellEvent> show, CancellationToken cancel)
    {
        CellEnd end = await host.RunAsync(request, limit, show, _findPackage!, cancel);
        _processEnded |= end != CellEnd.Done;
        return end == CellEnd.ProcessEnded && host.RanAnother ? throw new SharedProcessEnded() : end;
    }

    private CellResult Judge(Cell cell, CellEnd end, (string Name, string Text)? error)
    {
        if (end == CellEnd.TimedOut)
        {
            return Result(cell, CellStatus.TimedOut, error!.Value.Text);
        }
        bool mustRaise = cell.Has("raises-exception");
        if (error is not { } failure)
        {
            return mustRaise
                ? Result(cell, CellStatus.Failed, "the cell is tagged raises-exception, but raised none")
                : Result(cell, CellStatus.Passed);
        }
        string message = $"{failure.Name}: {failure.Text}";
        return end == CellEnd.Done && mustRaise ? Result(cell, CellStatus.Passed)
            : end == CellEnd.Done && _options.AllowErrors
                ? Result(cell, CellStatus.Passed) with { Warnings = [$"allowed: {message.Split('\n')[0]}"] }
            : Result(cell, CellStatus.Failed, message);
    }

    private async Task<CellResult> CheckProseAsync(Cell cell, KernelProcess host, CancellationToken cancel)
    {
        Prose prose = Prose.Read(cell);
        var problems = new List<string>(prose.Problems);
        foreach (ProseCheck check in prose.Checks)
        {
            if (check.Expression.Length == 0)
            {
                problems.Add($"line {check.Line}: there is no expression after <!--=");
                continue;
            }
            (TimeSpan limit, string whatRanTooLong) = Limit();
            string? found = "it gave no value";
            var request = new CellRequest(cell.Id, check.Expression, IsExpression: true, check.Format);
            CellEnd end = await RunAsync(host, request, limit, Receive, cancel);
            if (end != CellEnd.Done)
            {
                string reason = end == CellEnd.TimedOut ? whatRanTooLong : host.KillAndTellWhy();
                problems.Add($"line {check.Line}: {check.Written}: {reason}");
                CellStatus status = end == CellEnd.TimedOut ? CellStatus.TimedOut : CellStatus.Failed;
                return Result(cell, status, string.Join('\n', problems));
            }
            problems.AddRange(found is null ? [] : [found]);

            void Receive(CellEvent message) => found = message.Kind switch
            {
                CellEventKind.Value => check.Compare(message.Text),
                CellEventKind.Error or CellEventKind.PackageMissing =>
                    $"line {check.Line}: {check.Expression}: {message.Text}",
                _ => found,
            };
        }
        return OfProse(cell, prose, problems);
    }

    private static CellResult OfProse(Cell cell, Prose prose, IReadOnlyCollection<string> problems)
    {
        CellStatus status = problems.Count == 0 ? CellStatus.Passed : CellStatus.Failed;
        CellResult result = Result(cell, status, string.Join('\n', problems));
        return result with { Warnings = prose.Warnings };
    }

    /// <summary>What is left for the next cell, and what is said when it takes longer.</summary>
    private (TimeSpan Limit, string Message) Limit()
    {
        TimeLimits limits = _options.Limits;
        TimeSpan left = limits.Notebook - _time.Elapsed;
        (TimeSpan limit, string what, TimeSpan said) = left < limits.Cell
            ? (TimeSpan.FromTicks(Math.Max(left.Ticks, 1)), "notebook", limits.Notebook)
            : (limits.Cell, "cell", limits.Cell);
        string seconds = said.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        return (limit, $"the {what} ran longer than {seconds} s and was stopped");
    }

    /// <summary>A process that had run another notebook before has ended.</summary>
    private sealed class SharedProcessEnded : Exception;
}
