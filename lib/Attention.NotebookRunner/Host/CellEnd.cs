namespace Attention.NotebookRunner.Host;

/// <summary>How a cell ended, as the runner sees it.</summary>
internal enum CellEnd
{
    /// <summary>It ran to its end, with or without an error of its own.</summary>
    Done,

    /// <summary>It ran past its limit and its process was killed: nothing else stops a loop in C#.</summary>
    TimedOut,

    /// <summary>Its process ended, or wrote something that is not part of the protocol and was killed.</summary>
    ProcessEnded,
}
