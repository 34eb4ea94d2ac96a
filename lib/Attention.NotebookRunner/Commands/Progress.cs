using System.Globalization;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Run;
using Spectre.Console;

namespace Attention.NotebookRunner.Commands;

/// <summary>Tells a person how far the run is: bars in a terminal, lines in a log. Colour ends where NO_COLOR is set.</summary>
internal sealed class Progress(IReadOnlyList<NotebookDocument> notebooks)
{
    private readonly bool _live = AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;
    private readonly Dictionary<NotebookDocument, ProgressTask> _bars = [];

    public async Task ShowAsync(Func<Task> work)
    {
        if (!_live)
        {
            await work();
            return;
        }
        await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                foreach (NotebookDocument notebook in notebooks)
                {
                    _bars[notebook] = context.AddTask(Markup.Escape(notebook.Name), autoStart: false, maxValue: notebook.Cells.Count);
                }
                await work();
            });
    }

    /// <summary>Prints a line above the bars.</summary>
    public void Tell(string line)
    {
        if (_live)
        {
            AnsiConsole.WriteLine(line);
        }
        else
        {
            Console.WriteLine(line);
        }
    }

    public void CellStarts(NotebookDocument notebook, Cell cell)
    {
        if (_live)
        {
            ProgressTask bar = _bars[notebook];
            if (!bar.IsStarted)
            {
                bar.StartTask();
            }
            bar.Description = Markup.Escape($"{notebook.Name} · {cell.Id}");
        }
    }

    public void CellEnds(NotebookDocument notebook)
    {
        if (_live)
        {
            _bars[notebook].Increment(1);
        }
    }

    public void NotebookEnds(NotebookDocument notebook, NotebookResult result)
    {
        if (_live)
        {
            _bars[notebook].Description = result.Passed ? $"[green]{Markup.Escape(notebook.Name)}[/]" : $"[red]{Markup.Escape(notebook.Name)}[/]";
            _bars[notebook].StopTask();
        }
        else
        {
            Console.WriteLine(Line(result));
        }
    }

    public void Summary(IReadOnlyList<NotebookResult> results)
    {
        foreach (NotebookResult result in results)
        {
            if (_live)
            {
                Console.WriteLine(Line(result));
            }
            foreach (CellResult cell in result.Cells.Where(c => c.Status is CellStatus.Failed or CellStatus.TimedOut or CellStatus.Stale))
            {
                Console.WriteLine($"\n{result.Notebook.Name}, cell {cell.Cell.Id}: {(cell.Status == CellStatus.Stale ? "stale" : "failed")}");
                Console.WriteLine("  " + cell.Message.Replace("\n", "\n  ", StringComparison.Ordinal));
            }
            foreach (CellResult cell in result.Cells.Where(c => c.Status == CellStatus.Skipped && c.Cell.Has("optional")))
            {
                Console.WriteLine($"{result.Notebook.Name}, cell {cell.Cell.Id}: skipped: {cell.Message}");
            }
        }
        CellResult[] slowest = [.. results.SelectMany(r => r.Cells).Where(c => c.Time > TimeSpan.FromSeconds(1)).OrderByDescending(c => c.Time).Take(3)];
        if (slowest.Length > 0)
        {
            Console.WriteLine("Slowest cells: " + string.Join(", ", slowest.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Cell.Id} {c.Time.TotalSeconds:0.0} s"))));
        }
        if (results.Count < notebooks.Count)
        {
            Console.WriteLine($"{notebooks.Count - results.Count} of {notebooks.Count} notebooks were not started after the failure; --keep-going starts them all the same.");
        }
    }

    private static string Line(NotebookResult result)
    {
        int Count(CellStatus status) => result.Cells.Count(c => c.Cell.Type == "code" && c.Status == status);
        string parts = string.Join(", ", new[] { (CellStatus.Passed, "passed"), (CellStatus.Skipped, "skipped"), (CellStatus.Failed, "failed"), (CellStatus.TimedOut, "timed out"), (CellStatus.Stale, "stale"), (CellStatus.NotRun, "not run") }
            .Where(s => Count(s.Item1) > 0).Select(s => $"{Count(s.Item1)} {s.Item2}"));
        return string.Create(CultureInfo.InvariantCulture, $"{(result.Passed ? "ok    " : "FAILED")} {result.Notebook.Name}: {(parts.Length > 0 ? parts : "no code")}, {result.Time.TotalSeconds:0.0} s");
    }
}
