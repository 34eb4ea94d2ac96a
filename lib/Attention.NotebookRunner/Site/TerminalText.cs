using System.Globalization;
using System.Net;
using System.Text;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// Console output as a terminal shows it in the end: a carriage return or a backspace writes over what was there, the
/// cursor moves, colours are colours, and what a terminal does not show is not shown.
/// </summary>
internal sealed class TerminalText
{
    /// <summary>A cursor that is sent far away must not fill the memory with spaces.</summary>
    private const int WidestLine = 2000, MostRows = 200, LongestSequence = 4096, MostPadding = 1_000_000;

    private readonly string _text;
    private readonly List<List<(string Text, TerminalStyle Style)>> _lines = [[]];
    private TerminalStyle _style = TerminalStyle.Plain;
    private int _at, _row, _column, _padding;

    private TerminalText(string text) => _text = text;

    /// <summary>The lowest row that the cursor can be sent to. Only a new line of text goes further.</summary>
    private int Bottom => Math.Max(MostRows, _lines.Count) - 1;

    public static string ToHtml(string text)
    {
        bool isPlain = !text.Any(c => char.IsControl(c) && c is not ('\n' or '\t'));
        return isPlain ? WebUtility.HtmlEncode(text) : new TerminalText(text).Show();
    }

    private string Show()
    {
        while (_at < _text.Length)
        {
            char c = _text[_at++];
            switch (c)
            {
                case '\n' or '\v' or '\f':
                    MoveTo(_row + 1, 0);
                    break;
                case '\r':
                    _column = 0;
                    break;
                case '\b':
                    _column = Math.Max(_column - 1, 0);
                    break;
                case '\u001b':
                    Escape();
                    break;
                case '\u009b':
                    Control();
                    break;
                case '\t':
                    Put("\t");
                    break;
                default:
                    if (!char.IsControl(c))
                    {
                        Put(char.IsHighSurrogate(c) && _at < _text.Length ? $"{c}{_text[_at++]}" : c.ToString());
                    }
                    break;
            }
        }
        return string.Join('\n', _lines.Select(Html));
    }

    private void Put(string character)
    {
        List<(string Text, TerminalStyle Style)> line = _lines[_row];
        bool joins = CharUnicodeInfo.GetUnicodeCategory(character, 0) is UnicodeCategory.NonSpacingMark
            or UnicodeCategory.EnclosingMark;
        if (joins && _column > 0 && _column <= line.Count)
        {
            line[_column - 1] = (line[_column - 1].Text + character, line[_column - 1].Style);
            return;
        }
        for (; line.Count < _column && _padding < MostPadding; _padding++)
        {
            line.Add((" ", TerminalStyle.Plain));
        }
        _column = Math.Min(_column, line.Count);
        if (_column < line.Count)
        {
            line[_column] = (character, _style);
        }
        else
        {
            line.Add((character, _style));
        }
        _column++;
    }

    private void Escape()
    {
        char kind = _at < _text.Length ? _text[_at++] : '\0';
        switch (kind)
        {
            case '[':
                Control();
                break;
            case ']':
                Command(StringSequence());
                break;
            case 'P' or 'X' or '^' or '_':
                StringSequence();
                break;
            case '(' or ')' or '*' or '+' or '#' or '%':
                _at = Math.Min(_at + 1, _text.Length);
                break;
        }
    }

    /// <summary>ESC [ parameters, a letter.</summary>
    private void Control()
    {
        if (ControlSequence() is not { } sequence || sequence.Parameters.Any(c => c is '?' or '>' or '=' or '<'))
        {
            return; // private: the cursor's visibility and the like
        }
        int[] parameters = [.. sequence.Parameters.Split(';', ':').Where(p => p.Length > 0).Select(Number)];
        int first = parameters.Length > 0 ? parameters[0] : 0, distance = Math.Clamp(first, 1, WidestLine);
        switch (sequence.Letter)
        {
            case 'm':
                _style = _style.Set(parameters);
                break;
            case 'H' or 'f':
                int column = parameters.Length > 1 ? Math.Clamp(parameters[1], 1, WidestLine) : 1;
                MoveTo(Math.Min(distance - 1, Bottom), column - 1);
                break;
            case 'K':
                EraseInLine(first);
                break;
            case 'J':
                EraseInPage(first);
                break;
            case 'P':
                Delete(distance);
                break;
            default:
                Move(sequence.Letter, distance);
                break;
        }
    }

    /// <summary>The parameters as they are written, and the letter; null where the sequence has no end.</summary>
    private (string Parameters, char Letter)? ControlSequence()
    {
        int start = _at;
        while (_at < _text.Length && _text[_at] is >= ' ' and < '@')
        {
            _at++;
        }
        if (_at >= _text.Length || _at - start > LongestSequence)
        {
            return null;
        }
        string parameters = _text[start.._at];
        return (parameters, _text[_at++]);
    }

    /// <summary>Up, down, right, left, to the start of a line below or above, to a column.</summary>
    private void Move(char direction, int distance)
    {
        switch (direction)
        {
            case 'A':
                MoveTo(_row - distance, _column);
                break;
            case 'B':
                MoveTo(Math.Min(_row + distance, _lines.Count - 1), _column);
                break;
            case 'C':
                _column = Math.Min(_column + distance, WidestLine);
                break;
            case 'D':
                _column = Math.Max(_column - distance, 0);
                break;
            case 'E':
                MoveTo(Math.Min(_row + distance, Bottom), 0);
                break;
            case 'F':
                MoveTo(_row - distance, 0);
                break;
            case 'G':
                _column = distance - 1;
                break;
        }
    }

    private void MoveTo(int row, int column)
    {
        (_row, _column) = (Math.Max(row, 0), column);
        while (_lines.Count <= _row)
        {
            _lines.Add([]);
        }
    }

    private void Delete(int characters)
    {
        List<(string, TerminalStyle)> line = _lines[_row];
        line.RemoveRange(Math.Min(_column, line.Count), Math.Max(Math.Min(characters, line.Count - _column), 0));
    }

    private void EraseInLine(int mode)
    {
        List<(string Text, TerminalStyle Style)> line = _lines[_row];
        int from = mode == 0 ? _column : 0, to = mode == 1 ? Math.Min(_column + 1, line.Count) : line.Count;
        if (from < line.Count && to == line.Count)
        {
            line.RemoveRange(from, line.Count - from);
        }
        for (int i = from; i < to && i < line.Count; i++)
        {
            line[i] = (" ", TerminalStyle.Plain);
        }
    }

    private void EraseInPage(int mode)
    {
        EraseInLine(Math.Min(mode, 2));
        for (int row = 0; row < _lines.Count; row++)
        {
            if ((mode == 0 && row > _row) || (mode == 1 && row < _row) || mode is 2 or 3)
            {
                _lines[row].Clear();
            }
        }
    }

    /// <summary>A link: 8;parameters;address. An empty address ends it.</summary>
    private void Command(string command)
    {
        string[] parts = command.Split(';', 3);
        if (parts is ["8", _, var address])
        {
            bool isWeb = Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
                && uri.Scheme is "http" or "https" or "mailto";
            _style = _style with { Link = isWeb ? uri!.AbsoluteUri : "" };
        }
    }

    /// <summary>Everything up to BEL or ESC \. Where neither follows, nothing is taken away.</summary>
    private string StringSequence()
    {
        int limit = Math.Min(_at + LongestSequence, _text.Length);
        for (int i = _at; i < limit; i++)
        {
            int length = _text[i] is '\a' or '\u009c' ? 1
                : _text[i] == '\u001b' && i + 1 < limit && _text[i + 1] == '\\' ? 2 : 0;
            if (length > 0)
            {
                string sequence = _text[_at..i];
                _at = i + length;
                return sequence;
            }
        }
        return "";
    }

    private static string Html(List<(string Text, TerminalStyle Style)> line)
    {
        var html = new StringBuilder();
        for (int start = 0, end; start < line.Count; start = end)
        {
            for (end = start + 1; end < line.Count && line[end].Style == line[start].Style;)
            {
                end++;
            }
            html.Append(line[start].Style.Wrap(string.Concat(line[start..end].Select(c => c.Text))));
        }
        return html.ToString();
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 0;
}
