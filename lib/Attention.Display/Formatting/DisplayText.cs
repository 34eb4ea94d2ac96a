using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>Text for the forms of an <see cref="IDisplay"/>.</summary>
public static class DisplayText
{
    /// <summary>
    /// Escapes text for HTML content and for the value of a quoted attribute. Characters that a document must not
    /// contain are replaced, and line breaks become spaces.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string Html(string text) => Escape.Html(SafeText.Clean(text));

    /// <summary>A number with at most four decimals, a true minus sign, and the same form in every culture.</summary>
    /// <param name="value">Any number; infinities and NaN are written as ∞, −∞ and NaN.</param>
    public static string Number(double value) => Display.Number.Short(value);
}
