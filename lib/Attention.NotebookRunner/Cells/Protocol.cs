using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attention.NotebookRunner.Cells;

/// <summary>What the process that runs cells must know before the first one.</summary>
/// <param name="NotebookFolder">Where <c>#r "path"</c> starts from.</param>
/// <param name="AllowedFolders">Where it may lead to.</param>
/// <param name="PackageCache">Where restored packages are remembered.</param>
internal sealed record SessionSettings(string NotebookFolder, string[] AllowedFolders, string PackageCache);

/// <summary>Run <paramref name="Code"/> as a cell or, when <paramref name="IsExpression"/>, evaluate it for the prose.</summary>
internal sealed record CellRequest(string Name, string Code, bool IsExpression = false, string? Format = null);

internal enum CellEventKind
{
    Ready, Stdout, Stderr, Display, Result, Value, Error, PackageMissing, Done,
}

/// <summary>One thing that happened while a cell ran. The last one of a cell is always <see cref="CellEventKind.Done"/>.</summary>
internal sealed record CellEvent(CellEventKind Kind, string Text = "", string Name = "", Dictionary<string, string>? Data = null);

/// <summary>One JSON value a line, over a pipe of its own: what a cell writes to the console cannot disturb it.</summary>
internal sealed class Channel(Stream stream) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };
    private readonly StreamReader _reader = new(stream);
    private readonly Lock _writing = new();

    public void Send<T>(T message)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, Json), (byte)'\n'];
        lock (_writing)
        {
            stream.Write(line);
            stream.Flush();
        }
    }

    /// <summary>Null at the end.</summary>
    public async Task<T?> ReceiveAsync<T>(CancellationToken cancel = default)
        where T : class => await _reader.ReadLineAsync(cancel) is { } line ? JsonSerializer.Deserialize<T>(line, Json) : null;

    public void Dispose() => stream.Dispose();
}
