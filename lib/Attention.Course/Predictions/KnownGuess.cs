namespace Attention.Course;

/// <summary>Guesses that mean the same, and what is to be said to whoever makes one of them.</summary>
public sealed class KnownGuess
{
    private const double Tolerance = 0.02;

    /// <summary>A number, and those that are off by at most 2 % of it (by 0.005 where it is 0).</summary>
    /// <param name="number">The guessed number.</param>
    /// <param name="reason">Why somebody guesses it, and why it is wrong: one or two sentences.</param>
    public KnownGuess(double number, string reason)
        : this(number - Margin(number, Tolerance), number + Margin(number, Tolerance), reason)
    {
    }

    /// <summary>All numbers between two others, which are rounded to four decimals.</summary>
    /// <param name="from">The smallest of them.</param>
    /// <param name="to">The largest of them.</param>
    /// <param name="reason">Why somebody guesses one of them, and why it is wrong: one or two sentences.</param>
    public KnownGuess(double from, double to, string reason)
        => (From, To, Spellings, Reason) = (Math.Round(from, 4), Math.Round(to, 4), [], reason);

    /// <summary>A word.</summary>
    /// <param name="word">The word; a word of the corpus may be guessed in Chinese or in English.</param>
    /// <param name="reason">Why somebody guesses it, and why it is wrong: one or two sentences.</param>
    /// <param name="also">Other ways to write it.</param>
    public KnownGuess(string word, string reason, params string[] also)
        => (Spellings, Reason) = ([.. SpellingsOf(word), .. also], reason);

    /// <summary>The smallest of the numbers; null for a word.</summary>
    public double? From { get; }

    /// <summary>The largest of the numbers; null for a word.</summary>
    public double? To { get; }

    /// <summary>All ways to write the word; empty for numbers. Upper and lower case do not matter.</summary>
    public IReadOnlyList<string> Spellings { get; }

    /// <summary>What is to be said to whoever guesses it.</summary>
    public string Reason { get; }

    /// <summary>Whether <paramref name="guess"/> is one of these.</summary>
    internal bool Includes(Guess guess) => Spellings.Count > 0
        ? Spellings.Contains(guess.Text, StringComparer.OrdinalIgnoreCase)
        : From <= guess.Number && guess.Number <= To;

    /// <summary>How far off a number may be.</summary>
    internal static double Margin(double number, double tolerance)
        => number == 0 ? 0.005 : tolerance * Math.Abs(number);

    private static IEnumerable<string> SpellingsOf(string word) => Corpus.Vocabulary.Find(word) is { } chinese
        ? [Corpus.Gloss(chinese), chinese]
        : [word];
}
