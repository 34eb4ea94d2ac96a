using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Learn.Record;
using Attention.NotebookRunner.Run;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Learn.Session;

internal enum CellState
{
    /// <summary>It has not run in this session.</summary>
    Idle,
    Queued,
    Running,
    Done,
    Failed,

    /// <summary>The learner stopped it.</summary>
    Stopped,

    /// <summary>It is optional, and a package that it needs is not on this computer.</summary>
    Skipped,
}

/// <summary>A cell of an open chapter: the learner's text, and what became of it in this session.</summary>
/// <param name="cell">The cell of the notebook.</param>
/// <param name="check">The cell that checks this exercise; null when it is none.</param>
/// <param name="isCheck">Whether it checks an exercise itself.</param>
internal sealed class LiveCell(Cell cell, string? check, bool isCheck)
{
    public Cell Cell { get; } = cell;

    public string Id => Cell.Id;

    public string? Check { get; } = check;

    public bool IsCheck { get; } = isCheck;

    public string Text { get; set; } = cell.Source;

    /// <summary>The version of the text, to detect an edit that is based on an older one.</summary>
    public int Version { get; set; }

    public string[] Earlier { get; set; } = [];

    public CellState State { get; set; }

    public long Milliseconds { get; set; }

    /// <summary>What it showed in this session; null when it has not run.</summary>
    public OutputRecorder? Shown { get; private set; }

    /// <summary>Whether it ran to its end in this session when it last ran.</summary>
    public bool Ran { get; set; }

    /// <summary>
    /// Whether a cell further down may need it: a check or an optional cell makes nothing for others.
    /// </summary>
    public bool MakesState => !IsCheck && !IsOptional;

    public bool IsOptional => Cell.Has("optional");

    /// <summary>What it lacks; null when it was not skipped.</summary>
    public string? Lacks { get; private set; }

    /// <summary>It is about to run.</summary>
    public void Begin(OutputRecorder shown) => (Ran, Lacks, Shown) = (false, null, shown);

    /// <summary>It does not run, and the page shows the outputs of the notebook again.</summary>
    public void Skip(string lacks) =>
        (State, Lacks, Shown, Ran, Milliseconds) = (CellState.Skipped, lacks, null, false, 0);

    public string[]? Html(OutputHtml outputs) =>
        Shown is { } shown ? [.. Enumerable.Range(0, shown.Count).Select(i => outputs.Of(shown.At(i)))] : null;

    /// <summary>
    /// The cells of a chapter. The cell below an exercise that calls its check belongs to the exercise.
    /// </summary>
    public static LiveCell[] Of(IEnumerable<Cell> chapter)
    {
        Cell[] cells = [.. chapter];
        bool IsCheckAt(int i) =>
            i > 0 && i < cells.Length && cells[i - 1].Has("exercise") && LearnerRecord.CheckedBy(cells[i]).Any();
        string? CheckOf(int i) => IsCheckAt(i + 1) ? cells[i + 1].Id : null;
        return [.. cells.Select((cell, i) => new LiveCell(cell, CheckOf(i), IsCheckAt(i)))];
    }
}
