using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>
/// What a page does, without a browser: it asks over the connection of a chapter, and remembers what it hears.
/// </summary>
internal sealed class LearnTab : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonNode> _heard = [];

    public IReadOnlyList<JsonNode> Heard => _heard;

    public static async Task<LearnTab> OpenAsync(LearnRun run, string chapter)
    {
        var tab = new LearnTab();
        tab._socket.Options.SetRequestHeader("Cookie", run.Cookie);
        var address = new Uri($"ws://127.0.0.1:{run.Address.Port}/live/chapter/{chapter}");
        await tab._socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        await tab.UntilAsync("chapter");
        return tab;
    }

    /// <summary>What the session told first: all its cells.</summary>
    public JsonNode Cell(string id) =>
        _heard.First(m => Type(m) == "chapter")["cells"]!.AsArray().First(cell => Is(cell!, id))!;

    public Task SendAsync(object message) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(message)),
        WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);

    /// <summary>Runs a cell and waits for its end. What it showed is among what was heard since.</summary>
    public async Task<string> RunAsync(string id, string? text = null, int version = 0)
    {
        await SendAsync(new { type = "run", id, text, version });
        return await EndOfAsync(id);
    }

    /// <summary>The state in which the cell ends that waits or runs now.</summary>
    public async Task<string> EndOfAsync(string id)
    {
        await StateAsync(id, "running");
        return State(await UntilAsync("cell", m => Is(m, id) && State(m) is not ("running" or "queued")));
    }

    public Task<JsonNode> StateAsync(string id, string state) =>
        UntilAsync("cell", m => Is(m, id) && State(m) == state);

    /// <summary>All text and HTML of a cell since it last started.</summary>
    public string Shown(string id)
    {
        int from = _heard.FindLastIndex(m => Type(m) == "clear" && Is(m, id));
        return string.Concat(_heard.Skip(from + 1).Where(m => Type(m) is "output" or "text" && Is(m, id))
            .Select(m => (m["html"] ?? m["text"])!.GetValue<string>()));
    }

    /// <summary>Listens until a message of this type fits.</summary>
    public async Task<JsonNode> UntilAsync(string type, Func<JsonNode, bool>? fits = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3)); // a busy machine may need one
        while (true)
        {
            JsonNode message = await ReceiveAsync(limit.Token);
            _heard.Add(message);
            if (Type(message) == type && fits?.Invoke(message) != false)
            {
                return message;
            }
        }
    }

    /// <summary>
    /// Asks what an editor asks. On a busy computer the server gives up after a while: then it asks again, as an editor
    /// does at the next key.
    /// </summary>
    public async Task<JsonNode?> AskAsync(string type, string text, int line, int character)
    {
        JsonNode? answer = null;
        for (int request = 1; request <= 10 && answer is null; request++)
        {
            await SendAsync(new { type, request, text, line, character });
            answer = (await UntilAsync("answer", m => m["request"]!.GetValue<int>() == request))["answer"];
        }
        return answer;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Type(JsonNode message) => message["type"]!.GetValue<string>();

    private static bool Is(JsonNode message, string id) => message["id"]?.GetValue<string>() == id;

    private static string State(JsonNode message) => message["state"]!.GetValue<string>();

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancel)
    {
        using var text = new MemoryStream();
        var block = new byte[64 << 10];
        while (true)
        {
            ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(block.AsMemory(), cancel);
            Assert.Equal(WebSocketMessageType.Text, part.MessageType);
            text.Write(block, 0, part.Count);
            if (part.EndOfMessage)
            {
                return JsonNode.Parse(text.ToArray())!;
            }
        }
    }
}
