using System.Globalization;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// Letters in the alphabets of mathematics. MathML Core knows no attribute for them: they are characters of their own,
/// most of them in one block, some where Unicode had them before.
/// </summary>
internal static class TexAlphabets
{
    /// <summary>The code points of A, a, 0, Α and α; 0 where the alphabet lacks them.</summary>
    private static readonly Dictionary<string,
    (int Upper, int Lower, int Digit, int GreekUpper, int GreekLower)> Starts =
        new(StringComparer.Ordinal)
        {
            ["bold"] = (0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2),
            ["italic"] = (0x1D434, 0x1D44E, 0, 0x1D6E2, 0x1D6FC),
            ["bold-italic"] = (0x1D468, 0x1D482, 0x1D7CE, 0x1D71C, 0x1D736),
            ["script"] = (0x1D49C, 0x1D4B6, 0, 0, 0),
            ["fraktur"] = (0x1D504, 0x1D51E, 0, 0, 0),
            ["double"] = (0x1D538, 0x1D552, 0x1D7D8, 0, 0),
            ["sans"] = (0x1D5A0, 0x1D5BA, 0x1D7E2, 0, 0),
            ["mono"] = (0x1D670, 0x1D68A, 0x1D7F6, 0, 0),
        };

    private static readonly Dictionary<(string, char), string> Exceptions = new()
    {
        [("italic", 'h')] = "ℎ",
        [("script", 'B')] = "ℬ",
        [("script", 'E')] = "ℰ",
        [("script", 'F')] = "ℱ",
        [("script", 'H')] = "ℋ",
        [("script", 'I')] = "ℐ",
        [("script", 'L')] = "ℒ",
        [("script", 'M')] = "ℳ",
        [("script", 'R')] = "ℛ",
        [("script", 'e')] = "ℯ",
        [("script", 'g')] = "ℊ",
        [("script", 'o')] = "ℴ",
        [("fraktur", 'C')] = "ℭ",
        [("fraktur", 'H')] = "ℌ",
        [("fraktur", 'I')] = "ℑ",
        [("fraktur", 'R')] = "ℜ",
        [("fraktur", 'Z')] = "ℨ",
        [("double", 'C')] = "ℂ",
        [("double", 'H')] = "ℍ",
        [("double", 'N')] = "ℕ",
        [("double", 'P')] = "ℙ",
        [("double", 'Q')] = "ℚ",
        [("double", 'R')] = "ℝ",
        [("double", 'Z')] = "ℤ",
    };

    /// <summary>The character in that alphabet; as it is where the alphabet lacks it.</summary>
    public static string Of(string style, string character)
    {
        if (character.Length != 1 || !Starts.TryGetValue(style, out var starts))
        {
            return character;
        }
        char c = character[0];
        if (Exceptions.TryGetValue((style, c), out string? exception))
        {
            return exception;
        }
        int start = c switch
        {
            >= 'A' and <= 'Z' => starts.Upper - 'A',
            >= 'a' and <= 'z' => starts.Lower - 'a',
            >= '0' and <= '9' when starts.Digit > 0 => starts.Digit - '0',
            >= 'Α' and <= 'Ω' when starts.GreekUpper > 0 => starts.GreekUpper - 'Α',
            >= 'α' and <= 'ω' when starts.GreekLower > 0 => starts.GreekLower - 'α',
            _ => int.MinValue,
        };
        return start == int.MinValue ? character : char.ConvertFromUtf32(start + c);
    }

    /// <summary>Whether a text is one letter, which MathML slants by itself.</summary>
    public static bool IsOneLetter(string text) =>
        new StringInfo(text).LengthInTextElements == 1 && char.IsLetter(text, 0);
}
