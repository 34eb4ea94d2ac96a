using System.Globalization;
using System.Text;

namespace Attention.Course.RealModel;

/// <summary>
/// Cuts a text into the pieces that an uncased BERT knows: small letters without accents, each punctuation mark and
/// each Chinese character by itself, and an unknown word into the longest pieces of the vocabulary, from its left to
/// its right; all but the first begin with <c>##</c>.
/// </summary>
/// <remarks>
/// Sources: Wu and others, Google's Neural Machine Translation System (2016), section 4.1; Devlin and others, BERT
/// (2018). A word of more than 100 characters, or with a character that the vocabulary lacks, is one <c>[UNK]</c>.
/// </remarks>
internal sealed class WordPiece
{
    private const string Unknown = "[UNK]", Start = "[CLS]", End = "[SEP]";
    private const int LongestWord = 100;

    private readonly string[] _pieces;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    /// <summary>Reads a vocabulary: a piece a line, its number is the line's, counted from 0.</summary>
    /// <exception cref="InvalidDataException">It lacks one of the three special pieces.</exception>
    public WordPiece(string vocabulary)
    {
        _pieces = [.. vocabulary.TrimEnd('\n', '\r').Split('\n').Select(line => line.TrimEnd('\r'))];
        for (int id = 0; id < _pieces.Length; id++)
        {
            _ids.TryAdd(_pieces[id], id);
        }

        foreach (string special in new[] { Unknown, Start, End })
        {
            if (!_ids.ContainsKey(special))
            {
                throw new InvalidDataException($"The vocabulary has no line {special}.");
            }
        }
    }

    /// <summary>How many pieces there are.</summary>
    public int Count => _pieces.Length;

    /// <summary>The piece of a number.</summary>
    public string this[int id] => _pieces[id];

    /// <summary>The numbers of the pieces of a text, between [CLS] and [SEP].</summary>
    public int[] Encode(string text)
        => [_ids[Start], .. Words(text).SelectMany(Pieces).Select(piece => _ids[piece]), _ids[End]];

    private List<string> Pieces(string word)
    {
        var pieces = new List<string>();
        if (word.EnumerateRunes().Count() > LongestWord)
        {
            return [Unknown];
        }

        for (int start = 0; start < word.Length;)
        {
            string prefix = start == 0 ? "" : "##";
            int end = word.Length;
            while (end > start && !_ids.ContainsKey(prefix + word[start..end]))
            {
                end--;
            }

            if (end == start)
            {
                return [Unknown];
            }

            pieces.Add(prefix + word[start..end]);
            start = end;
        }

        return pieces;
    }

    private static string[] Words(string text)
    {
        var words = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                words.Append(' ');
            }
            else if (IsPunctuation(rune) || IsChinese(rune.Value))
            {
                words.Append(' ').Append(rune).Append(' ');
            }
            else if (!IsControl(rune))
            {
                Accents.AppendWithout(words, Rune.ToLowerInvariant(rune));
            }
        }

        return words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Control characters and invisible ones, and the mark for a character that could not be read.</summary>
    private static bool IsControl(Rune rune) => rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    /// <summary>Every ASCII character that is no letter, digit or space counts, such as $ and +.</summary>
    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value > ' ' && !Rune.IsLetterOrDigit(rune) && !Rune.IsControl(rune)
        : Rune.IsPunctuation(rune);

    /// <summary>The blocks of CJK ideographs.</summary>
    private static bool IsChinese(int character) => character
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2CEAF) or (>= 0x2F800 and <= 0x2FA1F);
}
