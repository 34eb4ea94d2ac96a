using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Attention.KernelHost.Protocol;
using Attention.NotebookRunner.Host;
using Attention.NotebookRunner.Run;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Learn.Session;

/// <summary>
/// Runs the cells that wait, one after the other. When the kernel's process has ended, another one takes its place, and
/// the cells that had run run again in it.
/// </summary>
/// <remarks>The same rules as InBrowser/in-browser.js: change both.</remarks>
/// <param name="cells">The chapter's cells.</param>
/// <param name="queue">Those that wait.</param>
/// <param name="kernel">Where they run.</param>
/// <param name="updates">Whom to tell.</param>
/// <param name="outputs">Shows what they show.</param>
/// <param name="state">The lock of the session: what it holds is changed under it.</param>
internal sealed class CellLoop(
    LiveCell[] cells, CellQueue queue, ChapterKernel kernel, TabUpdates updates, OutputHtml outputs, Lock state)
    : IDisposable
{
    private readonly SemaphoreSlim _work = new(0);
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, JsonObject> _displays = [];
    private readonly RunHistory _history = new();
    private string? _whyEnded;
    private bool _startsAfresh = true;

    /// <summary>
    /// The optional cell that found a package missing, and which. The others of the chapter are skipped.
    /// </summary>
    private (LiveCell Cell, string Package)? _missing;

    public void Start()
    {
        _ = RunAllAsync();
        _work.Release();
    }

    /// <summary>There may be something to run.</summary>
    public void Wake() => _work.Release();

    /// <summary>Stops the running cell, and what waits behind it.</summary>
    public void Stop()
    {
        queue.Clear();
        if (queue.Running is { } running)
        {
            running.State = CellState.Stopped;
            _whyEnded = "Stopped.";
            kernel.Kill();
        }
        else if (updates.Kernel == "rebuilding")
        {
            (_whyEnded, _startsAfresh) = ("Stopped while the session was rebuilt.", true);
            kernel.Kill();
        }
    }

    /// <summary>A fresh kernel, in which no cell has run.</summary>
    public void Restart()
    {
        queue.Clear();
        (_whyEnded, _startsAfresh) = ("Restarted.", true);
        if (queue.Running is { } running)
        {
            running.State = CellState.Stopped;
        }
        kernel.Kill();
    }

    public void Dispose()
    {
        _end.Cancel();
        kernel.Dispose();
    }

    private async Task RunAllAsync()
    {
        try
        {
            while (true)
            {
                await _work.WaitAsync(_end.Token);
                await RunWaitingAsync();
            }
        }
        catch (Exception) when (_end.IsCancellationRequested)
        {
            // The chapter was closed.
        }
    }

    private async Task RunWaitingAsync()
    {
        try
        {
            do
            {
                if (!kernel.IsAlive)
                {
                    await RenewAsync();
                }
                else if (Next() is (var cell, var code))
                {
                    await RunAsync(cell, code);
                }
            }
            while (!kernel.IsAlive || queue.IsWaiting);
        }
        catch (IOException e)
        {
            lock (state)
            {
                queue.Clear();
                updates.TellKernel("ended");
                updates.Notice($"{e.Message} “Restart” tries again.", isBad: true);
            }
        }
    }

    private (LiveCell Cell, string Code)? Next()
    {
        lock (state)
        {
            while (queue.Take() is { } cell)
            {
                if (cell.IsOptional && _missing is { } missing && cell != missing.Cell)
                {
                    Skip(cell, missing.Package);
                    continue;
                }
                cell.Begin(new OutputRecorder(new OutputBudget(), cell.Id, _displays));
                updates.TellKernel("busy");
                updates.TellChanged(queue);
                updates.Tabs.Tell(new { Type = "clear", cell.Id });
                return (cell, cell.Text);
            }
            updates.TellKernel("ready");
            updates.TellChanged(queue);
            return null;
        }
    }

    private void Skip(LiveCell cell, string lacks)
    {
        cell.Skip(lacks);
        queue.End(cell, isDone: true);
    }

    private async Task RunAsync(LiveCell cell, string code)
    {
        var time = Stopwatch.StartNew();
        var shown = new ShownOutputs(cell, cells, outputs, updates.Tabs);
        CellEnd end = await kernel.RunAsync(cell.Id, code, cell.IsOptional, Show, _end.Token);
        lock (state)
        {
            string? lacks = cell.IsOptional && end == CellEnd.Done ? shown.MissingPackage : null;
            if (lacks is not null)
            {
                _missing = (cell, lacks);
                Skip(cell, lacks);
            }
            else
            {
                End(cell, code, end, shown);
                cell.Milliseconds = time.ElapsedMilliseconds;
            }
            updates.TellKernel(queue.IsWaiting ? "busy" : "ready");
            updates.TellChanged(queue);
            if (lacks is null)
            {
                updates.TellProgress();
            }
        }

        void Show(CellEvent message)
        {
            lock (state)
            {
                shown.Add(message);
            }
        }
    }

    /// <summary>A cell has run, or its process has ended.</summary>
    private void End(LiveCell cell, string code, CellEnd end, ShownOutputs shown)
    {
        bool isStopped = cell.State == CellState.Stopped;
        (string Name, string Text)? error = shown.Error;
        if (end != CellEnd.Done)
        {
            string why = kernel.KillAndTellWhy();
            _whyEnded ??= $"The kernel's process ended: {why}.";
            error = isStopped ? ("Stopped", "You stopped this cell.") : ("ProcessEnded", why);
        }
        _missing = cell == _missing?.Cell ? null : _missing;
        if (error is { } failure)
        {
            shown.Fail(failure.Name, failure.Text);
        }
        shown.End();
        bool isMeant = end == CellEnd.Done && cell.Cell.Has("raises-exception");
        bool isDone = error is null || isMeant;
        cell.State = isStopped ? CellState.Stopped : isDone ? CellState.Done : CellState.Failed;
        cell.Ran = isDone;
        if (isDone)
        {
            _history.Add(cell, code);
        }
        queue.End(cell, isDone);
    }

    /// <summary>
    /// Another process takes the place of one that has ended, and the cells that had run run again in it, unseen.
    /// </summary>
    private async Task RenewAsync()
    {
        int again;
        string? why;
        lock (state)
        {
            (why, _whyEnded) = (_whyEnded, null);
            if (_startsAfresh)
            {
                _history.Keep(0);
            }
            again = _history.Runs.Count;
            (_startsAfresh, _missing) = (false, null);
            Array.ForEach(cells.Except(_history.Runs.Select(run => run.Cell)).ToArray(), Forget);
            _displays.Clear();
            updates.TellKernel(again > 0 ? "rebuilding" : "starting");
            updates.TellChanged(queue);
        }
        var time = Stopwatch.StartNew();
        await kernel.RenewAsync(() => _work.Release(), TellLateText, _end.Token);
        string rebuilt = await RunAgainAsync();
        lock (state)
        {
            if (kernel.IsAlive)
            {
                updates.TellKernel("ready");
                if (why is not null || again > 0)
                {
                    why ??= "The kernel's process ended.";
                    string seconds = time.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
                    updates.Notice($"{why} {rebuilt}" + (again > 0 ? $" ({seconds} s)" : ""));
                }
            }
            updates.TellChanged(queue);
        }
    }

    private void TellLateText(string cell)
    {
        lock (state)
        {
            updates.Notice($"A thread of “{cell}” printed after the cell had ended. Its text is not shown: "
                + "let the cell wait for what it starts, with await or Join.");
        }
    }

    private async Task<string> RunAgainAsync()
    {
        (LiveCell Cell, string Code)[] again = [.. _history.Runs];
        int all = again.Select(run => run.Cell).Distinct().Count();
        for (int i = 0; i < again.Length; i++)
        {
            bool hasFailed = false;
            (LiveCell cell, string code) = again[i];
            CellEnd end = await kernel.RunAsync(
                cell.Id, code, cell.IsOptional,
                message => hasFailed |= message.Kind is CellEventKind.Error or CellEventKind.PackageMissing,
                _end.Token);
            if (end == CellEnd.Done && (!hasFailed || cell.Cell.Has("raises-exception") || !cell.MakesState))
            {
                continue;
            }
            lock (state)
            {
                LiveCell[] lost = _history.Keep(i);
                Array.ForEach(lost, Forget);
                _startsAfresh |= end != CellEnd.Done;
                return $"{all - lost.Length} of {all} cells ran again; “{cell.Id}” did not, so run from there.";
            }
        }
        return all == 0 ? "The session is fresh: no cell has run in it."
            : $"The session was rebuilt: {Count(all)} that had run ran again.";
    }

    private static string Count(int cells) => cells == 1 ? "1 cell" : $"{cells} cells";

    /// <summary>What it showed stays, but it is no part of the session any more.</summary>
    private static void Forget(LiveCell cell)
    {
        cell.Ran = false;
        if (cell.State is CellState.Done)
        {
            cell.State = CellState.Idle;
        }
    }
}
