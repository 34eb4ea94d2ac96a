using Attention.KernelHost.Protocol;
using Attention.NotebookRunner.Host;
using Attention.NotebookRunner.Learn.Record;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Learn.Session;

/// <summary>
/// An open chapter: its cells, its kernel and the tabs that show it. Requests change texts and the queue of cells under
/// a lock; a loop runs what waits there.
/// </summary>
internal sealed class ChapterSession : IDisposable
{
    private readonly Lock _state = new();
    private readonly Chapter _chapter;
    private readonly LiveCell[] _cells;
    private readonly CellTexts _texts;
    private readonly CellQueue _queue;
    private readonly ChapterKernel _kernel;
    private readonly TabUpdates _updates;
    private readonly CellLoop _loop;
    private readonly CancellationTokenSource _end = new();

    /// <summary>Why the learner's earlier texts are not there; null when they are.</summary>
    private string? _unread;

    public ChapterSession(Chapter chapter, LearnerFiles files, KernelPool kernels, Packages packages)
    {
        (_chapter, _cells) = (chapter, LiveCell.Of(chapter.Cells));
        _updates = new TabUpdates(files.Record);
        _texts = new CellTexts(chapter.Name, files.Drafts, aside =>
        {
            _unread = "The file with what you wrote earlier in this chapter is damaged. "
                + $"It was put aside as {Path.GetRelativePath(files.Root, aside)}.";
            _updates.Notice(_unread, isBad: true);
        });
        try
        {
            _texts.Restore(_cells);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _unread = $"What you wrote earlier could not be read ({e.Message}). It stays on disk as it is.";
        }
        _queue = new CellQueue(_cells);
        _kernel = new ChapterKernel(chapter.Settings(files.Root), kernels, packages);
        _loop = new CellLoop(_cells, _queue, _kernel, _updates, chapter.Outputs, _state);
        _loop.Start();
    }

    public OpenTabs Tabs => _updates.Tabs;

    /// <summary>Shows the present state to a new tab, and everything from then on.</summary>
    public void Open(Tab tab)
    {
        lock (_state)
        {
            OpenTabs.Tell(tab, new
            {
                Type = "chapter",
                Kernel = _updates.Kernel,
                Progress = _updates.Progress,
                Cells = _cells.Select(cell => new
                {
                    cell.Id,
                    cell.Text,
                    Original = cell.Cell.Source,
                    cell.Version,
                    Earlier = cell.Earlier.Length,
                    cell.State,
                    cell.Milliseconds,
                    cell.Lacks,
                    cell.Check,
                    cell.IsCheck,
                    Checks = LearnerRecord.CheckedBy(cell.Cell),
                    Outputs = cell.Html(_chapter.Outputs),
                }),
            });
            Tabs.Add(tab);
            if (_unread is not null)
            {
                OpenTabs.Tell(tab, TabUpdates.Sentence(_unread, isBad: true));
            }
        }
    }

    public void Take(PageRequest request, Tab tab)
    {
        if (Question(request.Type) is { } question)
        {
            _ = AnswerAsync(question, request, tab);
            return;
        }
        lock (_state)
        {
            if (request.Type == "guess")
            {
                Keep(request);
                return;
            }
            if (Find(request.Id) is { } cell)
            {
                TakeForCell(cell, request, tab);
            }
            TakeForChapter(request.Type);
            _updates.TellChanged(_queue);
            _loop.Wake();
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _loop.Dispose();
    }

    private static EditorQuestion? Question(string type) => type switch
    {
        "complete" => EditorQuestion.Completions,
        "hover" => EditorQuestion.Hover,
        "signature" => EditorQuestion.Signature,
        "diagnostics" => EditorQuestion.Diagnostics,
        _ => null,
    };

    private LiveCell? Find(string id) => Array.Find(_cells, one => one.Id == id);

    private void TakeForCell(LiveCell cell, PageRequest request, Tab tab)
    {
        if (request.Text is { } text)
        {
            Save(cell, text, request.Version, tab);
        }
        switch (request.Type)
        {
            case "run":
                _queue.Add(cell);
                break;
            case "check" when cell.Check is { } check:
                _queue.Add(cell);
                _queue.Add(Find(check)!);
                break;
            case "reset":
                Change(cell, _texts.Reset);
                break;
            case "bringBack":
                Change(cell, _texts.BringBack);
                break;
        }
    }

    private void TakeForChapter(string request)
    {
        switch (request)
        {
            case Tab.TooLong:
                _updates.Notice(
                    "A text of more than two megabytes is not taken, and was not run. Only this page has it.",
                    isBad: true);
                break;
            case "runAll":
                _queue.AddAll();
                break;
            case "stop":
                _loop.Stop();
                break;
            case "restart":
                _loop.Restart();
                break;
        }
    }

    private async Task AnswerAsync(EditorQuestion question, PageRequest request, Tab tab)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        EditorAnswer? answer = null;
        if (IsTooBusy(question))
        {
            OpenTabs.Tell(tab, new { Type = "answer", request.Request, Answer = answer, IsBusy = true });
            return;
        }
        try
        {
            var asked = new EditorRequest(0, question, request.Text ?? "", request.Line, request.Character);
            answer = await _kernel.AskAsync(asked, limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
        }
        OpenTabs.Tell(tab, new { Type = "answer", request.Request, Answer = answer });
    }

    /// <summary>
    /// While a cell runs the kernel answers nothing. Mistakes may be marked later; a list of names is wanted at once or
    /// not at all.
    /// </summary>
    private bool IsTooBusy(EditorQuestion question)
    {
        lock (_state)
        {
            return question != EditorQuestion.Diagnostics && _queue.Running is not null;
        }
    }

    private void Save(LiveCell cell, string text, int seen, Tab tab)
    {
        try
        {
            bool keptAnother = _texts.Type(cell, text, seen);
            OpenTabs.Tell(tab, new { Type = "saved", cell.Id, cell.Version, Earlier = cell.Earlier.Length });
            _updates.TellText(cell, except: tab);
            if (keptAnother)
            {
                _updates.Notice("Another tab wrote into this cell as well. Its text is kept: “Bring back” shows it.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string sentence = $"Your text could not be kept on disk ({e.Message}). This browser keeps it for now.";
            _updates.Notice(sentence, isBad: true);
        }
    }

    /// <summary>A guess that the page has judged; only questions of this chapter count.</summary>
    private void Keep(PageRequest guess)
    {
        try
        {
            if (ChapterCard.Predictions(_chapter.Notebook).Contains(guess.Id) && guess.Text is { Length: < 100 } text)
            {
                _updates.Record.AddGuess(guess.Id, text, guess.IsRight);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _updates.Notice($"Your guess could not be recorded ({e.Message}).", isBad: true);
        }
    }

    private void Change(LiveCell cell, Action<LiveCell> change)
    {
        try
        {
            change(cell);
            _updates.TellText(cell);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _updates.Notice($"The text could not be kept on disk ({e.Message}).", isBad: true);
        }
    }
}
