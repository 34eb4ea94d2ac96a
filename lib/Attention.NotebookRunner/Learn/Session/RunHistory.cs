namespace Attention.NotebookRunner.Learn.Session;

/// <summary>
/// What ran to its end in a session, in its order: another kernel that runs the same has the same state. A cell may be
/// in it more than once, because cells between two of its runs can need what the first one made.
/// </summary>
/// <remarks>The same rules as InBrowser/history.js: change both.</remarks>
internal sealed class RunHistory
{
    private readonly List<(LiveCell Cell, string Code)> _runs = [];

    public IReadOnlyList<(LiveCell Cell, string Code)> Runs => _runs;

    /// <summary>Of several runs of one cell with no other between them, only the last one counts.</summary>
    public void Add(LiveCell cell, string code)
    {
        if (_runs.Count > 0 && _runs[^1].Cell == cell)
        {
            _runs.RemoveAt(_runs.Count - 1);
        }
        _runs.Add((cell, code));
    }

    /// <summary>Keeps only the first runs.</summary>
    /// <returns>The cells of the others.</returns>
    public LiveCell[] Keep(int count)
    {
        LiveCell[] others = [.. _runs.Skip(count).Select(run => run.Cell).Distinct()];
        _runs.RemoveRange(count, _runs.Count - count);
        return others;
    }
}
