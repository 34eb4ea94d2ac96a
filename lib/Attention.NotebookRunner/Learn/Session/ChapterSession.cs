using System.Diagnostics;
using System.Globalization;
using Attention.KernelHost.Protocol;
using Attention.NotebookRunner.Host;

namespace Attention.NotebookRunner.Learn.Session;

/// <summary>
/// An open chapter: its cells, its kernel and the tabs that show it. Requests change the queue of cells under a lock;
/// one loop runs what waits there.
/// </summary>
internal sealed class ChapterSession : IDisposable
{
    private readonly Lock _state = new();
    private readonly Chapter _chapter;
    private readonly LiveCell[] _cells;
    private readonly CellTexts _texts;
    private readonly ChapterKernel _kernel;
    private readonly LearnerRecord _record;
    private readonly CellQueue _queue;
    private readonly SemaphoreSlim _work = new(0);
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, System.Text.Json.Nodes.JsonObject> _displays = [];
    private string _kernelState = "starting";
    private string? _whyEnded;
    private bool _startsAfresh = true;
    private int _turn;

    /// <exception cref="IOException">The reader's texts cannot be read.</exception>
    public ChapterSession(Chapter chapter, string root, Drafts drafts, LearnerRecord record, KernelPool kernels, Packages packages)
    {
        (_chapter, _record, _cells) = (chapter, record, LiveCell.Of(chapter));
        _texts = new CellTexts(chapter.Name, drafts);
        _texts.Restore(_cells);
        _queue = new CellQueue(_cells);
        _kernel = new ChapterKernel(chapter.Settings(root), kernels, packages);
        _ = RunAllAsync();
        _work.Release();
    }

    public Audience Tabs { get; } = new();

    /// <summary>Shows the present state to a new tab, and everything from then on.</summary>
    public void Open(Tab tab)
    {
        lock (_state)
        {
            Audience.Tell(tab, new
            {
                Type = "chapter",
                Kernel = _kernelState,
                Progress = _record.Exercises(),
                Cells = _cells.Select(cell => new
                {
                    cell.Id,
                    cell.Text,
                    Original = cell.Cell.Source,
                    cell.Version,
                    Earlier = cell.Earlier.Length,
                    cell.State,
                    cell.Milliseconds,
                    cell.Check,
                    cell.IsCheck,
                    Checks = LearnerRecord.CheckedBy(cell.Cell),
                    Outputs = cell.Html(_chapter.Outputs),
                }),
            });
            Tabs.Add(tab);
        }
    }

    public void Take(PageRequest request, Tab tab)
    {
        LiveCell? cell = Array.Find(_cells, one => one.Id == request.Id);
        if (Question(request.Type) is { } question)
        {
            _ = AnswerAsync(question, request, tab);
            return;
        }
        lock (_state)
        {
            if (cell is not null && request.Text is { } text)
            {
                Save(cell, text, request.Version, tab);
            }
            switch (request.Type)
            {
                case "run" when cell is not null:
                    _queue.Add(cell);
                    break;
                case "check" when cell?.Check is { } check:
                    _queue.Add(cell);
                    _queue.Add(Array.Find(_cells, one => one.Id == check)!);
                    break;
                case "runAll":
                    _queue.AddAll();
                    break;
                case "reset" when cell is not null:
                    Change(cell, _texts.Reset);
                    break;
                case "bringBack" when cell is not null:
                    Change(cell, _texts.BringBack);
                    break;
                case "stop":
                    Stop();
                    break;
                case "restart":
                    Restart();
                    break;
            }
            TellChanged();
            _work.Release();
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _kernel.Dispose();
    }

    private static EditorQuestion? Question(string type) => type switch
    {
        "complete" => EditorQuestion.Completions,
        "hover" => EditorQuestion.Hover,
        "signature" => EditorQuestion.Signature,
        "diagnostics" => EditorQuestion.Diagnostics,
        _ => null,
    };

    private async Task AnswerAsync(EditorQuestion question, PageRequest request, Tab tab)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        EditorAnswer? answer = null;
        try
        {
            var asked = new EditorRequest(0, question, request.Text ?? "", request.Line, request.Character);
            answer = await _kernel.AskAsync(asked, limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
        }
        Audience.Tell(tab, new { Type = "answer", request.Request, Answer = answer });
    }

    private void Save(LiveCell cell, string text, int seen, Tab tab)
    {
        try
        {
            bool keptAnother = _texts.Type(cell, text, seen);
            Audience.Tell(tab, new { Type = "saved", cell.Id, cell.Version, Earlier = cell.Earlier.Length });
            Tabs.Tell(new { Type = "source", cell.Id, cell.Text, cell.Version, Earlier = cell.Earlier.Length }, except: tab);
            if (keptAnother)
            {
                Notice("Another tab wrote into this cell as well. Its text is kept: “Bring back” shows it.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Notice($"Your text could not be kept on disk ({e.Message}). This browser keeps it for now.", isBad: true);
        }
    }

    private void Change(LiveCell cell, Action<LiveCell> change)
    {
        try
        {
            change(cell);
            Tabs.Tell(new { Type = "source", cell.Id, cell.Text, cell.Version, Earlier = cell.Earlier.Length });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Notice($"The text could not be kept on disk ({e.Message}).", isBad: true);
        }
    }

    private void Stop()
    {
        _queue.Clear();
        if (_queue.Running is { } running)
        {
            running.State = CellState.Stopped;
            _whyEnded = "Stopped.";
            _kernel.Kill();
        }
        else if (_kernelState == "rebuilding")
        {
            (_whyEnded, _startsAfresh) = ("Stopped while the session was rebuilt.", true);
            _kernel.Kill();
        }
    }

    private void Restart()
    {
        _queue.Clear();
        (_whyEnded, _startsAfresh) = ("Restarted.", true);
        if (_queue.Running is { } running)
        {
            running.State = CellState.Stopped;
        }
        _kernel.Kill();
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
                if (!_kernel.IsAlive)
                {
                    await RenewAsync();
                }
                else if (Next() is { } cell)
                {
                    await RunAsync(cell);
                }
            }
            while (!_kernel.IsAlive || _queue.IsWaiting);
        }
        catch (IOException e)
        {
            lock (_state)
            {
                _queue.Clear();
                TellKernel("ended");
                Notice($"{e.Message} “Restart” tries again.", isBad: true);
            }
        }
    }

    private LiveCell? Next()
    {
        lock (_state)
        {
            if (_queue.Take() is not { } cell)
            {
                return null;
            }
            cell.Ran = null;
            cell.Shown = new Run.OutputRecorder(new Run.OutputBudget(), cell.Id, _displays);
            TellKernel("busy");
            TellChanged();
            Tabs.Tell(new { Type = "clear", cell.Id });
            return cell;
        }
    }

    private async Task RunAsync(LiveCell cell)
    {
        var time = Stopwatch.StartNew();
        string code = cell.Text;
        var shown = new ShownOutputs(cell, _cells, _chapter.Outputs, Tabs);
        CellEnd end = await _kernel.RunAsync(cell.Id, code, cell.Cell.Has("optional"), Show, _end.Token);
        lock (_state)
        {
            bool isStopped = cell.State == CellState.Stopped;
            if (end != CellEnd.Done)
            {
                _whyEnded ??= $"The kernel's process ended: {_kernel.LastWords()}.";
            }
            (string Name, string Text)? error = end == CellEnd.Done ? shown.Error
                : isStopped ? ("Stopped", "You stopped this cell.")
                : ("ProcessEnded", _kernel.LastWords());
            if (error is { } failure)
            {
                shown.Fail(failure.Name, failure.Text);
            }
            shown.End();
            bool isMeant = error is not null && end == CellEnd.Done
                && (cell.Cell.Has("raises-exception") || shown.MissingPackage is not null && cell.Cell.Has("optional"));
            bool isDone = error is null || isMeant;
            cell.State = isStopped ? CellState.Stopped : isDone ? CellState.Done : CellState.Failed;
            cell.Milliseconds = time.ElapsedMilliseconds;
            (cell.Ran, cell.Turn) = (isDone ? code : null, ++_turn);
            _queue.End(cell, isDone);
            TellKernel(_queue.IsWaiting ? "busy" : "ready");
            TellChanged();
            Tabs.Tell(new { Type = "progress", Progress = _record.Exercises() });
        }

        void Show(CellEvent message)
        {
            lock (_state)
            {
                shown.Add(message);
            }
        }
    }

    /// <summary>
    /// Another process takes the place of one that has ended, and the cells that had run run again in it, unseen.
    /// </summary>
    private async Task RenewAsync()
    {
        LiveCell[] again;
        string? why;
        lock (_state)
        {
            (why, _whyEnded) = (_whyEnded, null);
            again = _startsAfresh ? [] : [.. _cells.Where(cell => cell.Ran is not null).OrderBy(cell => cell.Turn)];
            _startsAfresh = false;
            Array.ForEach(_cells.Except(again).ToArray(), Forget);
            _displays.Clear();
            TellKernel(again.Length > 0 ? "rebuilding" : "starting");
            TellChanged();
        }
        var time = Stopwatch.StartNew();
        await _kernel.RenewAsync(() => _work.Release(), _end.Token);
        string rebuilt = await RunAgainAsync(again);
        lock (_state)
        {
            if (_kernel.IsAlive)
            {
                TellKernel("ready");
                if (why is not null || again.Length > 0)
                {
                    why ??= "The kernel's process ended.";
                    string seconds = time.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
                    Notice($"{why} {rebuilt}" + (again.Length > 0 ? $" ({seconds} s)" : ""));
                }
            }
            TellChanged();
        }
    }

    private async Task<string> RunAgainAsync(LiveCell[] again)
    {
        for (int i = 0; i < again.Length; i++)
        {
            bool hasFailed = false;
            LiveCell cell = again[i];
            CellEnd end = await _kernel.RunAsync(
                cell.Id, cell.Ran!, cell.Cell.Has("optional"),
                message => hasFailed |= message.Kind is CellEventKind.Error or CellEventKind.PackageMissing, _end.Token);
            if (end == CellEnd.Done && (!hasFailed || cell.Cell.Has("raises-exception") || !cell.MakesState))
            {
                continue;
            }
            lock (_state)
            {
                Array.ForEach(again[i..], Forget);
                _startsAfresh |= end != CellEnd.Done;
            }
            return $"{i} of {again.Length} cells ran again; “{cell.Id}” did not, so run from there.";
        }
        return again.Length == 0 ? "The session is fresh: no cell has run in it."
            : $"The session was rebuilt: {Count(again.Length)} that had run ran again.";
    }

    private static string Count(int cells) => cells == 1 ? "1 cell" : $"{cells} cells";

    /// <summary>What it showed stays, but it is no part of the session any more.</summary>
    private static void Forget(LiveCell cell)
    {
        cell.Ran = null;
        if (cell.State is CellState.Done)
        {
            cell.State = CellState.Idle;
        }
    }

    private void TellKernel(string state)
    {
        _kernelState = state;
        Tabs.Tell(new { Type = "kernel", State = state });
    }

    private void TellChanged()
    {
        foreach (LiveCell cell in _queue.Changed())
        {
            Tabs.Tell(new { Type = "cell", cell.Id, cell.State, cell.Milliseconds });
        }
        if (_queue.Problem is { } problem)
        {
            Notice(problem);
        }
    }

    private void Notice(string text, bool isBad = false) => Tabs.Tell(new { Type = "notice", Text = text, IsBad = isBad });
}
