namespace Attention.NotebookRunner.Host;

/// <summary>
/// Starts the next notebook's kernel while the present ones run, because a kernel needs a second or two until it takes
/// its first cell. Or, if asked to, gives the next notebook a kernel whose notebook has ended: it needs another second
/// or two less, because its compiler has been compiled.
/// </summary>
internal sealed class KernelPool : IDisposable
{
    private readonly KernelUse _use;
    private readonly bool _usesAgain;
    private readonly CancellationTokenSource _end = new();
    private readonly Queue<Task<KernelProcess>> _starting = [];
    private int _toStart;

    /// <param name="use">What the kernels are for.</param>
    /// <param name="usesAgain">Whether a process may run one notebook after another.</param>
    public KernelPool(KernelUse use, bool usesAgain = false) => (_use, _usesAgain) = (use, usesAgain);

    /// <summary>Starts the kernels that will be taken first; later ones start when these have been taken.</summary>
    /// <param name="notebooks">How many kernels will be taken.</param>
    /// <param name="atOnce">How many of them at the same time.</param>
    /// <returns>This pool.</returns>
    public KernelPool Expect(int notebooks, int atOnce = 1)
    {
        lock (_starting)
        {
            int first = Math.Min(notebooks, atOnce);
            _toStart = _usesAgain ? 0 : notebooks - first;
            for (int i = 0; i < first; i++)
            {
                _starting.Enqueue(StartAsync());
            }
        }
        return this;
    }

    /// <summary>A kernel that nobody else uses. The caller gives it back or disposes it.</summary>
    /// <exception cref="IOException">It did not start.</exception>
    public async Task<KernelProcess> TakeAsync(CancellationToken cancel)
    {
        KernelProcess started;
        do
        {
            Task<KernelProcess> kernel;
            lock (_starting)
            {
                if (!_starting.TryDequeue(out kernel!))
                {
                    kernel = StartAsync();
                }
            }
            try
            {
                started = await kernel.WaitAsync(cancel);
            }
            catch (OperationCanceledException)
            {
                Keep(kernel); // so that Dispose ends it
                throw;
            }
        }
        while (HasEnded(started));
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

    /// <summary>Takes back a kernel, and ends it unless another notebook may have it.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="endedWell">Whether its notebook has ended, and ended well.</param>
    public void GiveBack(KernelProcess kernel, bool endedWell)
    {
        if (!_usesAgain || !endedWell)
        {
            kernel.Dispose();
            return;
        }
        kernel.OnLateText = _ => kernel.Kill(); // a thread of its notebook still runs, and prints
        Keep(Task.FromResult(kernel));
    }

    private void Keep(Task<KernelProcess> kernel)
    {
        lock (_starting)
        {
            _starting.Enqueue(kernel);
        }
    }

    /// <summary>A cell may have left something behind that ended its process while it waited here.</summary>
    private static bool HasEnded(KernelProcess kernel)
    {
        if (!kernel.Ended.IsCompleted)
        {
            return false;
        }
        kernel.Dispose();
        return true;
    }

    private Task<KernelProcess> StartAsync() => KernelProcess.StartAsync(_use, _end.Token);

    /// <summary>
    /// Waits until the processes that nobody uses are gone. On macOS, Process.Kill stops a process tree before it kills
    /// it; if this program ended in between, the process would stay stopped. May be called twice.
    /// </summary>
    public void Dispose()
    {
        _end.Cancel();
        lock (_starting)
        {
            while (_starting.TryDequeue(out Task<KernelProcess>? kernel))
            {
                End(kernel);
            }
        }
    }

    private static void End(Task<KernelProcess> kernel)
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
}
