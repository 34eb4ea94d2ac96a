namespace Attention.NotebookRunner.Run;

/// <summary>
/// How much a notebook's cells may still show, in bytes of the JSON that is written and in outputs. A loop that prints
/// for a minute must not fill the memory or the disk, and the file must stay one that can be read again.
/// </summary>
internal sealed class OutputBudget
{
    public const int CellBytes = 6_000_000, NotebookBytes = 36_000_000, CellOutputs = 10_000, NotebookOutputs = 40_000;

    private long _cellBytes, _notebookBytes, _cellOutputs, _notebookOutputs;

    public void StartCell() => (_cellBytes, _cellOutputs) = (0, 0);

    /// <summary>
    /// Takes the bytes, and an output when it is a new one. False when one of the limits is exceeded.
    /// </summary>
    public bool Take(int bytes, bool isNewOutput)
    {
        _cellBytes += bytes;
        _notebookBytes += bytes;
        _cellOutputs += isNewOutput ? 1 : 0;
        _notebookOutputs += isNewOutput ? 1 : 0;
        return Exceeded is null;
    }

    /// <summary>The limit that is exceeded, in words; null when none is.</summary>
    public string? Exceeded =>
        _cellBytes > CellBytes ? $"{CellBytes / 1_000_000} MB in one cell"
        : _notebookBytes > NotebookBytes ? $"{NotebookBytes / 1_000_000} MB in one notebook"
        : _cellOutputs > CellOutputs ? $"{CellOutputs} outputs in one cell"
        : _notebookOutputs > NotebookOutputs ? $"{NotebookOutputs} outputs in one notebook"
        : null;
}
