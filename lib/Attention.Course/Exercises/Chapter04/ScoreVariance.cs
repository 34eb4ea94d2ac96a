namespace Attention.Course;

internal static partial class Chapter04
{
    public static Exercise<Func<int, double, double, double>> ScoreVariance { get; } = new(Syllabus.ScoreVariance)
    {
        Task = "All features of q and k are independent with mean 0; those of q have variance varQ, those of k have varK. Derive with pencil, then return: the variance of q·k for d features.",
        Attempt = "MyVariance",
        Starter = """
            double MyVariance(int d, double varQ, double varK)
                => throw new NotImplementedException();   // your formula
            """,
        Solution = """
            double MyVariance(int d, double varQ, double varK) => d * varQ * varK;   // with variances of 1: d
            """,
        Hints =
        [
            "q·k is a sum of d products. What is the variance of a single one, and what happens to variances when independent numbers are added?",
            "With mean 0 a variance is the mean of the squares, written E[…]. So Var(qᵢkᵢ) = E[qᵢ²kᵢ²] = E[qᵢ²]·E[kᵢ²], because q and k are independent. Variances of independent numbers add up.",
            "Each of the d products has the variance varQ · varK. Add d of them.",
        ],
        Insight = "With variances of 1, Var(q·k) = d: scores scatter by √d. That is why they are divided by √d_k.",
        Inputs = ["d", "varQ", "varK"],
        Cases =
        [
            new("one feature", 1, 1.0, 1.0),
            new("four features", 4, 1.0, 1.0),
            new("64 features", 64, 1.0, 1.0),
            new("queries that scatter twice as far", 3, 4.0, 1.0),
            new("queries and keys that scatter less", 16, 0.25, 0.5),
        ],
        Reference = (d, varQ, varK) => d * varQ * varK,
        WrongIdeas =
        [
            new("returns the standard deviation", "That is the standard deviation, the root of the variance. It is what the scores are divided by, but the question is its square.",
                (d, varQ, varK) => Math.Sqrt(d * varQ * varK)),
            new("takes one product only", "That is the variance of a single product qᵢkᵢ. The dot product adds d of them, and their variances add up.",
                (d, varQ, varK) => varQ * varK),
            new("adds the variances", "You added the two variances. That is right for q + k; the variance of a product of independent numbers with mean 0 is the product of the variances.",
                (d, varQ, varK) => d * (varQ + varK)),
            new("squares d", "You have d². That is right for d times the same number; the d products are independent, so their variances simply add up: d.",
                (d, varQ, varK) => d * d * varQ * varK),
            new("squares the variances", "You squared the variances. They are squares already: a variance is the standard deviation squared.",
                (d, varQ, varK) => d * varQ * varQ * varK * varK),
            new("forgets the variances", "Right when both variances are 1. If q scatters twice as far, with variance 4, so do all its scores.",
                (d, varQ, varK) => d),
            new("takes the mean", "You divided by d somewhere, as for a mean. A dot product is a sum; it grows with d.",
                (d, varQ, varK) => varQ * varK / d),
        ],
    };
}
