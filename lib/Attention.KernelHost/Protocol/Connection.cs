using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attention.KernelHost.Protocol;

/// <summary>
/// Messages between the runner and the host, one JSON value a line, over a pipe of their own. Each line starts with the
/// secret of the session, so that what a cell writes into the pipe is not taken for a message.
/// </summary>
internal sealed class Connection(Stream stream, string secret) : IDisposable
{
    /// <summary>Bytes. The host cuts a cell's output long before a message gets this long.</summary>
    private const int LongestLine = 128 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    private readonly byte[] _prefix = Encoding.ASCII.GetBytes(secret + " ");
    private readonly SemaphoreSlim _sending = new(1);
    private byte[] _received = new byte[64 << 10];
    private int _start, _end, _searched;

    /// <summary>Blocks until the message is written; senders take turns.</summary>
    public void Send<T>(T message)
    {
        byte[] line = ToLine(message);
        _sending.Wait();
        try
        {
            stream.Write(line);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>
    /// The same, and gives up when <paramref name="cancel"/> says so: the other side may have stopped reading.
    /// </summary>
    public async Task SendAsync<T>(T message, CancellationToken cancel)
    {
        byte[] line = ToLine(message);
        await _sending.WaitAsync(cancel);
        try
        {
            await stream.WriteAsync(line, cancel);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The next message; null at the end of the connection.</summary>
    /// <exception cref="InvalidDataException">Something else than a message of this session arrived.</exception>
    public T? Receive<T>()
        where T : class
    {
        while (true)
        {
            if (TakeMessage<T>() is { } message)
            {
                return message;
            }
            int count = stream.Read(Space().Span);
            if (count == 0)
            {
                return null;
            }
            _end += count;
        }
    }

    /// <inheritdoc cref="Receive"/>
    public async Task<T?> ReceiveAsync<T>(CancellationToken cancel)
        where T : class
    {
        while (true)
        {
            if (TakeMessage<T>() is { } message)
            {
                return message;
            }
            int count = await stream.ReadAsync(Space(), cancel);
            if (count == 0)
            {
                return null;
            }
            _end += count;
        }
    }

    public void Dispose() => stream.Dispose();

    private byte[] ToLine<T>(T message) =>
        [.. _prefix, .. JsonSerializer.SerializeToUtf8Bytes(message, Json), (byte)'\n'];

    private T? TakeMessage<T>()
        where T : class
    {
        int at = _received.AsSpan(_searched.._end).IndexOf((byte)'\n');
        if (at < 0)
        {
            _searched = _end;
            return null;
        }
        ReadOnlySpan<byte> line = _received.AsSpan(_start..(_searched + at));
        _start = _searched = _searched + at + 1;
        try
        {
            return line.StartsWith(_prefix)
                ? JsonSerializer.Deserialize<T>(line[_prefix.Length..], Json) ?? throw new InvalidDataException()
                : throw new InvalidDataException();
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    /// <summary>Room for more bytes after those that are not yet a whole line.</summary>
    private Memory<byte> Space()
    {
        int length = _end - _start;
        if (length > LongestLine)
        {
            throw new InvalidDataException("a line without end");
        }
        byte[] target = length > _received.Length / 2 ? new byte[2 * _received.Length] : _received;
        _received.AsSpan(_start..(_start + length)).CopyTo(target);
        (_received, _searched, _start, _end) = (target, _searched - _start, 0, length);
        return _received.AsMemory(_end);
    }
}
