using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>Why a notebook has no result, or its result no file.</summary>
internal enum ProblemKind
{
    /// <summary>The file is no notebook.</summary>
    BadFile,

    /// <summary>The notebook lacks what the command line asks for.</summary>
    DoesNotFit,

    /// <summary>The result cannot be written.</summary>
    NotWritten,

    /// <summary>The run ended before the notebook did.</summary>
    NotFinished,
}

/// <summary>A problem of the notebook as a whole. The message is one line.</summary>
internal sealed record NotebookProblem(ProblemKind Kind, string Message);

/// <summary>The result of one notebook.</summary>
/// <param name="Name">As reports and messages call it.</param>
/// <param name="Notebook">A copy with the new outputs; null when it did not run.</param>
/// <param name="Cells">The result of every cell.</param>
/// <param name="Time">How long it ran.</param>
/// <param name="Problem">What is wrong with the notebook as a whole, if anything.</param>
internal sealed record NotebookResult(
    string Name, NotebookDocument? Notebook, IReadOnlyList<CellResult> Cells, TimeSpan Time,
    NotebookProblem? Problem = null)
{
    public bool Passed => Problem is null && Cells.All(c => c.Passed);
}
