namespace Attention.Course;

internal static partial class Chapter05
{
    public static Exercise<Func<int[], int, bool[,,]>> PaddingMask { get; } = new(Syllabus.PaddingMask)
    {
        Task = "Sentences of different length are padded to n words; the padding stands behind the words. "
            + "Write the mask [sentence, query, key]: a key may be read if it is a real word of its sentence, by "
            + "every query. true means \"may attend\".",
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
            new("one sentence of 2 words in 3 positions", new[] { 2 }, 3),
            new("no sentences", Array.Empty<int>(), 3),
            new("two sentences", new[] { 1, 2 }, 2),
            new("a sentence without padding", new[] { 3 }, 3),
            new("an empty sentence", new[] { 0, 2 }, 2),
            new("much padding", new[] { 2, 1 }, 5),
            new("three sentences", new[] { 4, 1, 3 }, 4),
            new("1,003 sentences", Array.ConvertAll(Sample.Whole(1_003, 7), x => x > 0 ? 1 : 0), 1),
            new("more sentences than positions", new[] { 1, 0, 2, 2, 1 }, 2),
        ],
        Reference = (lengths, n) => Masks(lengths, n, (length, _, j) => j < length),
        WrongIdeas =
        [
            new("hides the padded rows",
                "You masked the padded rows, so padding does not read; but it is still read. Hide the columns: "
                    + "j decides, not i.",
                (lengths, n) => Masks(lengths, n, (length, i, _) => i < length)),
            new("hides rows and columns",
                "You hid the padded rows, too. They do no harm, nobody reads them; "
                    + "and a row without any key is a special case you need not create.",
                (lengths, n) => Masks(lengths, n, (length, i, j) => i < length && j < length)),
            new("lets either be a word",
                "You joined two conditions with \"or\". Only the key decides: j < lengths[s].",
                (lengths, n) => Masks(lengths, n, (length, i, j) => i < length || j < length)),
            new("turns true around",
                "Your mask says true for the padding. In this course true means \"may attend\".",
                (lengths, n) => Masks(lengths, n, (length, _, j) => j >= length)),
            new("reads one pad",
                "One column too far: the first pad is visible. The words of a sentence have the indices 0 … length − "
                    + "1.",
                (lengths, n) => Masks(lengths, n, (length, _, j) => j <= length),
                OnePadTooFar),
            new("hides the last word",
                "One column too few: the last word is hidden. The words of a sentence have the indices 0 … length − 1.",
                (lengths, n) => Masks(lengths, n, (length, _, j) => j < length - 1)),
            new("hides the first word",
                "The first word is hidden. In C# the first index is 0: j starts there.",
                (lengths, n) => Masks(lengths, n, (length, _, j) => j > 0 && j < length)),
            new("hides nothing", "Everything is visible, padding "
                + "too.", (lengths, n) => Masks(lengths, n, (_, _, _) => true)),
            new("hides everything", "Everything is hidden. Set true where the key is a word: j < lengths[s].",
                (lengths, n) => Masks(lengths, n, (_, _, _) => false)),
            new("pads on the left",
                "Your padding stands before the words. Here it stands behind them: a sentence begins in column 0.",
                (lengths, n) => Masks(lengths, n, (length, _, j) => j >= n - length)),
            new("uses the longest sentence",
                "You used the longest length for all sentences. Each has its own: lengths[s].",
                (lengths, n) => Masks(lengths, n, (_, _, j) => j < lengths.Max())),
            new("uses the shortest sentence",
                "You used the shortest length for all sentences. Each has its own: lengths[s].",
                (lengths, n) => Masks(lengths, n, (_, _, j) => j < lengths.Min())),
            new("uses the first sentence",
                "You used the length of the first sentence for all. Each has its own: lengths[s].",
                (lengths, n) => Masks(lengths, n, (_, _, j) => j < lengths[0])),
            new("uses the last sentence",
                "You used the length of the last sentence for all. Each has its own: lengths[s].",
                (lengths, n) => Masks(lengths, n, (_, _, j) => j < lengths[^1])),
            new("fills the first sentence only",
                "Only the first sentence has a mask. The loop over s runs over all of them.",
                (lengths, n) => Filled(lengths, n, (s, _, _) => s == 0)),
            new("fills the diagonal only",
                "Each word sees only itself. Every query may read every real word of its sentence.",
                (lengths, n) => Filled(lengths, n, (_, i, j) => i == j)),
            new("fills the first row only",
                "Only query 0 may read. Every query may: i runs over all n.",
                (lengths, n) => Filled(lengths, n, (_, i, _) => i == 0)),
            new("adds a causal mask",
                "You hid the future as well. Padding alone lets every query read every real word; "
                    + "the two masks have different reasons.",
                (lengths, n) => Filled(lengths, n, (_, i, j) => j <= i)),
            new("takes the length of another sentence",
                "You took the length at the index of a query, lengths[i]. The sentence decides: lengths[s].",
                (lengths, n) => Masks(lengths, n, (_, i, j) => j < lengths[i]),
                (lengths, n) => Masks(lengths, n, (_, i, j) => j < lengths[i % lengths.Length])),
            new("counts the padding",
                "You took the number of pads, n − length, for the number of words.",
                (lengths, n) => Masks(lengths, n, (length, _, j) => j < n - length)),
            new("counts the sentences",
                "You compared with lengths.Length, the number of sentences. Each sentence has its own "
                    + "length: lengths[s].",
                (lengths, n) => Masks(lengths, n, (_, _, j) => j < lengths.Length)),
            new("adds up the lengths",
                "You compared with the sum of all lengths. Each sentence has its own: lengths[s].",
                (lengths, n) => Masks(lengths, n, (_, _, j) => j < lengths.Sum())),
            new("averages the lengths",
                "You compared with the average of all lengths. Each sentence has its own: lengths[s].",
                (lengths, n) => Masks(lengths, n, (_, _, j) => j < lengths.Average())),
            new("shows the last word only",
                "Only the last word of each sentence is visible. All of its words are: j < lengths[s].",
                (lengths, n) => Masks(lengths, n, (length, _, j) => j == length - 1)),
            new("leaves the first sentence out",
                "The first sentence has no mask. In C# the first index is 0: the loop over s starts there.",
                (lengths, n) => Filled(lengths, n, (s, _, _) => s > 0)),
            new("leaves the last sentence out",
                "The last sentence has no mask. The loop over s runs while s < lengths.Length.",
                (lengths, n) => Filled(lengths, n, (s, _, _) => s < lengths.Length - 1)),
            new("leaves the last row out",
                "The last query may read nothing. The loop over i runs while i < n.",
                (lengths, n) => Filled(lengths, n, (_, i, _) => i < n - 1)),
        ],
    };

    /// <summary>With loops, as a learner writes it: it leaves the array where a sentence has no padding.</summary>
    private static bool[,,] OnePadTooFar(int[] lengths, int n)
    {
        var masks = new bool[lengths.Length, n, n];
        for (int s = 0; s < lengths.Length; s++)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j <= lengths[s]; j++)
                {
                    masks[s, i, j] = true;
                }
            }
        }

        return masks;
    }

    /// <summary>The right mask where a condition on sentence, query and key holds; false elsewhere.</summary>
    private static bool[,,] Filled(int[] lengths, int n, Func<int, int, int, bool> holds)
    {
        bool[,,] masks = Masks(lengths, n, (length, _, j) => j < length);
        for (int at = 0; at < masks.Length; at++)
        {
            (int sentence, int i, int j) = (at / (n * n), at / n % n, at % n);
            masks[sentence, i, j] &= holds(sentence, i, j);
        }

        return masks;
    }

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
