using Attention.NotebookRunner.Learn.Record;

namespace Attention.NotebookRunner.Learn.Session;

/// <summary>What the tabs of a chapter are told. Its user keeps the lock.</summary>
internal sealed class TabUpdates(LearnerRecord record)
{
    public LearnerRecord Record { get; } = record;

    public OpenTabs Tabs { get; } = new();

    /// <summary>starting, ready, busy, rebuilding or ended.</summary>
    public string Kernel { get; private set; } = "starting";

    public IReadOnlyDictionary<string, bool> Progress => Record.Exercises();

    public void TellKernel(string state)
    {
        Kernel = state;
        Tabs.Tell(new { Type = "kernel", State = state });
    }

    /// <summary>The states of cells that have changed, and why some of them did not run.</summary>
    public void TellChanged(CellQueue queue)
    {
        foreach (LiveCell cell in queue.TakeChanged())
        {
            Tabs.Tell(new { Type = "cell", cell.Id, cell.State, cell.Milliseconds, cell.Lacks });
        }
        if (queue.TakeProblem() is { } problem)
        {
            Notice(problem);
        }
    }

    public void TellText(LiveCell cell, Tab? except = null) => Tabs.Tell(
        new { Type = "source", cell.Id, cell.Text, cell.Version, Earlier = cell.Earlier.Length }, except);

    public void TellProgress() => Tabs.Tell(new { Type = "progress", Progress });

    /// <summary>One sentence to the learner.</summary>
    public void Notice(string text, bool isBad = false) =>
        Tabs.Tell(Sentence(text, isBad));

    public static object Sentence(string text, bool isBad) => new { Type = "notice", Text = text, IsBad = isBad };
}
