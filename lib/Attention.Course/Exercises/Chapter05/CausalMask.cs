namespace Attention.Course;

internal static partial class Chapter05
{
    public static Exercise<Func<int, bool[,]>> CausalMask { get; } = new(Syllabus.CausalMask)
    {
        Task = "Write the causal mask for n words: query i (row) may read key j (column) if j is i itself or earlier. true means \"may attend\".",
        Attempt = "MyCausal",
        Starter = """
            bool[,] MyCausal(int n)
            {
                throw new NotImplementedException();   // your code; rows are queries, columns are keys
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
            "Read row by row: word 0 may read only itself, word 1 may read words 0 and 1, the last one all of them.",
            "Make a bool[n, n]; it is false everywhere. For each row i set true in the columns from 0 to i.",
            "The condition for true is `j <= i`: first index the query i, second index the key j.",
        ],
        Insight = "A lower triangle with its diagonal: n(n + 1)/2 of the n² scores are needed, the others need not even be computed.",
        Inputs = ["n"],
        Cases = [new("one word", 1), new("two words", 2), new("three words", 3), new("five words", 5), new("no words", 0)],
        Reference = n => Mask(n, (i, j) => j <= i),
        WrongIdeas =
        [
            new("turns true around", "Your mask says true for what is hidden. In this course true means \"may attend\"; some libraries mean the opposite, so always check.",
                n => Mask(n, (i, j) => j > i)),
            new("reads the future", "Rows and columns are exchanged: word 0 reads everything, the last one only itself. Row i is the query, column j the key: j ≤ i.",
                n => Mask(n, (i, j) => j >= i)),
            new("hides the word from itself", "A word may read itself: include the diagonal, j ≤ i instead of j < i. Otherwise word 0 sees nothing at all.",
                n => Mask(n, (i, j) => j < i)),
            new("peeks at the next word", "One column too far: each word reads the next one, too. That is the very word it is to predict.",
                n => Mask(n, (i, j) => j <= i + 1)),
            new("hides nothing", "Everything is visible: the future, too.", n => Mask(n, (_, _) => true)),
            new("sees only itself", "Each word sees only itself. It may read all the words before it, too.", n => Mask(n, (i, j) => i == j)),
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
