using System.Diagnostics;

namespace Attention.NotebookRunner.Host;

/// <summary>The time that a cell has left. It stands still while the cell waits for a package.</summary>
internal sealed class CellClock : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly CancellationTokenSource _time;

    public CellClock(TimeSpan limit, CancellationToken cancel)
    {
        _limit = limit;
        _time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _time.CancelAfter(limit);
    }

    /// <summary>Is cancelled when the time is up, or by who waits for the cell.</summary>
    public CancellationToken Token => _time.Token;

    public void Stop()
    {
        _elapsed.Stop();
        _time.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void GoOn()
    {
        _elapsed.Start();
        _time.CancelAfter(_limit > _elapsed.Elapsed ? _limit - _elapsed.Elapsed : TimeSpan.Zero);
    }

    public void Dispose() => _time.Dispose();
}
