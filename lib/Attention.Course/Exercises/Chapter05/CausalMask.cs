namespace Attention.Course;

internal static partial class Chapter05
{
    public static Exercise<Func<int, bool[,]>> CausalMask { get; } =
        new(Syllabus.CausalMask)
        {
            Task =
                "Write the causal mask for n words: query i (row) may read key j (column) if j is i itself or earlier. "
                + "true means \"may attend\".",
            Attempt = "MyCausal",
            Starter = """
                bool[,] MyCausal(int n)
                {
                    throw new NotImplementedException();   // your code; [query, key]
                }
                """,
            Solution = """
                bool[,] MyCausal(int n)
                {
                    var mayAttend = new bool[n, n];
                    for (int i = 0; i < n; i++)
                        for (int j = 0; j <= i; j++)
                            mayAttend[i, j] = true;
                    return mayAttend;
                }
                """,
            Hints =
            [
                "Read row by row: word 0 may read only itself, word 1 may read words 0 and 1, the last one all of "
                    + "them.",
                "Make a bool[n, n]; it is false everywhere. For each row i set true in the columns from 0 to i.",
                "The condition for true is `j <= i`: first index the query i, second index the key j.",
            ],
            Insight =
                "A lower triangle with its diagonal: n(n + 1)/2 of the n² scores are needed, the others need not "
                + "even be computed.",
            Inputs = ["n"],
            Cases =
            [
                new("no words", 0),
                new("one word", 1),
                new("two words", 2),
                new("three words", 3),
                new("five words", 5),
                new("30 words", 30),
            ],
            Reference = n => Mask(n, (i, j) => j <= i),
            WrongIdeas =
            [
                new(
                    "turns true around",
                    "Your mask says true for what is hidden. In this course true means \"may attend\"; "
                        + "some libraries mean the opposite, so always check.",
                    n => Mask(n, (i, j) => j > i)
                ),
                new(
                    "reads the future",
                    "Rows and columns are exchanged: word 0 reads everything, the last one only itself. "
                        + "Row i is the query, column j the key: j ≤ i.",
                    n => Mask(n, (i, j) => j >= i)
                ),
                new(
                    "hides the word from itself",
                    "A word may read itself: include the diagonal, j ≤ i instead of j < i. "
                        + "Otherwise word 0 sees nothing at all.",
                    n => Mask(n, (i, j) => j < i)
                ),
                new(
                    "peeks at the next word",
                    "One column too far: each word reads the next one, too. That is the very word it is to predict.",
                    n => Mask(n, (i, j) => j <= i + 1)
                ),
                new("hides nothing", "Everything is visible: the future, too.", n => Mask(n, (_, _) => true)),
                new(
                    "hides everything",
                    "Everything is hidden. Set true where the key is the query itself or earlier: j ≤ i.",
                    n => Mask(n, (_, _) => false)
                ),
                new("sees only itself", "Each word sees only itself. It may read all the words before it, too.", n =>
                    Mask(n, (i, j) => i == j)
                ),
                new(
                    "hides only itself",
                    "Each word sees all the others and not itself. It may read itself and the words before it.",
                    n => Mask(n, (i, j) => i != j)
                ),
                new(
                    "sees only the word before",
                    "Each word sees itself and the one before. It may read all the words before it.",
                    n => Mask(n, (i, j) => j == i || j == i - 1)
                ),
                new(
                    "leaves the first column out",
                    "Column 0 is hidden from all. In C# the first index is 0: j starts there.",
                    n => Mask(n, (i, j) => j <= i && j > 0)
                ),
                new("leaves the first row out", "Row 0 is empty. In C# the first index is 0: i starts there.", n =>
                    Mask(n, (i, j) => j <= i && i > 0)
                ),
                new("leaves the last row out", "The last row is empty. The loop over i runs while i < n.", n =>
                    Mask(n, (i, j) => j <= i && i < n - 1)
                ),
                new(
                    "turns the triangle on its side",
                    "The triangle lies along the other diagonal. Count j from 0: the condition is j ≤ i.",
                    n => Mask(n, (i, j) => i + j < n),
                    n => Mask(n, (i, j) => i + j >= n - 1)
                ),
                new("hides all but word 0 from itself",
                    "A word may read itself: include the diagonal, j ≤ i instead of j < i. Only word 0 does "
                        + "so far.",
                    n => Mask(n, (i, j) => j < i || (i == 0 && j == 0))),
                new("sees only the first word",
                    "Every word sees the first word only. It may read all the words before it, and itself.",
                    n => Mask(n, (_, j) => j == 0)),
                new("sees only the next word",
                    "Each word sees only the next one. It may read itself and the words before it: j ≤ i.",
                    n => Mask(n, (i, j) => j == i + 1)),
            ],
        };

    private static bool[,] Mask(int n, Func<int, int, bool> mayAttend)
    {
        var mask = new bool[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                mask[i, j] = mayAttend(i, j);
            }
        }

        return mask;
    }
}
