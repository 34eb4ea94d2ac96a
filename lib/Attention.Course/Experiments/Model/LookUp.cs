using System.Globalization;

namespace Attention.Course.Experiments;

/// <summary>
/// A list of six letters in random order, each with a number from 0 to 3, and one or two letters whose numbers are
/// asked for.
/// </summary>
/// <remarks>One letter is key recall (<c>data/key-recall.tsv</c>), two are two look-ups at once
/// (<c>data/two-look-ups.tsv</c>).</remarks>
/// <param name="Letters">The six letters a … f as 0 … 5, each once.</param>
/// <param name="Numbers">The number behind each.</param>
/// <param name="Asked">The letters asked for, all different.</param>
internal sealed record LookUp(int[] Letters, int[] Numbers, int[] Asked)
{
    public const int LetterCount = 6, NumberCount = 4;

    /// <summary>The features of an item: which letter, which number.</summary>
    public const int Features = LetterCount + NumberCount;

    public static LookUp Draw(SplitMix64 random, int questions)
    {
        int[] letters = random.Permutation(LetterCount), order = random.Permutation(LetterCount);
        return new(letters, [.. letters.Select(_ => random.Below(NumberCount))], order[..questions]);
    }

    /// <summary>Two questions with fixed roles: the first for one of a, b, c, the second for one of d, e, f.</summary>
    public static LookUp DrawFixedRoles(SplitMix64 random)
    {
        LookUp list = Draw(random, 0);
        return list with { Asked = [random.Below(LetterCount / 2), LetterCount / 2 + random.Below(LetterCount / 2)] };
    }

    /// <summary>The answers, one per question.</summary>
    public int[] Answers => [.. Asked.Select(letter => Numbers[Array.IndexOf(Letters, letter)])];

    /// <summary>One line of the published file: list ⇥ asked ⇥ answers.</summary>
    public override string ToString()
        => $"{string.Join(' ', Words)}\t{string.Join(' ', Asked.Select(Letter))}\t{string.Join(' ', Answers)}";

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static LookUp Parse(string[] cells)
    {
        string[] items = cells[0].Split(' ');
        return new(
            [.. items.Select(item => item[0] - 'a')],
            [.. items.Select(item => int.Parse(item.AsSpan(2), CultureInfo.InvariantCulture))],
            [.. cells[1].Split(' ').Select(letter => letter[0] - 'a')]);
    }

    /// <summary>The list as X, 6 × 10; the letters asked for as one row that asks, 1 × (6 · questions).</summary>
    public Example ToExample()
    {
        int count = Letters.Length;
        return new(
            ExampleRows.OneHot(count, Features, [
                .. Letters.Select((letter, i) => (i, letter)),
                .. Numbers.Select((number, i) => (i, LetterCount + number))]),
            ExampleRows.OneHot(
                1, LetterCount * Asked.Length,
                [.. Asked.Select((letter, question) => (0, question * LetterCount + letter))]),
            [count],
            [Answers]);
    }

    /// <summary>The items as a picture names them: <c>c=2</c>.</summary>
    public string[] Words => [.. Letters.Zip(Numbers, (letter, number) => $"{Letter(letter)}={number}")];

    public static string Letter(int letter) => ((char)('a' + letter)).ToString();
}
