namespace Attention.Course;

internal static partial class Chapter01
{
    public static Exercise<Func<float[], float[], float>> Dot { get; } = new(Syllabus.Dot)
    {
        Task = "Write the dot product of two vectors with the same number of features: "
            + "multiply feature by feature, then add up.",
        Attempt = "MyDot",
        Starter = """
            float MyDot(float[] x, float[] y)
            {
                throw new NotImplementedException();   // your code
            }
            """,
        Solution = """
            float MyDot(float[] x, float[] y)
            {
                float sum = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    sum += x[i] * y[i];
                }
                return sum;
            }
            """,
        Hints =
        [
            "You need one number that grows while you walk through both arrays.",
            "A variable for the sum, starting at 0. A loop over i. In it, one multiplication and one addition. "
                + "Return the sum after the loop, not inside.",
            "`sum += x[i] * y[i];` is the line inside the loop.",
        ],
        Insight = "One multiplication and one addition per feature: a dot product of d features takes d of each.",
        Inputs = ["x", "y"],
        Cases =
        [
            new("one feature", Sample.Vector(3), Sample.Vector(4)),
            new("two features", Sample.Vector(1, 2), Sample.Vector(3, 4)),
            new("negative numbers", Sample.Vector(2, -1, 3), Sample.Vector(-1, 4, 2)),
            new("a negative sum", Sample.Vector(2, 1), Sample.Vector(-3, 1)),
            new("fractions", Sample.Vector(0.5f, 0.5f), Sample.Vector(0.5f, 0.25f)),
            new("a sum just below a whole number", Sample.Vector(0.5f, 0.4f), Sample.Vector(1, 1)),
            new("a small negative sum", Sample.Vector(-0.5f, 0.25f), Sample.Vector(1, 1)),
            new("large numbers", Sample.Vector(1000, 2, -3), Sample.Vector(2000, -1, 5)),
            new("vectors at a right angle", Sample.Vector(1, 2), Sample.Vector(-2, 1)),
            new("no features at all", Sample.Vector(), Sample.Vector()),
            new("seven features", Sample.Vector(1, 2, 3, 4, 5, 6, 7), Sample.Vector(7, -1, 2, 8, 3, 1, 4)),
            new("20,003 features", Sample.Whole(20_003, 1), Sample.Whole(20_003, 2)),
        ],
        Reference = Formulas.Dot,
        WrongIdeas =
        [
            new("multiplies the sums",
                "You multiplied every feature of x by every feature of y, or the two sums, which is the same. "
                    + "Each feature has one partner: x[i] * y[i].",
                (x, y) => x.Sum() * y.Sum()),
            new("adds instead of multiplying",
                "You added the features to each other. Each pair of features is multiplied; "
                    + "only the products are added.",
                (x, y) => x.Sum() + y.Sum()),
            new("keeps only the last product",
                "Only the last product is left: each one replaced the one before. Add it to the sum with +=.",
                (x, y) => x.Length == 0 ? 0 : x[^1] * y[^1]),
            new("stops one feature early",
                "The last feature is left out: the loop ends one step too early. It runs while i < x.Length.",
                (x, y) => Products(x, y).SkipLast(1).Sum()),
            new("starts at feature 1",
                "The first feature is left out: in C# the first index is 0.",
                (x, y) => Products(x, y).Skip(1).Sum()),
            new("returns inside the loop",
                "Only the first product is there: the loop ends at its first step. "
                    + "Return the sum after the loop, not inside.",
                (x, y) => Products(x, y).FirstOrDefault()),
            new("takes every second feature",
                "Only every second feature is there: the index moves on by two. i++ moves it on by one.",
                (x, y) => Products(x, y).Where((_, i) => i % 2 == 0).Sum()),
            new("divides by the lengths",
                "That is the cosine: you divided by the lengths. The dot product keeps them; "
                    + "length counts as much as angle.",
                (x, y) => Formulas.Dot(x, y) / (Formulas.Length(x) * Formulas.Length(y)),
                (x, y) => x.Length == 0 ? 0 : Formulas.Dot(x, y) / (Formulas.Length(x) * Formulas.Length(y))),
            new("takes the average",
                "That is the average of the products: you divided by the number of features. "
                    + "The dot product is their sum.",
                (x, y) => Formulas.Dot(x, y) / x.Length,
                (x, y) => x.Length == 0 ? 0 : Formulas.Dot(x, y) / x.Length),
            new("multiplies the products",
                "You multiplied the products with each other. Each pair of features is multiplied; "
                    + "the products are added.",
                (x, y) => Products(x, y).Aggregate(1f, (product, next) => product * next)),
            new("returns 0 always",
                "Your result is 0 for every pair of vectors. Is anything added to the sum, and is the sum returned?",
                (_, _) => 0),
            new("subtracts the products",
                "The sign is turned around: you subtracted the products. Add them with +=.",
                (x, y) => -Formulas.Dot(x, y)),
            new("cuts to whole numbers",
                "Something is cut to a whole number on the way. Keep the sum and the products as float.",
                (x, y) => Products(x, y).Sum(product => (int)product),
                (x, y) => (int)Formulas.Dot(x, y),
                (x, y) => x.Zip(y, (a, b) => (int)a * (int)b).Sum()),
            new("lets no sum be negative",
                "A negative sum has become 0. A dot product may be negative: "
                    + "then the vectors point away from each other.",
                (x, y) => MathF.Max(0, Formulas.Dot(x, y))),
            new("leaves negative products out",
                "Only the positive products are there. Negative ones count, too: they lower the sum.",
                (x, y) => Products(x, y).Where(product => product > 0).Sum()),
            new("drops the sign of the sum",
                "The sign of the sum is lost. A dot product may be negative: "
                    + "then the vectors point away from each other.",
                (x, y) => MathF.Abs(Formulas.Dot(x, y))),
            new("drops the signs of the products",
                "The signs of the products are lost. Negative products count as negative: they lower the sum.",
                (x, y) => Products(x, y).Sum(MathF.Abs)),
            new("multiplies x with itself",
                "You multiplied the features of x with those of x. y takes part, too: x[i] * y[i].",
                (x, _) => Formulas.Dot(x, x)),
            new("multiplies y with itself",
                "You multiplied the features of y with those of y. x takes part, too: x[i] * y[i].",
                (_, y) => Formulas.Dot(y, y)),
            new("adds up x alone", "You added up the features of x alone. Multiply each with the feature of y first.",
                (x, _) => x.Sum()),
            new("adds up y alone", "You added up the features of y alone. Multiply each with the feature of x first.",
                (_, y) => y.Sum()),
            new("counts the features", "You returned the number of features, not the sum of the products.",
                (x, _) => x.Length),
            new("starts the sum at 1", "The result is too large by 1 everywhere. The sum starts at 0.",
                (x, y) => Formulas.Dot(x, y) + 1),
            new("measures the distance",
                "That is the distance between the two vectors, or its square. "
                    + "The dot product multiplies the features and adds up.",
                (x, y) => MathF.Sqrt(x.Zip(y, (a, b) => (a - b) * (a - b)).Sum()),
                (x, y) => x.Zip(y, (a, b) => (a - b) * (a - b)).Sum()),
            new("rounds to whole numbers",
                "The sum is rounded to a whole number. Return it as it is.",
                (x, y) => MathF.Round(Formulas.Dot(x, y)),
                (x, y) => MathF.Floor(Formulas.Dot(x, y)),
                (x, y) => MathF.Ceiling(Formulas.Dot(x, y))),
            new("takes the root",
                "You took the root of the sum. The dot product is the sum itself.",
                (x, y) => MathF.Sqrt(Formulas.Dot(x, y))),
        ],
    };

    private static IEnumerable<float> Products(float[] x, float[] y) => x.Zip(y, (a, b) => a * b);
}
