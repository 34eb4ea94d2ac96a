namespace Attention.Course;

internal static partial class Chapter05
{
    public static Exercise<Func<int[], int, bool[,,]>> PaddingMask { get; } = new(Syllabus.PaddingMask)
    {
        Task = "Sentences of different length are padded to n words. Write the mask [sentence, query, key]: a key may be read if it is a real word of its sentence, by every query. true means \"may attend\".",
        Attempt = "MyPadding",
        Starter = """
            bool[,,] MyPadding(int[] lengths, int n)
            {
                throw new NotImplementedException();   // your code; [sentence, query, key]
            }
            """,
        Solution = """
            bool[,,] MyPadding(int[] lengths, int n)
            {
                var mayAttend = new bool[lengths.Length, n, n];
                for (int s = 0; s < lengths.Length; s++)
                    for (int i = 0; i < n; i++)
                        for (int j = 0; j < lengths[s]; j++)
                            mayAttend[s, i, j] = true;
                return mayAttend;
            }
            """,
        Hints =
        [
            "Padding must not be read. So which index decides: the query that reads, or the key that is read?",
            "Three loops: the sentence s, the query i, the key j. Only j and the length of sentence s decide.",
            "The condition for true is `j < lengths[s]`, for every i.",
        ],
        Insight = "The mask hides columns, not rows: a padded query computes something that nobody reads.",
        Inputs = ["lengths", "n"],
        Cases =
        [
            new("one sentence of 2 words in 3 places", new[] { 2 }, 3),
            new("two sentences", new[] { 1, 2 }, 2),
            new("a sentence without padding", new[] { 3 }, 3),
            new("an empty sentence", new[] { 0, 2 }, 2),
            new("three sentences", new[] { 4, 1, 3 }, 4),
        ],
        Reference = (lengths, n) => Masks(lengths, n, (length, _, j) => j < length),
        WrongIdeas =
        [
            new("hides the padded rows", "You masked the padded rows, so padding does not read; but it is still read. Hide the columns: j decides, not i.",
                (lengths, n) => Masks(lengths, n, (length, i, _) => i < length)),
            new("hides rows and columns", "You hid the padded rows, too. They do no harm, nobody reads them; and a row without any key is a special case you need not create.",
                (lengths, n) => Masks(lengths, n, (length, i, j) => i < length && j < length)),
            new("turns true around", "Your mask says true for the padding. In this course true means \"may attend\".",
                (lengths, n) => Masks(lengths, n, (length, _, j) => j >= length)),
            new("reads one pad", "One column too far: the first pad is visible. The words of a sentence have the indices 0 … length − 1.",
                (lengths, n) => Masks(lengths, n, (length, _, j) => j <= length)),
            new("uses the longest sentence", "You used the longest length for all sentences. Each has its own.",
                (lengths, n) => Masks(lengths, n, (_, _, j) => j < lengths.Max())),
            new("uses the first sentence", "You used the length of the first sentence for all. Each has its own: lengths[s].",
                (lengths, n) => Masks(lengths, n, (_, _, j) => j < lengths[0])),
            new("adds a causal mask", "You hid the future as well. Padding alone lets every query read every real word; the two masks have different reasons.",
                (lengths, n) => Masks(lengths, n, (length, i, j) => j < length && j <= i)),
        ],
    };

    private static bool[,,] Masks(int[] lengths, int n, Func<int, int, int, bool> mayAttend)
    {
        var masks = new bool[lengths.Length, n, n];
        for (int at = 0; at < masks.Length; at++)
        {
            (int sentence, int i, int j) = (at / (n * n), at / n % n, at % n);
            masks[sentence, i, j] = mayAttend(lengths[sentence], i, j);
        }

        return masks;
    }
}
