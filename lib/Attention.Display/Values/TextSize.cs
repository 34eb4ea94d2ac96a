using System.Text;

namespace Attention.Display;

/// <summary>
/// The estimated width of text, since nothing can measure it when a static picture is made. Chinese characters are one
/// em wide.
/// </summary>
internal static class TextSize
{
    /// <summary>Pixels that <paramref name="text"/> takes at a font size, erring on the wide side.</summary>
    public static double Width(string text, double fontSize) => fontSize * text.EnumerateRunes().Sum(Em);

    /// <summary>Columns that <paramref name="text"/> takes in a terminal.</summary>
    public static int Cells(string text) =>
        text.EnumerateRunes()
            .Sum(rune =>
                IsZeroWidth(rune) ? 0
                : IsWide(rune) ? 2
                : 1
            );

    /// <summary>The text, cut with an ellipsis to fit into <paramref name="width"/> pixels.</summary>
    public static string Fit(string text, double fontSize, double width)
    {
        if (Width(text, fontSize) <= width)
        {
            return text;
        }

        var kept = new StringBuilder();
        double room = width / fontSize - Em(new Rune('…'));
        foreach (Rune rune in text.EnumerateRunes())
        {
            room -= Em(rune);
            if (room < 0)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return kept.Append('…').ToString();
    }

    private static double Em(Rune rune) =>
        rune.Value switch
        {
            _ when IsZeroWidth(rune) => 0,
            _ when IsWide(rune) => 1,
            'i'
            or 'j'
            or 'l'
            or 'I'
            or '.'
            or ','
            or ':'
            or ';'
            or '\''
            or '|'
            or '!'
            or ' '
            or '('
            or ')'
            or 'f'
            or 't'
            or 'r' => 0.36,
            'm' or 'w' or 'M' or 'W' or '%' or '@' or '…' => 0.92,
            '−' or '+' or '=' or '×' or '÷' or '→' or '∞' => 0.84,
            >= 'A' and <= 'Z' => 0.7,
            _ => 0.63,
        };

    private static bool IsWide(Rune rune) =>
        rune.Value
            is (>= 0x1100 and <= 0x115F)
                or (>= 0x2E80 and <= 0xA4CF)
                or (>= 0xAC00 and <= 0xD7A3)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0xFE30 and <= 0xFE6F)
                or (>= 0xFF00 and <= 0xFF60)
                or (>= 0xFFE0 and <= 0xFFE6)
                or >= 0x1F000;

    private static bool IsZeroWidth(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.EnclosingMark
                or System.Globalization.UnicodeCategory.Format;
}
