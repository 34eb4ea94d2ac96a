namespace Attention.Display.Rendering;

/// <summary>How alternative texts begin: with the title, then the kind of picture.</summary>
internal static class AltText
{
    public static string Begin(string kind, string title) => Sentences(title, kind);

    /// <summary>Two texts in a row; the first ends with a full stop, unless it ends a sentence by itself.</summary>
    public static string Sentences(string first, string second) =>
        first.Length == 0 ? second : first[^1] is '.' or '?' or '!' ? $"{first} {second}" : $"{first}. {second}";
}
