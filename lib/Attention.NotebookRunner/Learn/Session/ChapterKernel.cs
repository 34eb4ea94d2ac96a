using Attention.KernelHost.Protocol;
using Attention.NotebookRunner.Host;

namespace Attention.NotebookRunner.Learn.Session;

/// <summary>The kernel of one open chapter. When its process has ended, another one takes its place.</summary>
/// <param name="settings">What the host must know.</param>
/// <param name="kernels">Where kernels come from.</param>
/// <param name="packages">Where packages come from.</param>
internal sealed class ChapterKernel(SessionSettings settings, KernelPool kernels, Packages packages) : IDisposable
{
    /// <summary>A learner stops a cell when it takes too long.</summary>
    private static readonly TimeSpan NoLimit = TimeSpan.FromDays(20);

    private KernelProcess? _process;

    public bool IsAlive => _process is { Ended.IsCompleted: false };

    /// <summary>Takes a new process in place of the old one.</summary>
    /// <param name="onEnd">Called when the process has ended, whoever ended it.</param>
    /// <param name="onLateText">
    /// Called with the name of a cell, one of whose threads printed after the cell had ended.
    /// </param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="IOException">It did not start.</exception>
    public async Task RenewAsync(Action onEnd, Action<string> onLateText, CancellationToken cancel)
    {
        _process?.Dispose();
        KernelProcess process = await kernels.TakeAsync(cancel);
        _process = process;
        await process.BeginAsync(settings, onLateText, cancel);
        _ = process.Ended.ContinueWith(
            _ => onEnd(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    public Task<CellEnd> RunAsync(
        string cell, string code, bool isOptional, Action<CellEvent> show, CancellationToken cancel) =>
        _process!.RunAsync(
            new CellRequest(cell, code, TakesHigherVersions: isOptional), NoLimit, show, packages.FindAsync, cancel);

    public async Task<EditorAnswer?> AskAsync(EditorRequest request, CancellationToken cancel) =>
        _process is { } process ? await process.AskAsync(request, cancel) : null;

    public string KillAndTellWhy() => _process?.KillAndTellWhy() ?? "";

    /// <summary>Ends the process at once: nothing else stops a loop in C#.</summary>
    public void Kill() => _process?.Kill();

    public void Dispose() => _process?.Dispose();
}
