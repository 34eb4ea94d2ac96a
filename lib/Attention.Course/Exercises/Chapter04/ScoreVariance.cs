namespace Attention.Course;

internal static partial class Chapter04
{
    public static Exercise<Func<int, double, double, double>> ScoreVariance { get; } = new(Syllabus.ScoreVariance)
    {
        Task = "All features of q and k are independent with mean 0; those of q have variance varQ, those of k have "
            + "varK. "
            + "Derive with pencil, then return: the variance of q·k for d features.",
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
            "q·k is a sum of d products. What is the variance of a single one, and what happens to variances when "
                + "independent numbers are added?",
            "With mean 0 a variance is the mean of the squares, written E[…]. "
                + "So Var(qᵢkᵢ) = E[qᵢ²kᵢ²] = E[qᵢ²]·E[kᵢ²], "
                + "because q and k are independent. Variances of independent numbers add up.",
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
            new("keys that scatter twice as far", 3, 1.0, 4.0),
            new("queries and keys that scatter less", 16, 0.25, 0.5),
            new("queries and keys that scatter more", 2, 3.0, 5.0),
            new("variances that are no whole numbers", 3, 0.7, 1.3),
            new("queries that do not scatter", 8, 0.0, 2.0),
        ],
        Reference = (d, varQ, varK) => d * varQ * varK,
        WrongIdeas =
        [
            new("returns the standard deviation",
                "That is the standard deviation, the root of the variance. With variances of 1 it is √d, by which the "
                    + "scores are divided; but the question is its square.",
                (d, varQ, varK) => Math.Sqrt(d * varQ * varK),
                (d, varQ, varK) => Math.Sqrt(d)),
            new("takes the root of d", "You took the root of d. The root belongs to the standard deviation; "
                + "the variance has d itself.",
                (d, varQ, varK) => Math.Sqrt(d) * varQ * varK),
            new("takes one product only",
                "That is the variance of a single product qᵢkᵢ. The dot product adds d of them, and their variances "
                    + "add up.",
                (d, varQ, varK) => varQ * varK),
            new("adds the variances",
                "You added the two variances. That is right for q + k; "
                    + "the variance of a product of independent numbers with mean 0 is the product of the variances.",
                (d, varQ, varK) => d * (varQ + varK),
                (d, varQ, varK) => varQ + varK,
                (d, varQ, varK) => d * varQ + varK,
                (d, varQ, varK) => d + varQ + varK),
            new("adds d", "You added d. The variances of d products add up: that is d times the variance of one.",
                (d, varQ, varK) => d + varQ * varK),
            new("squares d",
                "You have d². That is right for d times the same number; the d products are independent, "
                    + "so their variances simply add up: d.",
                (d, varQ, varK) => (double)d * d * varQ * varK,
                (d, varQ, varK) => (double)d * d),
            new("squares the variances",
                "You squared the variances. They are squares already: a variance is the standard deviation squared.",
                (d, varQ, varK) => d * varQ * varQ * varK * varK),
            new("takes the roots of the variances",
                "You took the roots of varQ and varK. Those are the standard deviations; "
                    + "variances are multiplied as they are.",
                (d, varQ, varK) => d * Math.Sqrt(varQ * varK)),
            new("counts each product twice", "Your result is twice too large. "
                + "There are d products, one per feature, not 2·d.",
                (d, varQ, varK) => 2 * d * varQ * varK),
            new("leaves one product out", "You counted d − 1 products. There are d of them, one per feature.",
                (d, varQ, varK) => (d - 1) * varQ * varK),
            new("forgets the variances",
                "Right when both variances are 1. If q scatters twice as far, with variance 4, so do all its scores.",
                (d, varQ, varK) => d),
            new("forgets the variance of k", "varK is missing: keys that scatter more give scores that scatter more.",
                (d, varQ, varK) => d * varQ),
            new("forgets the variance of q", "varQ is missing: queries that scatter more give scores that scatter "
                + "more.",
                (d, varQ, varK) => d * varK),
            new("divides by the variance of k", "You divided by varK. Keys that scatter more give scores that scatter "
                + "more: multiply.",
                (d, varQ, varK) => d * varQ / varK),
            new("averages the variances", "You took the mean of the two variances. "
                + "The variance of a product is their product.",
                (d, varQ, varK) => d * (varQ + varK) / 2),
            new("takes the mean",
                "You divided by d, as for a mean. A dot product is a sum; it grows with d.",
                (d, varQ, varK) => varQ * varK / d),
            new("takes the variance of q twice",
                "varQ counts twice and varK not at all. The variance of a product is varQ · varK.",
                (d, varQ, varK) => d * varQ * varQ),
            new("takes the variance of k twice",
                "varK counts twice and varQ not at all. The variance of a product is varQ · varK.",
                (d, varQ, varK) => d * varK * varK),
            new("divides by the variances",
                "You divided by the variances. What scatters more gives scores that scatter more: multiply.",
                (d, varQ, varK) => d / (varQ * varK)),
            new("scales the scores",
                "You divided by √d. The question is how far the scores scatter before they are scaled.",
                (d, varQ, varK) => varQ * varK / Math.Sqrt(d)),
            new("returns 1 always",
                "Your result is 1 for every d and every variance. That is what the scale is to lead to, for "
                    + "variances of 1; the question is the variance before it.",
                (_, _, _) => 1),
            new("cuts to a whole number",
                "The result is cut to a whole number. Keep it as double.",
                (d, varQ, varK) => (int)(d * varQ * varK)),
        ],
    };
}
