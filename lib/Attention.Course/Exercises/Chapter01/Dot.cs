namespace Attention.Course;

internal static partial class Chapter01
{
    public static Exercise<Func<float[], float[], float>> Dot { get; } = new(Syllabus.Dot)
    {
        Task = "Write the dot product of two vectors with the same number of features: multiply feature by feature, then add up.",
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
            "A variable for the sum, starting at 0. A loop over i. In it, one multiplication and one addition. Return the sum after the loop, not inside.",
            "`sum += x[i] * y[i];` is the line inside the loop.",
        ],
        Insight = "One multiplication and one addition per feature: a dot product of d features takes d of each.",
        Inputs = ["x", "y"],
        Cases =
        [
            new("one feature", Sample.Vector(3), Sample.Vector(4)),
            new("two features", Sample.Vector(1, 2), Sample.Vector(3, 4)),
            new("negative numbers", Sample.Vector(2, -1, 3), Sample.Vector(-1, 4, 2)),
            new("fractions", Sample.Vector(0.5f, 0.5f), Sample.Vector(0.5f, 0.25f)),
            new("vectors at a right angle", Sample.Vector(1, 2), Sample.Vector(-2, 1)),
            new("no features at all", Sample.Vector(), Sample.Vector()),
            new("200 features", new SplitMix64(1).Normal(200), new SplitMix64(2).Normal(200)),
        ],
        Reference = (x, y) => Attention.Lib.Dot.Naive<float>(x, y),
        WrongIdeas =
        [
            new("multiplies the sums", "You added up each vector first and multiplied the two sums. Multiply feature by feature, then add.",
                (x, y) => x.Sum() * y.Sum()),
            new("adds instead of multiplying", "You added the features to each other. Each pair of features is multiplied; only the products are added.",
                (x, y) => x.Sum() + y.Sum()),
            new("keeps only the last product", "Only the last product is left: each one replaced the one before. Add it to the sum with +=.",
                (x, y) => x.Length == 0 ? 0 : x[^1] * y[^1]),
            new("stops one feature early", "The last feature is left out: the loop ends one step too early. It runs while i < x.Length.",
                (x, y) => x.Zip(y, (a, b) => a * b).SkipLast(1).Sum()),
            new("starts at feature 1", "The first feature is left out: in C# the first index is 0.",
                (x, y) => x.Zip(y, (a, b) => a * b).Skip(1).Sum()),
            new("returns inside the loop", "Only the first product is there: the loop ends at its first step. Return the sum after the loop, not inside.",
                (x, y) => x.Length == 0 ? 0 : x[0] * y[0]),
            new("divides by the lengths", "That is the cosine: you divided by the lengths. The dot product keeps them; length counts as much as angle.",
                (x, y) => Attention.Lib.Dot.Naive<float>(x, y) / (Length(x) * Length(y))),
            new("takes the average", "That is the average of the products: you divided by the number of features. The dot product is their sum.",
                (x, y) => x.Length == 0 ? 0 : Attention.Lib.Dot.Naive<float>(x, y) / x.Length),
            new("multiplies the products", "You multiplied the products with each other. Each pair of features is multiplied; the products are added.",
                (x, y) => x.Zip(y, (a, b) => a * b).Aggregate(1f, (product, next) => product * next)),
            new("cuts to whole numbers", "Something is cut to a whole number on the way. Keep the sum and the products as float.",
                (x, y) => x.Zip(y, (a, b) => (int)(a * b)).Sum()),
        ],
    };
}
