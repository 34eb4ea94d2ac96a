using System.Globalization;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Run;
using Spectre.Console;

namespace Attention.NotebookRunner.Commands;

/// <summary>
/// Shows how far a run is: bars in a terminal; in a log a line for each cell, and one for each notebook in their order.
/// Without colour where NO_COLOR is set.
/// </summary>
/// <param name="notebooks">Those that run, and how many cells each has.</param>
/// <param name="isCheck">Whether outputs are compared when a notebook has ended. Until then a cell has not
/// passed.</param>
internal sealed class RunProgress(IReadOnlyList<(NotebookSource Source, int Cells)> notebooks, bool isCheck)
{
    private readonly bool _isLive = AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;
    private readonly Dictionary<NotebookSource, ProgressTask> _bars = [];
    private readonly Dictionary<NotebookSource, NotebookResult> _ended = [];
    private readonly Lock _printing = new();
    private int _printed;

    public async Task ShowAsync(Func<Task> work)
    {
        if (!_isLive)
        {
            Console.WriteLine($"Running {notebooks.Count} notebook{(notebooks.Count == 1 ? "" : "s")}.");
            await work();
            return;
        }
        await AnsiConsole.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new ElapsedTimeColumn(),
                new SpinnerColumn())
            .StartAsync(async context =>
            {
                foreach ((NotebookSource source, int cells) in notebooks)
                {
                    _bars[source] = context.AddTask(Escaped(source.Name), autoStart: false, maxValue: cells);
                }
                await work();
            });
    }

    /// <summary>Prints a line above the bars.</summary>
    public void Tell(string line)
    {
        if (_isLive)
        {
            AnsiConsole.WriteLine(line);
        }
        else
        {
            Print(line);
        }
    }

    public void CellStarts(NotebookSource source, Cell cell)
    {
        if (_isLive)
        {
            ProgressTask bar = _bars[source];
            if (!bar.IsStarted)
            {
                bar.StartTask();
            }
            bar.Description = Escaped($"{source.Name} · {cell.Id}");
        }
    }

    public void CellEnds(NotebookSource source, CellResult result)
    {
        if (_isLive)
        {
            _bars[source].Increment(1);
        }
        else if (result.IsTest)
        {
            string cell = Printable.Line($"{source.Name} · {result.Cell.Id}");
            bool isOpen = isCheck && result.Status == CellStatus.Passed && OutputDifference.Matters(result.Cell);
            string status = isOpen ? "ran" : result.StatusName;
            Print(string.Create(CultureInfo.InvariantCulture, $"  {cell}: {status}, {result.Time.TotalSeconds:0.0} s"));
        }
    }

    public void NotebookStartsAgain(NotebookSource source)
    {
        if (_isLive)
        {
            _bars[source].Value = 0;
        }
        Tell(Printable.Line(
            $"{source.Name}: its process ended, which an earlier notebook had used; it runs again in a new one"));
    }

    public void NotebookEnds(NotebookSource source, NotebookResult result)
    {
        if (_isLive)
        {
            _bars[source].Description = $"[{(result.Passed ? "green" : "red")}]{Escaped(source.Name)}[/]";
            _bars[source].StopTask();
            return;
        }
        lock (_printing)
        {
            // Two notebooks that run at the same time are reported in their order.
            _ended[source] = result;
            while (_printed < notebooks.Count
                && _ended.TryGetValue(notebooks[_printed].Source, out NotebookResult? next))
            {
                Console.WriteLine(RunSummary.Line(next));
                _printed++;
            }
        }
    }

    /// <summary>
    /// What is left to say at the end: the notebooks not yet reported, failures, and the slowest cells.
    /// </summary>
    public void Summary(IReadOnlyList<NotebookResult> results, bool isComplete)
    {
        NotebookResult[] reported = [.. notebooks.Take(_printed).Select(n => _ended[n.Source])];
        foreach (string line in RunSummary.Of(results, [.. results.Except(reported)], notebooks.Count, isComplete))
        {
            Console.WriteLine(line);
        }
    }

    private void Print(string line)
    {
        lock (_printing)
        {
            Console.WriteLine(line);
        }
    }

    private static string Escaped(string text) => Markup.Escape(Printable.Line(text, 80));
}
