namespace Attention.NotebookRunner.Site;

/// <summary>Reads the source of a formula from left to right. What is not TeX is a <see cref="FormatException"/>.</summary>
internal sealed class TexReader(string tex)
{
    private int _at;

    public bool IsAtEnd => _at >= tex.Length;

    /// <summary>Whether the next character is this one.</summary>
    public bool IsNext(char c) => !IsAtEnd && tex[_at] == c;

    /// <summary>Whether this comes next, as a whole command where it is one; "" is the end of the text.</summary>
    public bool IsNext(string end)
    {
        if (end.Length == 0 || IsAtEnd)
        {
            return end.Length == 0 && IsAtEnd;
        }
        int after = _at + end.Length;
        // \rightarrow is not \right
        bool isWord = char.IsAsciiLetter(end[^1]) && after < tex.Length && char.IsAsciiLetter(tex[after]);
        return string.CompareOrdinal(tex, _at, end, 0, end.Length) == 0 && !isWord;
    }

    public char Take() => IsAtEnd ? throw new FormatException() : tex[_at++];

    /// <summary>Takes this if it comes next.</summary>
    public bool TryTake(string end)
    {
        bool isNext = IsNext(end);
        _at += isNext ? end.Length : 0;
        return isNext;
    }

    /// <inheritdoc cref="TryTake(string)"/>
    public bool TryTake(char c)
    {
        bool isNext = IsNext(c);
        _at += isNext ? 1 : 0;
        return isNext;
    }

    public void SkipSpace()
    {
        while (!IsAtEnd && char.IsWhiteSpace(tex[_at]))
        {
            _at++;
        }
    }

    /// <summary>The rest of a number whose first digit is taken.</summary>
    public string RestOfNumber()
    {
        bool IsDigit(int at) => at < tex.Length && char.IsAsciiDigit(tex[at]);
        int start = _at;
        while (IsDigit(_at) || (IsNext('.') && IsDigit(_at + 1)))
        {
            _at++;
        }
        return tex[start.._at];
    }

    /// <summary>The name of a command whose backslash is taken: letters, or one other character.</summary>
    public string CommandName()
    {
        int start = _at;
        while (!IsAtEnd && char.IsAsciiLetter(tex[_at]))
        {
            _at++;
        }
        if (_at == start)
        {
            return Take().ToString();
        }
        if (tex[start.._at] == "operatorname")
        {
            TryTake('*');
        }
        return tex[start.._at];
    }

    /// <summary>
    /// The source of a braced argument, whatever it holds; of one without braces its one character or command.
    /// </summary>
    public string Group()
    {
        SkipSpace();
        if (!IsNext('{'))
        {
            int start = _at;
            if (Take() == '\\')
            {
                CommandName();
            }
            return tex[start.._at];
        }
        int depth = 0;
        for (int i = _at; i < tex.Length; i++)
        {
            if (tex[i] == '\\')
            {
                i++;
            }
            else if (tex[i] == '{')
            {
                depth++;
            }
            else if (tex[i] == '}' && --depth == 0)
            {
                string inner = tex[(_at + 1)..i];
                _at = i + 1;
                return inner;
            }
        }
        throw new FormatException();
    }

    /// <summary>A braced argument that is a plain name.</summary>
    public string Braced()
    {
        string text = Group();
        return text.AsSpan().IndexOfAny('{', '\\', '$') < 0 ? text : throw new FormatException();
    }

    /// <summary>Takes an argument that is one upright name: letters, spaces and hyphens.</summary>
    public bool TryTakeWord(out string word)
    {
        int before = _at;
        word = Group();
        bool isWord = word.Length > 0 && word.All(c => char.IsLetter(c) || c is ' ' or '-');
        _at = isWord ? _at : before;
        return isWord;
    }

    /// <summary>A bracket after \left, \right or \big.</summary>
    public string Delimiter()
    {
        SkipSpace();
        char c = Take();
        return c switch
        {
            '\\' => TexSymbols.Operators.TryGetValue(CommandName(), out string? sign) ? sign
                : throw new FormatException(),
            '<' => "⟨",
            '>' => "⟩",
            '(' or ')' or '[' or ']' or '|' or '.' or '/' => c.ToString(),
            _ => throw new FormatException(),
        };
    }

    /// <summary>Skips what stands in square brackets, if it comes next.</summary>
    public void SkipBracketed()
    {
        if (IsNext('['))
        {
            _at = tex.IndexOf(']', _at) is >= 0 and int close ? close + 1 : throw new FormatException();
        }
    }
}
