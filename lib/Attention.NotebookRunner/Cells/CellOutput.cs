using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Attention.NotebookRunner.Cells;

/// <summary>All that a cell shows, in order, capped and without what belongs to this machine.</summary>
internal sealed class CellOutput(Channel channel, Redaction redaction)
{
    /// <summary>Characters. A chapter's largest figure has a tenth of it; a loop that prints for a minute must not fill the disk.</summary>
    public const int CellLimit = 2_000_000, NotebookLimit = 20_000_000;

    private readonly Lock _sending = new();
    private int _cell, _notebook;
    private bool _noted;
    private Action _flush = () => { };

    public void StartCell() => (_cell, _noted) = (0, false);

    public TextWriter Writer(CellEventKind kind)
    {
        TextWriter writer = TextWriter.Synchronized(new LineWriter(text => Emit(new CellEvent(kind, text), text.Length)));
        _flush += writer.Flush;
        return writer;
    }

    public void Show(CellEventKind kind, Dictionary<string, string> data) => Send(new CellEvent(kind, Data: data), data.Values.Sum(v => v.Length));

    public void Send(CellEvent message, int size = 0)
    {
        _flush();
        Emit(message, size);
    }

    private void Emit(CellEvent message, int size)
    {
        lock (_sending)
        {
            _cell += size;
            _notebook += size;
            if (size == 0 || (_cell <= CellLimit && _notebook <= NotebookLimit))
            {
                channel.Send(redaction.Apply(message));
            }
            else if (!_noted)
            {
                _noted = true;
                channel.Send(new CellEvent(CellEventKind.Stderr, string.Create(CultureInfo.InvariantCulture,
                    $"[output cut: more than {(_cell > CellLimit ? CellLimit : NotebookLimit):N0} characters in one {(_cell > CellLimit ? "cell" : "notebook")}]\n")));
            }
        }
    }

    /// <summary>Passes on line by line, so that what was printed before a crash has arrived; a flood in blocks.</summary>
    private sealed class LineWriter(Action<string> send) : TextWriter(CultureInfo.InvariantCulture)
    {
        private const int PatientLines = 1000, Block = 4096;
        private readonly StringBuilder _text = new();
        private int _lines;

        public override Encoding Encoding => Encoding.UTF8;

        [AllowNull]
        public override string NewLine => "\n";

        public override void Write(char value)
        {
            _text.Append(value);
            if (_text.Length >= Block || (value == '\n' && _lines++ < PatientLines))
            {
                Flush();
            }
        }

        public override void Write(string? value)
        {
            foreach (char c in value ?? "")
            {
                Write(c);
            }
        }

        public override void WriteLine() => Write('\n');

        public override void WriteLine(string? value) => Write(value + "\n");

        public override void Flush()
        {
            if (_text.Length > 0)
            {
                string text = _text.ToString();
                _text.Clear();
                send(text);
            }
        }
    }
}
