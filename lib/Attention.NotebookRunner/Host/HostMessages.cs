using System.Collections.Concurrent;
using System.Threading.Channels;
using Attention.KernelHost.Protocol;

namespace Attention.NotebookRunner.Host;

/// <summary>Hands on what the host sends: an answer to who asked, all else to the cell that runs.</summary>
internal sealed class HostMessages(Connection connection)
{
    private readonly Channel<CellEvent> _events = Channel.CreateBounded<CellEvent>(
        new BoundedChannelOptions(64) { SingleReader = true, SingleWriter = true });
    private readonly ConcurrentDictionary<int, TaskCompletionSource<EditorAnswer>> _questions = [];
    private int _lastQuestion;
    private volatile Action<CellEvent>? _onLateText;

    /// <summary>How many notebooks the host has begun.</summary>
    public int Notebooks { get; private set; }

    /// <summary>Ends, well or not, with the connection.</summary>
    public Task Ended => _events.Reader.Completion;

    /// <summary>
    /// Another notebook begins. Messages of the last one may still arrive, and its cells may have the same names.
    /// </summary>
    /// <param name="onLateText">
    /// Called with the name of a cell of this notebook, one of whose threads printed after the cell had ended.
    /// </param>
    public void BeginNotebook(Action<string> onLateText)
    {
        int notebook = ++Notebooks;
        _onLateText = late =>
        {
            if (late.Notebook == notebook)
            {
                onLateText(late.Name);
            }
        };
    }

    /// <summary>The notebook has ended.</summary>
    /// <param name="onLateText">Called when a thread of one of its cells prints all the same.</param>
    public void EndNotebook(Action onLateText) => _onLateText = _ => onLateText();

    /// <summary>Takes messages until the connection ends.</summary>
    public async Task ReceiveAllAsync()
    {
        try
        {
            while (await connection.ReceiveAsync<CellEvent>(CancellationToken.None) is { } message)
            {
                await HandOnAsync(message);
            }
            _events.Writer.Complete();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            _events.Writer.Complete(e);
        }
        catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException) // by Dispose
        {
            _events.Writer.Complete();
        }
    }

    /// <summary>The next event of the running cell; null at the end of the connection.</summary>
    public async Task<CellEvent?> NextAsync(CancellationToken cancel) =>
        await _events.Reader.WaitToReadAsync(cancel) && _events.Reader.TryRead(out CellEvent? message) ? message : null;

    /// <summary>Asks, and waits for the answer; null when the connection ended before it.</summary>
    public async Task<EditorAnswer?> AskAsync(EditorRequest request, CancellationToken cancel)
    {
        int id = Interlocked.Increment(ref _lastQuestion);
        var answer = new TaskCompletionSource<EditorAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions[id] = answer;
        try
        {
            await connection.SendAsync(new HostRequest(Editor: request with { Id = id }), cancel);
            return await Task.WhenAny(answer.Task, Ended).WaitAsync(cancel) == answer.Task ? await answer.Task : null;
        }
        catch (IOException)
        {
            return null;
        }
        finally
        {
            _questions.TryRemove(id, out _);
        }
    }

    private async Task HandOnAsync(CellEvent message)
    {
        if (message.Kind == CellEventKind.Late)
        {
            _onLateText?.Invoke(message);
        }
        else if (message.Editor is not { } answer)
        {
            await _events.Writer.WriteAsync(message);
        }
        else if (_questions.TryGetValue(answer.Id, out TaskCompletionSource<EditorAnswer>? question))
        {
            question.TrySetResult(answer);
        }
    }
}
