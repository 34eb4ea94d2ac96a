namespace Attention.Display;

/// <summary>A name in a picture: a word and, where the reader may not know it, its translation.</summary>
/// <remarks>A plain string converts to a label, and so does a pair: <c>("苹果", "apple")</c>. Drawn as 苹果 with a small
/// <i>apple</i> beside or below it.</remarks>
/// <param name="Text">The word itself.</param>
/// <param name="Gloss">Its translation, or null.</param>
public readonly record struct Label(string Text, string? Gloss = null)
{
    /// <summary>A label without translation.</summary>
    public static implicit operator Label(string text) => new(text);

    /// <summary>A word with its translation.</summary>
    public static implicit operator Label((string Text, string Gloss) pair) => new(pair.Text, pair.Gloss);

    /// <summary>The word, with its translation in brackets: <c>苹果 (apple)</c>.</summary>
    public override string ToString() => string.IsNullOrEmpty(Gloss) ? Text : $"{Text} ({Gloss})";

    /// <summary>The same label with every character that a picture could not carry replaced.</summary>
    internal Label Clean() => new(SafeText.Clean(Text), Gloss is null ? null : SafeText.Clean(Gloss));

    /// <summary>
    /// The word with its translation on one line, as beside a row. A long one is cut with an ellipsis.
    /// </summary>
    internal string OneLine() => TextSize.Fit(string.IsNullOrEmpty(Gloss) ? Text : $"{Text} {Gloss}", 12, 150);
}
