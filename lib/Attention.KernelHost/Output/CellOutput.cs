using System.Globalization;
using System.Text;
using Attention.KernelHost.Protocol;

namespace Attention.KernelHost.Output;

/// <summary>
/// Sends what a cell shows: in order and within limits.
/// </summary>
/// <param name="send">The way to who shows it.</param>
/// <param name="isInteractive">Whether cells run again and again, so that only each of them has a limit.</param>
internal sealed class CellOutput(Action<CellEvent> send, bool isInteractive = false)
{
    /// <summary>Bytes in the notebook file. The largest figure of a chapter has a tenth of a cell's limit.</summary>
    public const long CellLimit = 4_000_000, NotebookLimit = 24_000_000;

    /// <summary>Characters of an error's text.</summary>
    private const int LongestError = 20_000;

    // A cell that writes much sends blocks instead of single writes.
    private const int SingleWrites = 1000, Block = 4096;

    private readonly Lock _order = new();
    private readonly StringBuilder _pending = new();
    private CellEventKind _pendingKind;
    private long _cell, _notebook;
    private int _writes;
    private bool _isCut;

    /// <summary>Called once when the limit is reached. What the cell shows from then on is dropped.</summary>
    public Action? OnCut { get; set; }

    public void StartCell()
    {
        lock (_order)
        {
            (_cell, _writes, _isCut) = (0, 0, false);
        }
    }

    /// <summary>Sends text of the console.</summary>
    public void Write(CellEventKind kind, string text)
    {
        lock (_order)
        {
            if (_isCut || text.Length == 0 || !TryTake(OutputSize.OfText(text)))
            {
                return;
            }
            if (kind != _pendingKind)
            {
                FlushAll();
            }
            _pendingKind = kind;
            _pending.Append(text);
            if (_writes++ < SingleWrites || _pending.Length >= Block)
            {
                Flush();
            }
        }
    }

    /// <summary>Sends a value in the form of its MIME types.</summary>
    public void Show(CellEventKind kind, Dictionary<string, string> data, string? displayId = null)
    {
        long size = OutputSize.OfData(data);
        lock (_order)
        {
            FlushAll();
            if (!_isCut && TryTake(size))
            {
                send(new CellEvent(kind, Data: data, DisplayId: displayId));
            }
        }
    }

    /// <summary>Sends an error or the value of an expression.</summary>
    public void Say(CellEventKind kind, string text, string name = "")
    {
        string shown = text.Length > LongestError ? text[..LongestError] + "…" : text;
        lock (_order)
        {
            FlushAll();
            send(new CellEvent(kind, shown, name));
        }
    }

    public void EndCell()
    {
        lock (_order)
        {
            FlushAll();
            send(new CellEvent(CellEventKind.Done));
        }
    }

    /// <summary>Sends what is held back. For a process that is about to end.</summary>
    public void FlushAll()
    {
        lock (_order)
        {
            SendPending(_pending.Length);
        }
    }

    /// <summary>The first half of a character waits for the second, which the next write may bring.</summary>
    private void Flush() => SendPending(char.IsHighSurrogate(_pending[^1]) ? _pending.Length - 1 : _pending.Length);

    private void SendPending(int length)
    {
        if (length > 0)
        {
            string text = _pending.ToString(0, length);
            _pending.Remove(0, length);
            send(new CellEvent(_pendingKind, text));
        }
    }

    private bool TryTake(long size)
    {
        _cell += size;
        _notebook += size;
        if (_cell <= CellLimit && (isInteractive || _notebook <= NotebookLimit))
        {
            return true;
        }
        _isCut = true;
        FlushAll();
        (long limit, string of) = _cell > CellLimit ? (CellLimit, "cell") : (NotebookLimit, "notebook");
        send(new CellEvent(CellEventKind.Stderr, string.Create(
            CultureInfo.InvariantCulture, $"[output cut: more than {limit:N0} bytes in one {of}]\n")));
        OnCut?.Invoke();
        return false;
    }
}
