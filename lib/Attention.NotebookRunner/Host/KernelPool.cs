namespace Attention.NotebookRunner.Host;

/// <summary>
/// Starts the next notebook's kernel while the present ones run, because a new kernel takes its first cell only after a
/// second or two. Or, if asked to, gives the next notebook a kernel whose notebook has ended. Its compiler has been
/// compiled, so the notebook also takes a second or two less than in a new kernel.
/// </summary>
internal sealed class KernelPool : IDisposable
{
    private readonly KernelUse _use;
    private readonly bool _usesAgain;
    private readonly CancellationTokenSource _end = new();
    private readonly Queue<Task<KernelProcess>> _starting = [];
    private readonly Queue<KernelProcess> _givenBack = [];
    private readonly Lock _changing = new();
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
        lock (_changing)
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
        if (TakeGivenBack() is { } again)
        {
            return again;
        }
        KernelProcess started;
        do
        {
            started = await WaitAsync(NextStarting(), cancel);
        }
        while (DisposeIfEnded(started));
        lock (_changing)
        {
            if (_toStart > 0 && _starting.Count == 0)
            {
                _toStart--;
                _starting.Enqueue(StartAsync());
            }
        }
        return started;
    }

    /// <summary>The same, but a kernel that has run no notebook, and that is started only now.</summary>
    /// <exception cref="IOException">It did not start.</exception>
    public Task<KernelProcess> TakeNewAsync(CancellationToken cancel) => WaitAsync(StartAsync(), cancel);

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
        lock (_changing)
        {
            kernel.EndNotebook(() => EndUnlessTaken(kernel));
            _givenBack.Enqueue(kernel);
        }
    }

    /// <summary>
    /// A thread of the kernel's notebook still runs, and prints. Kills under the lock, so that nobody takes a kernel
    /// that is being killed.
    /// </summary>
    private void EndUnlessTaken(KernelProcess kernel)
    {
        lock (_changing)
        {
            if (_givenBack.Contains(kernel))
            {
                kernel.Kill();
            }
        }
    }

    private KernelProcess? TakeGivenBack()
    {
        lock (_changing)
        {
            while (_givenBack.TryDequeue(out KernelProcess? kernel))
            {
                if (!DisposeIfEnded(kernel))
                {
                    return kernel;
                }
            }
            return null;
        }
    }

    private Task<KernelProcess> NextStarting()
    {
        lock (_changing)
        {
            if (_starting.TryDequeue(out Task<KernelProcess>? kernel))
            {
                return kernel;
            }
            _toStart = Math.Max(_toStart - 1, 0); // this one starts now and not later
            return StartAsync();
        }
    }

    private async Task<KernelProcess> WaitAsync(Task<KernelProcess> kernel, CancellationToken cancel)
    {
        try
        {
            return await kernel.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            lock (_changing)
            {
                _starting.Enqueue(kernel); // so that Dispose ends it
            }
            throw;
        }
    }

    /// <summary>A cell may have left something behind that ended its process while it waited here.</summary>
    private static bool DisposeIfEnded(KernelProcess kernel)
    {
        bool hasEnded = kernel.HasEnded;
        if (hasEnded)
        {
            kernel.Dispose();
        }
        return hasEnded;
    }

    private Task<KernelProcess> StartAsync() => KernelProcess.StartAsync(_use, _end.Token);

    /// <summary>
    /// Waits until the processes that nobody uses are gone. On macOS, Process.Kill stops a process tree before it kills
    /// it; if this program ended in between, the process would stay stopped. May be called twice.
    /// </summary>
    public void Dispose()
    {
        _end.Cancel();
        lock (_changing)
        {
            while (_givenBack.TryDequeue(out KernelProcess? kernel))
            {
                kernel.Dispose();
            }
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
