namespace Attention.Course;

internal static partial class Chapter01
{
    public static Exercise<Func<float[], float[], float>> Cosine { get; } = new(Syllabus.Cosine)
    {
        Task = "Write the cosine of the angle between two vectors that are not zero: the dot product divided by both lengths.",
        Attempt = "MyCosine",
        Starter = """
            float MyCosine(float[] x, float[] y) => throw new NotImplementedException();   // your code
            """,
        Solution = """
            float MyCosine(float[] x, float[] y) => MyDot(x, y) / (MyNorm(x) * MyNorm(y));
            """,
        Hints =
        [
            "The cosine is the dot product with both lengths taken out.",
            "Compute x·y. Compute the lengths of x and of y. Divide by the *product* of the two lengths.",
            "Solve x·y = |x||y| cos θ for cos θ. Mind the brackets: `a / (b * c)`, not `a / b * c`.",
        ],
        Insight = "Making a vector longer changes its dot products, never its cosines.",
        Inputs = ["x", "y"],
        Cases =
        [
            new("the same direction", Sample.Vector(3, 4), Sample.Vector(6, 8)),
            new("a right angle", Sample.Vector(1, 2), Sample.Vector(-2, 1)),
            new("opposite directions", Sample.Vector(1, 2), Sample.Vector(-3, -6)),
            new("an angle of 45°", Sample.Vector(2, 0), Sample.Vector(3, 3)),
            new("three features", Sample.Vector(1, 2, 2), Sample.Vector(2, 3, 6)),
            new("the same after doubling x", Sample.Vector(2, 4, 4), Sample.Vector(2, 3, 6)),
        ],
        Reference = (x, y) => Attention.Lib.Dot.Naive<float>(x, y) / (Length(x) * Length(y)),
        WrongIdeas =
        [
            new("returns the dot product", "You returned the dot product: it still counts the lengths. Divide it by both of them.",
                (x, y) => Attention.Lib.Dot.Naive<float>(x, y)),
            new("divides by one length", "You divided by the length of x only: that is the projection of y on x. Divide by the length of y, too.",
                (x, y) => Attention.Lib.Dot.Naive<float>(x, y) / Length(x)),
            new("forgets the brackets", "a / b * c divides by b only and multiplies by c. Put the two lengths in brackets: a / (b * c).",
                (x, y) => Attention.Lib.Dot.Naive<float>(x, y) / Length(x) * Length(y)),
            new("divides by the other length", "You divided by the length of y only: that is the projection of x on y. Divide by the length of x, too.",
                (x, y) => Attention.Lib.Dot.Naive<float>(x, y) / Length(y)),
            new("divides by the sum of the lengths", "You divided by the sum of the lengths. Divide by their product.",
                (x, y) => Attention.Lib.Dot.Naive<float>(x, y) / (Length(x) + Length(y))),
            new("forgets the roots", "You divided by (x·x)·(y·y), the squares of the lengths. Take their roots first.",
                (x, y) => Attention.Lib.Dot.Naive<float>(x, y) / (Length(x) * Length(x) * Length(y) * Length(y))),
            new("returns the angle", "You returned the angle itself. The cosine is what you had before MathF.Acos.",
                (x, y) => MathF.Acos(Math.Clamp(Attention.Lib.Dot.Naive<float>(x, y) / (Length(x) * Length(y)), -1, 1))),
            new("takes the cosine of the dot product", "MathF.Cos takes an angle, and neither the dot product is one nor what you get from it by dividing. You need no MathF.Cos: the dot product divided by both lengths is the cosine itself.",
                (x, y) => MathF.Cos(Attention.Lib.Dot.Naive<float>(x, y)))
            {
                Shows = (inputs, result) => inputs is [float[] x, float[] y] && Value.Same(result, MathF.Cos(Attention.Lib.Dot.Naive<float>(x, y) / (Length(x) * Length(y)))),
            },
            new("returns the cosine distance", "You returned 1 − cosine, which is called the cosine distance: 0 for the same direction. The cosine is 1 there; do not subtract it from 1.",
                (x, y) => 1 - Attention.Lib.Dot.Naive<float>(x, y) / (Length(x) * Length(y))),
            new("drops the sign", "The sign is lost: vectors in opposite directions have cosine −1.",
                (x, y) => MathF.Abs(Attention.Lib.Dot.Naive<float>(x, y)) / (Length(x) * Length(y))),
        ],
    };

    private static float Length(float[] x) => MathF.Sqrt(Attention.Lib.Dot.Naive<float>(x, x));
}
