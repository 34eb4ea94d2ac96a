using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;

namespace Attention.NotebookRunner.Learn.Session;

/// <summary>What a page asks for.</summary>
/// <param name="Type">
/// run, runAll, check, stop, restart, reset, bringBack, save, guess, or a question of an editor.
/// </param>
/// <param name="Id">The cell, or the question at which the learner guessed.</param>
/// <param name="Text">The text in its editor, or the guess.</param>
/// <param name="Version">Which of its texts the page saw last.</param>
/// <param name="Request">Names a question in its answer.</param>
/// <param name="Line">Line of a question, from 0.</param>
/// <param name="Character">Character of a question, from 0.</param>
/// <param name="IsRight">Whether a guess was right.</param>
internal sealed record PageRequest(
    string Type,
    string Id = "",
    string? Text = null,
    int Version = 0,
    int Request = 0,
    int Line = 0,
    int Character = 0,
    bool IsRight = false);

/// <summary>One open page.</summary>
internal sealed class Tab(WebSocket socket)
{
    /// <summary>A page that reads too slowly is dropped; it comes back and gets the present state.</summary>
    private const long MostUnsent = 64 << 20;

    private const int LongestRequest = 2 << 20;

    /// <summary>The type of a request that was too long to be read.</summary>
    public const string TooLong = "tooLong";

    private readonly Channel<byte[]> _unsent = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });
    private long _unsentBytes;

    public void Send(byte[] message)
    {
        if (Interlocked.Add(ref _unsentBytes, message.Length) > MostUnsent)
        {
            socket.Abort();
        }
        else
        {
            _unsent.Writer.TryWrite(message);
        }
    }

    /// <summary>Sends and receives until the page has gone.</summary>
    public async Task ServeAsync(Action<PageRequest> take, CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task sending = SendAllAsync(end.Token);
        try
        {
            while (await ReceiveAsync(end.Token) is { } request)
            {
                take(request);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or JsonException)
        {
        }
        await end.CancelAsync();
        await sending;
    }

    private async Task SendAllAsync(CancellationToken cancel)
    {
        try
        {
            await foreach (byte[] message in _unsent.Reader.ReadAllAsync(cancel))
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancel);
                Interlocked.Add(ref _unsentBytes, -message.Length);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private async Task<PageRequest?> ReceiveAsync(CancellationToken cancel)
    {
        var text = new MemoryStream();
        var block = new byte[16 << 10];
        bool isTooLong = false;
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(block.AsMemory(), cancel);
            if (part.MessageType != WebSocketMessageType.Text)
            {
                return null;
            }
            isTooLong |= text.Length + part.Count > LongestRequest;
            if (!isTooLong)
            {
                text.Write(block, 0, part.Count);
            }
            if (part.EndOfMessage)
            {
                return isTooLong
                    ? new PageRequest(TooLong)
                    : JsonSerializer.Deserialize<PageRequest>(text.ToArray(), JsonSerializerOptions.Web);
            }
        }
    }
}
