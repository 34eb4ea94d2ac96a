namespace Attention.Course;

internal static partial class Chapter01
{
    public static Exercise<Func<float[], float>> Norm { get; } = new(Syllabus.Norm)
    {
        Task = "Write the length |x| of a vector, also called its norm: the square root of the dot product of x with "
            + "itself.",
        Attempt = "MyNorm",
        Starter = """
            float MyNorm(float[] x) => throw new NotImplementedException();   // your code
            """,
        Solution = """
            float MyNorm(float[] x) => MathF.Sqrt(MyDot(x, x));
            """,
        Hints =
        [
            "Pythagoras: an arrow that goes 3 to the right and 4 up is 5 long, because 3² + 4² = 5².",
            "The dot product of the vector with itself adds up the squares. One more step: the root, MathF.Sqrt.",
            "`MathF.Sqrt(MyDot(…, …))`, with the same vector twice.",
        ],
        Insight = "Twice every feature is twice the length, and twice its dot product with any other vector.",
        Inputs = ["x"],
        Cases =
        [
            new("one feature", Sample.Vector(2)),
            new("one negative feature", Sample.Vector(-3)),
            new("the triangle of 3, 4 and 5", Sample.Vector(3, 4)),
            new("negative numbers", Sample.Vector(-1, 2, -2)),
            new("the largest feature in the middle", Sample.Vector(2, 6, 3)),
            new("the zero vector", Sample.Vector(0, 0)),
            new("a length below 1", Sample.Vector(0.3f, -0.4f)),
            new("a root that is no whole number", Sample.Vector(1, 1, 3)),
            new("a root just below a whole number", Sample.Vector(1, 1, 1, 1, 1, 1, 1, 1)),
            new("2,003 features", Sample.Whole(2_003, 1)),
        ],
        Reference = Formulas.Length,
        WrongIdeas =
        [
            new("forgets the root", "You returned x·x, the square of the length. Take its square root.",
                x => Formulas.Dot(x, x)),
            new("takes 1/2 for a whole number",
                "Your result is 1 for every vector. Is there a power of 1/2? In C# 1/2 divides whole numbers and is "
                    + "0, and x⁰ is 1: write 0.5f, or use MathF.Sqrt.",
                _ => 1),
            new("adds the sizes",
                "You added the sizes of the features: that is the way along the streets, not the straight line. "
                    + "Square them, add, take the root.",
                x => x.Sum(MathF.Abs)),
            new("forgets the squares",
                "You took the root of the sum of the features. They must be squared before they are added.",
                x => MathF.Sqrt(x.Sum()),
                x => MathF.Sqrt(MathF.Abs(x.Sum())),
                x => MathF.Sqrt(MathF.Max(0, x.Sum())),
                x => MathF.Sqrt(x.Sum(MathF.Abs))),
            new("takes the size of the sum",
                "You added the features as they are, so that positive and negative ones cancel. Square each of them "
                    + "first; take the root of the sum.",
                x => MathF.Abs(x.Sum()),
                x => x.Sum()),
            new("divides by the number of features",
                "You divided by the number of features, as for a mean. "
                    + "The length is the root of the sum of the squares.",
                x => MathF.Sqrt(Formulas.Dot(x, x) / x.Length),
                x => MathF.Sqrt(Formulas.Dot(x, x)) / x.Length,
                x => Formulas.Dot(x, x) / x.Length),
            new("takes the largest feature", "You returned the largest feature. All of them make the length.",
                x => x.Max(MathF.Abs),
                x => x.Max()),
            new("counts the features",
                "You returned the number of features. x.Length is how many numbers x has; "
                    + "how long the arrow is follows from "
                    + "their values.",
                x => x.Length),
            new("takes the root of the number of features",
                "You returned the root of the number of features. How long the arrow is follows from their values.",
                x => MathF.Sqrt(x.Length)),
            new("cuts to a whole number", "The length is cut to a whole number. Keep it as float.",
                x => (int)Formulas.Length(x)),
            new("rounds to a whole number", "The length is rounded to a whole number. Return it as it is.",
                x => MathF.Round(Formulas.Length(x)),
                x => MathF.Ceiling(Formulas.Length(x))),
            new("takes the first two features only",
                "Only the first two features are there. Pythagoras works with any number of them: "
                    + "add up all the squares.",
                x => Formulas.Length([.. x.Take(2)])),
            new("starts at feature 1", "The first feature is left out: in C# the first index is 0.",
                x => Formulas.Length([.. x.Skip(1)])),
            new("stops one feature early",
                "The last feature is left out: the loop ends one step too early. It runs while i < x.Length.",
                x => Formulas.Length([.. x.SkipLast(1)])),
            new("keeps only the last feature",
                "Only the last feature is left: each square replaced the one before. Add it to the sum with +=.",
                x => MathF.Abs(x[^1])),
            new("returns inside the loop",
                "Only the first feature is there: the loop ends at its first step. "
                    + "Return the root after the loop, not inside.",
                x => MathF.Abs(x[0])),
            new("takes the root in the loop",
                "You took a root in every step of the loop. Add up all the squares first, "
                    + "and take the root once, after the loop.",
                x => x.Aggregate(0f, (sum, v) => MathF.Sqrt(sum + v * v))),
            new("halves instead of taking the root", "You halved x·x. The square root is MathF.Sqrt.",
                x => Formulas.Dot(x, x) / 2),
            new("squares once more", "You squared x·x once more. Take its root: MathF.Sqrt.",
                x => Formulas.Dot(x, x) * Formulas.Dot(x, x)),
            new("measures the spread",
                "You subtracted the mean first: that is how far the features scatter. The length is measured from 0.",
                x => MathF.Sqrt(x.Sum(v => (v - x.Average()) * (v - x.Average()))),
                x => MathF.Sqrt(x.Sum(v => (v - x.Average()) * (v - x.Average())) / x.Length)),
        ],
    };
}
