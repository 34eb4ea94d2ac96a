namespace Attention.Course;

internal static partial class Chapter07
{
    public static Exercise<Func<int, int>> LeavesTheCache { get; } = new(Syllabus.LeavesTheCache)
    {
        Task = "Attention that stores its scores, as text 2's code does, keeps n × n floats per head. "
            + "Return the smallest n whose n × n floats no longer fit into a cache of so many bytes (at most 512 MB).",
        Attempt = "MyFirstTooLarge",
        Starter = """
            int MyFirstTooLarge(int cacheBytes)
            {
                throw new NotImplementedException();   // your code
            }
            """,
        Solution = """
            int MyFirstTooLarge(int cacheBytes)
            {
                int n = 1;
                while (n * n * sizeof(float) <= cacheBytes) n++;
                return n;
            }
            """,
        Hints =
        [
            "How many bytes do n × n scores take, if one float takes 4?",
            "Look for the first n with 4·n² > cacheBytes: count up, or start from the root of cacheBytes / 4 and mind "
                + "the rounding.",
            "`while (n * n * sizeof(float) <= cacheBytes) n++;`",
        ],
        Insight = "Twice the cache gives only √2 times the n: n × n scores outgrow every cache. "
            + "A tile keeps its size, whatever n is.",
        Inputs = ["cacheBytes"],
        Cases =
        [
            new("a cache of one float", 4),
            new("a cache of three bytes, too small for one", 3),
            new("a cache of four floats, filled exactly", 16),
            new("one byte less", 15),
            new("a cache of 39 bytes", 39),
            new("32 KB, a common first-level cache", 32 * 1024),
            new("1 MB", 1024 * 1024),
            new("one byte less than 1000 × 1000 floats", 4 * 1000 * 1000 - 1),
            new("32 MB, a common third-level cache", 32 * 1024 * 1024),
            new("5793 × 5793 floats exactly", 4 * 5793 * 5793),
            new("one byte less than 5793 × 5793 floats", 4 * 5793 * 5793 - 1),
            new("11585 × 11585 floats exactly", 4 * 11585 * 11585),
            new("one byte less than 11585 × 11585 floats", 4 * 11585 * 11585 - 1),
            new("512 MB", 512 * 1024 * 1024),
        ],
        Reference = cacheBytes => FirstTooLarge(cacheBytes, n => 4L * n * n),
        WrongIdeas =
        [
            new("forgets the 4 bytes", "You counted a score as one byte. A float takes 4.",
                cacheBytes => FirstTooLarge(cacheBytes, n => (long)n * n)),
            new("counts double", "You counted 8 bytes per score. That is a double; a float takes 4.",
                cacheBytes => FirstTooLarge(cacheBytes, n => 8L * n * n)),
            new("counts half precision", "You counted 2 bytes per score. That is half precision; a float takes 4.",
                cacheBytes => FirstTooLarge(cacheBytes, n => 2L * n * n)),
            new("counts bits", "You counted bits: 32 per score. The cache is given in bytes, and a float takes 4.",
                cacheBytes => FirstTooLarge(cacheBytes, n => 32L * n * n)),
            new("returns the last that fits",
                "That is the largest n that still fits. The question is the first that does not: one more.",
                cacheBytes => FirstTooLarge(cacheBytes, n => 4L * n * n) - 1),
            new("goes one too far", "One n too far: a smaller one already does not fit.",
                cacheBytes => FirstTooLarge(cacheBytes, n => 4L * n * n) + 1),
            new("rounds up only",
                "Nearly: when n × n scores fill the cache exactly, they still fit. "
                    + "Then the first that does not is one more.",
                cacheBytes => (int)Math.Ceiling(Math.Sqrt(cacheBytes / 4.0))),
            new("rounds to the nearest", "The root is rounded to the nearest whole number. Cut it, then add one.",
                cacheBytes => (int)Math.Round(Math.Sqrt(cacheBytes / 4.0)),
                cacheBytes => (int)Math.Round(Math.Sqrt(cacheBytes / 4.0)) + 1),
            new("takes the root in float",
                "Right for small caches. A float has 24 bits, too few for these roots: "
                    + "where n × n scores just fit, or just do not, "
                    + "its root is rounded the wrong way. Use Math.Sqrt, or count.",
                cacheBytes => (int)MathF.Sqrt(cacheBytes / 4) + 1,
                cacheBytes => (int)MathF.Sqrt(cacheBytes / 4f) + 1,
                cacheBytes => (int)(MathF.Sqrt(cacheBytes) / 2) + 1),
            new("forgets the root", "You divided by 4 bytes but took no root: there are n × n scores, not n.",
                cacheBytes => cacheBytes / 4 + 1),
            new("forgets the root and the one more",
                "So many scores fit, but there are n × n of them: take the root. "
                    + "And the question is the first n that does not fit.",
                cacheBytes => cacheBytes / 4),
            new("divides after the root",
                "You divided the root by 4. The 4 bytes belong to each score: divide first, then take the root.",
                cacheBytes => (int)(Math.Sqrt(cacheBytes) / 4) + 1),
            new("counts half the matrix",
                "You counted a triangle. Text 2's code stores all n × n scores, also those that a causal mask hides.",
                cacheBytes => FirstTooLarge(cacheBytes, n => 2L * n * (n + 1))),
        ],
    };

    private static int FirstTooLarge(int cacheBytes, Func<int, long> bytes)
    {
        int n = 1;
        while (bytes(n) <= cacheBytes)
        {
            n++;
        }

        return n;
    }
}
