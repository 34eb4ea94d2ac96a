using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Attention.NotebookRunner.Cells;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>Runs the cells of one notebook in their order. Knows what the tags mean; does not know files, consoles or pages.</summary>
internal sealed class NotebookRun(NotebookDocument notebook, RunOptions options, SessionSettings settings)
{
    private readonly NotebookDocument _notebook = notebook.Clone();
    private readonly List<CellResult> _results = [];
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private string? _missingPackage;

    /// <exception cref="FormatException">What the options ask for is not in this notebook.</exception>
    public async Task<NotebookResult> RunAsync(Action<Cell> onStart, Action onEnd, CancellationToken cancel)
    {
        InsertParameters();
        (int At, string Code)[] solutions = options.Solutions ? Solutions.Of(_notebook) : [];
        (CellHost? host, string failure) = await StartAsync(cancel);
        using CellHost? _ = host;
        bool alive = true;
        foreach (Cell cell in _notebook.Cells)
        {
            onStart(cell);
            Stopwatch time = Stopwatch.StartNew();
            (CellStatus status, string message) = !alive ? NotRun(cell) : host is null ? (CellStatus.Failed, failure) : await RunAsync(cell, host, cancel);
            // A false sentence breaks nothing after it; a failed code cell does.
            alive &= (cell.Type != "code" && host is not null) || status is CellStatus.Passed or CellStatus.Skipped;
            _results.Add(new CellResult(cell, status, time.Elapsed, message));
            onEnd();
        }
        NotebookDocument shown = alive && solutions.Length > 0 ? await SolveAsync(solutions, host!, onStart, cancel) : _notebook;
        return new NotebookResult(shown, _results, _time.Elapsed);
    }

    /// <summary>Goes on as a learner does, who solves the exercises after a first look at them. What fails only now is a fault of its cell; what the cell showed before stays in its result.</summary>
    private async Task<NotebookDocument> SolveAsync((int At, string Code)[] solutions, CellHost host, Action<Cell> onStart, CancellationToken cancel)
    {
        NotebookDocument solved = _notebook.Clone();
        foreach ((int at, string code) in solutions)
        {
            solved.Cells[at].Source = code;
        }
        for (int i = solutions[0].At; i < solved.Cells.Count; i++)
        {
            onStart(solved.Cells[i]);
            Stopwatch time = Stopwatch.StartNew();
            (CellStatus status, string message) = await RunAsync(solved.Cells[i], host, cancel);
            CellResult before = _results[i], after = new(before.Cell, status, before.Time + time.Elapsed, $"with the model solutions: {message}");
            _results[i] = before.Passed && !after.Passed ? after : before with { Time = after.Time };
            if (!after.Passed && after.Cell.Type == "code")
            {
                break;
            }
        }
        return solved;
    }

    /// <summary>A notebook whose process does not start has failed; the others need not have.</summary>
    private async Task<(CellHost? Host, string Failure)> StartAsync(CancellationToken cancel)
    {
        try
        {
            return (await CellHost.StartAsync(settings, cancel), "");
        }
        catch (IOException e)
        {
            return (null, e.Message);
        }
    }

    private void InsertParameters()
    {
        if (options.Parameters.Count > 0)
        {
            Cell parameters = _notebook.Cells.FirstOrDefault(c => c.Type == "code" && c.Has("parameters"))
                ?? throw new FormatException($"{_notebook.Name}: --param needs a code cell tagged “parameters”, and there is none.");
            _notebook.InsertAfter(parameters, new JsonObject
            {
                ["cell_type"] = "code",
                ["execution_count"] = null,
                ["id"] = "injected-parameters",
                ["metadata"] = new JsonObject { ["tags"] = new JsonArray("injected-parameters") },
                ["outputs"] = new JsonArray(),
                ["source"] = Cell.Lines(string.Join('\n', options.Parameters.Select(p => $"{p.Key} = {Literal(p.Value)};"))),
            });
        }
    }

    /// <summary>Assigned to the variable that the notebook declared, so the compiler checks name and type.</summary>
    private static string Literal(string value) =>
        value is "true" or "false" || double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? value
            : Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(value, quote: true);

    private async Task<(CellStatus Status, string Message)> RunAsync(Cell cell, CellHost host, CancellationToken cancel) => cell.Type switch
    {
        "markdown" when !cell.Has("volatile") => await CheckProseAsync(cell, host, cancel),
        "code" when WhyNot(cell) is { } reason => (CellStatus.Skipped, reason),
        "code" when cell.Language != "csharp" => (CellStatus.Failed, $"this runner runs C# only, and the cell is for the kernel “{cell.Language}”"),
        "code" => await RunCodeAsync(cell, host, cancel),
        _ => (CellStatus.Passed, ""),
    };

    private static (CellStatus Status, string Message) NotRun(Cell cell)
    {
        if (cell.Type != "code")
        {
            return (CellStatus.Passed, "");
        }
        cell.Outputs = [];
        return (CellStatus.NotRun, "");
    }

    private string? WhyNot(Cell cell)
    {
        string[] wanted = [.. options.Tags.Where(t => t[0] != '!')];
        return cell.Has("skip-execution") ? "skip-execution"
            : cell.Has("optional") && _missingPackage is not null ? _missingPackage
            : cell.Has("optional") && cell.Language != "csharp" ? $"needs the kernel {cell.Language}"
            : cell.Tags.Any(t => options.Tags.Contains("!" + t)) || (wanted.Length > 0 && cell.Tags.Count > 0 && !cell.Tags.Any(t => wanted.Contains(t))) ? "not among the tags asked for"
            : null;
    }

    private async Task<(CellStatus Status, string Message)> RunCodeAsync(Cell cell, CellHost host, CancellationToken cancel)
    {
        var outputs = new OutputRecorder();
        (string Name, string Text)? error = null;
        string? missing = null;
        CellEnd end = await host.RunAsync(new CellRequest(cell.Id, cell.Source), Limit(), message =>
        {
            if (message.Kind == CellEventKind.Error)
            {
                error = (message.Name, message.Text);
            }
            else if (message.Kind == CellEventKind.PackageMissing)
            {
                missing = message.Name;
                error = ("PackageMissing", $"{message.Name}: {message.Text}");
            }
            else
            {
                outputs.Add(message);
            }
        }, cancel);
        if (missing is not null && cell.Has("optional"))
        {
            _missingPackage = missing;
            return (CellStatus.Skipped, missing);
        }
        error ??= end switch
        {
            CellEnd.TimedOut => ("Timeout", string.Create(CultureInfo.InvariantCulture, $"the cell ran longer than {Limit(elapsed: false).TotalSeconds:0.###} s and was stopped")),
            CellEnd.ProcessEnded => ("ProcessEnded", host.LastWords()),
            _ => null,
        };
        if (error is { } failure)
        {
            outputs.AddError(failure.Name, failure.Text);
        }
        cell.Outputs = outputs.ToJson();
        return (end, error) switch
        {
            (CellEnd.TimedOut, _) => (CellStatus.TimedOut, error!.Value.Text),
            (CellEnd.Done, not null) when cell.Has("raises-exception") => (CellStatus.Passed, ""),
            (CellEnd.Done, null) when cell.Has("raises-exception") => (CellStatus.Failed, "the cell is tagged raises-exception, but raised none"),
            (_, not null) => (CellStatus.Failed, $"{error.Value.Name}: {error.Value.Text}"),
            _ => (CellStatus.Passed, ""),
        };
    }

    private async Task<(CellStatus Status, string Message)> CheckProseAsync(Cell cell, CellHost host, CancellationToken cancel)
    {
        var problems = new List<string>();
        foreach (Prose prose in Prose.Find(cell))
        {
            CellEnd end = await host.RunAsync(new CellRequest(cell.Id, prose.Expression, IsExpression: true, prose.Format), Limit(), message =>
            {
                string? problem = message.Kind switch
                {
                    CellEventKind.Value => prose.Compare(message.Text),
                    CellEventKind.Error or CellEventKind.PackageMissing => $"line {prose.Line}: {prose.Expression}: {message.Text}",
                    _ => null,
                };
                problems.AddRange(problem is null ? [] : [problem]);
            }, cancel);
            if (end != CellEnd.Done)
            {
                return (end == CellEnd.TimedOut ? CellStatus.TimedOut : CellStatus.Failed, $"line {prose.Line}: {prose.Expression} did not end well");
            }
        }
        return problems.Count == 0 ? (CellStatus.Passed, "") : (CellStatus.Failed, string.Join('\n', problems));
    }

    private TimeSpan Limit(bool elapsed = true)
    {
        TimeSpan left = elapsed ? options.Limits.Notebook - _time.Elapsed : options.Limits.Notebook;
        return left < options.Limits.Cell ? TimeSpan.FromTicks(Math.Max(left.Ticks, 1)) : options.Limits.Cell;
    }
}
