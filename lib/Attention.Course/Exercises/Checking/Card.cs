using Attention.Display;

namespace Attention.Course;

/// <summary>A box with a coloured edge, as HTML: what a check and a prediction answer.</summary>
internal static class Card
{
    public const string Good = "#2e7d32", NotYet = "#b26a00", Neutral = "#808080";

    /// <param name="color">Of the edge, such as <see cref="Good"/>.</param>
    /// <param name="headline">The first line, as text.</param>
    /// <param name="content">What stands below it, as HTML.</param>
    public static string Of(string color, string headline, string content) =>
        $"<div class=\"attention-feedback\" style=\"border-left:4px solid {color};padding:2px 12px;margin:8px 0\">"
        + $"<p style=\"margin:4px 0\"><b>{Text(headline)}</b></p>{content}</div>";

    public static string Paragraph(string text) => $"<p style=\"margin:4px 0\">{Text(text)}</p>";

    /// <summary>Escapes text, and keeps its line breaks.</summary>
    public static string Text(string text) =>
        string.Join('\n', text.Split('\n').Select(line => DisplayText.Html(line)));
}
