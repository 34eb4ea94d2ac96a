namespace Attention.Course;

internal static partial class Chapter07
{
    public static Exercise<Func<int, int>> LeavesTheCache { get; } = new(Syllabus.LeavesTheCache)
    {
        Task = "Attention that stores its scores, as text 2's code does, keeps n × n floats per head. Return the smallest n whose n × n floats no longer fit into a cache of so many bytes (at most 512 MB).",
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
            "Look for the first n with 4·n² > cacheBytes: count up, or start from the root of cacheBytes / 4 and mind the rounding.",
            "`while (n * n * sizeof(float) <= cacheBytes) n++;`",
        ],
        Insight = "Twice the cache gives only √2 times the n: n × n scores outgrow every cache. A tile keeps its size, whatever n is.",
        Inputs = ["cacheBytes"],
        Cases =
        [
            new("a cache of one float", 4),
            new("a cache of four floats, filled exactly", 16),
            new("a cache of 39 bytes", 39),
            new("32 KB, a common first-level cache", 32 * 1024),
            new("1 MB", 1024 * 1024),
            new("32 MB, a common third-level cache", 32 * 1024 * 1024),
        ],
        Reference = cacheBytes => FirstTooLarge(cacheBytes, n => 4L * n * n),
        WrongIdeas =
        [
            new("forgets the 4 bytes", "You counted a score as one byte. A float takes 4.",
                cacheBytes => FirstTooLarge(cacheBytes, n => (long)n * n)),
            new("counts double", "You counted 8 bytes per score. That is a double; a float takes 4.",
                cacheBytes => FirstTooLarge(cacheBytes, n => 8L * n * n)),
            new("returns the last that fits", "That is the largest n that still fits. The question is the first that does not: one more.",
                cacheBytes => FirstTooLarge(cacheBytes, n => 4L * n * n) - 1),
            new("rounds up only", "Nearly: when n × n scores fill the cache exactly, they still fit. Then the first that does not is one more.",
                cacheBytes => (int)Math.Ceiling(Math.Sqrt(cacheBytes / 4.0))),
            new("forgets the root", "You divided by 4 bytes but took no root: there are n × n scores, not n.",
                cacheBytes => cacheBytes / 4 + 1),
            new("forgets the root and the one more", "So many scores fit, but there are n × n of them: take the root. And the question is the first n that does not fit.",
                cacheBytes => cacheBytes / 4),
            new("divides after the root", "You divided the root by 4. The 4 bytes belong to each score: divide first, then take the root.",
                cacheBytes => (int)(Math.Sqrt(cacheBytes) / 4) + 1),
            new("counts half the matrix", "You counted a triangle. Text 2's code stores all n × n scores, also those that a causal mask hides.",
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
