namespace Attention.NotebookRunner.Learn.Session;

/// <summary>Which cells wait for their turn, and which one runs. Its user keeps the lock.</summary>
/// <remarks>The same rules as InBrowser/queue.js: change both.</remarks>
internal sealed class CellQueue(LiveCell[] cells)
{
    private readonly List<LiveCell> _waiting = [];
    private readonly Dictionary<LiveCell, (CellState, long)> _told = [];
    private string? _problem;

    public LiveCell? Running { get; private set; }

    public bool IsWaiting => _waiting.Count > 0;

    /// <summary>Puts a cell at the end; before it those further up that have not run and that it may need.</summary>
    public void Add(LiveCell cell)
    {
        foreach (LiveCell earlier in cells.TakeWhile(one => one != cell))
        {
            bool isNeeded = earlier is { MakesState: true, State: CellState.Idle }
                || (cell.IsOptional && earlier is { IsOptional: true, State: CellState.Idle or CellState.Skipped });
            if (isNeeded)
            {
                Append(earlier);
            }
        }
        Append(cell);
    }

    public void AddAll() => Array.ForEach(cells, Append);

    public LiveCell? Take()
    {
        if (_waiting.Count == 0)
        {
            return null;
        }
        Running = _waiting[0];
        _waiting.RemoveAt(0);
        Running.State = CellState.Running;
        return Running;
    }

    /// <summary>A cell has ended. When it failed, those that wait behind it do not run.</summary>
    public void End(LiveCell cell, bool isDone)
    {
        Running = null;
        if (!isDone && _waiting.Count > 0)
        {
            string rest = _waiting.Count == 1
                ? "the cell that waited behind it" : $"the {_waiting.Count} cells that waited behind it";
            _problem = _waiting is [{ IsCheck: true }]
                ? "Your code did not run to its end, so it was not checked."
                : $"“{cell.Id}” did not run to its end, so {rest} did not run.";
            Clear();
        }
    }

    public void Clear()
    {
        _waiting.ForEach(cell => cell.State = cell.Ran ? CellState.Done
            : cell.Lacks is not null ? CellState.Skipped : CellState.Idle);
        _waiting.Clear();
    }

    /// <summary>The cells whose state has changed since the last call.</summary>
    public LiveCell[] TakeChanged()
    {
        LiveCell[] changed = [.. cells.Where(cell => _told.GetValueOrDefault(cell) != (cell.State, cell.Milliseconds))];
        Array.ForEach(changed, cell => _told[cell] = (cell.State, cell.Milliseconds));
        return changed;
    }

    /// <summary>Why cells that waited did not run; told once.</summary>
    public string? TakeProblem()
    {
        (string? problem, _problem) = (_problem, null);
        return problem;
    }

    private void Append(LiveCell cell)
    {
        if (!_waiting.Contains(cell))
        {
            _waiting.Add(cell);
            if (cell != Running)
            {
                cell.State = CellState.Queued;
            }
        }
    }
}
