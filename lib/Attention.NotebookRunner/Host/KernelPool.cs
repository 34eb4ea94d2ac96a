namespace Attention.NotebookRunner.Host;

/// <summary>
/// Starts the next notebook's kernel while the present ones run, because a kernel needs a second or two until it takes
/// its first cell.
/// </summary>
internal sealed class KernelPool : IDisposable
{
    private readonly bool _keepsRecord;
    private readonly CancellationTokenSource _end = new();
    private readonly Queue<Task<KernelProcess>> _starting = [];
    private int _toStart;

    /// <summary>Starts one kernel at once.</summary>
    /// <param name="keepsRecord">Whether a learner runs the cells, whose progress is recorded.</param>
    public KernelPool(bool keepsRecord = false)
    {
        _keepsRecord = keepsRecord;
        _starting.Enqueue(StartAsync());
    }

    /// <summary>Tells how many kernels will be taken.</summary>
    public void Expect(int notebooks)
    {
        lock (_starting)
        {
            _toStart = notebooks - _starting.Count;
        }
    }

    /// <summary>A kernel that nobody else uses. The caller disposes it.</summary>
    /// <exception cref="IOException">It did not start.</exception>
    public async Task<KernelProcess> TakeAsync(CancellationToken cancel)
    {
        Task<KernelProcess> kernel;
        lock (_starting)
        {
            if (!_starting.TryDequeue(out kernel!))
            {
                _toStart--;
                kernel = StartAsync();
            }
        }
        KernelProcess started = await kernel.WaitAsync(cancel);
        lock (_starting)
        {
            if (_toStart > 0 && _starting.Count == 0)
            {
                _toStart--;
                _starting.Enqueue(StartAsync());
            }
        }
        return started;
    }

    private Task<KernelProcess> StartAsync() => KernelProcess.StartAsync(_keepsRecord, _end.Token);

    /// <summary>
    /// Waits until the process that nobody took is gone. On macOS, Process.Kill stops a process tree before it kills
    /// it; if this program ended in between, the process would stay stopped.
    /// </summary>
    public void Dispose()
    {
        _end.Cancel();
        foreach (Task<KernelProcess> kernel in _starting)
        {
            try
            {
                kernel.GetAwaiter().GetResult().Dispose();
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // It had not started yet.
            }
        }
        _end.Dispose();
    }
}
