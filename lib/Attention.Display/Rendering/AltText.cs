namespace Attention.Display.Rendering;

/// <summary>How alternative texts begin: with the title, then the kind of picture.</summary>
internal static class AltText
{
    public static string Begin(string kind, string title) => title.Length > 0 ? $"{title}. {kind}" : kind;
}
