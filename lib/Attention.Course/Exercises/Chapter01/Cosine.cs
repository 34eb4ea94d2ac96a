namespace Attention.Course;

internal static partial class Chapter01
{
    public static Exercise<Func<float[], float[], float>> Cosine { get; } =
        new(Syllabus.Cosine)
        {
            Task =
                "Write the cosine of the angle between two vectors that are not zero: "
                + "the dot product divided by both lengths.",
            Attempt = "MyCosine",
            Starter = """
                float MyCosine(float[] x, float[] y)
                    => throw new NotImplementedException();   // your code
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
            Insight = "Making a vector longer stretches its dot products, and never changes its cosines.",
            Inputs = ["x", "y"],
            Cases =
            [
                new("one feature", Sample.Vector(2), Sample.Vector(-3)),
                new("the same direction", Sample.Vector(3, 4), Sample.Vector(6, 8)),
                new("a right angle", Sample.Vector(1, 2), Sample.Vector(-2, 1)),
                new("opposite directions", Sample.Vector(1, 2), Sample.Vector(-3, -6)),
                new("an angle of 45°", Sample.Vector(2, 0), Sample.Vector(3, 3)),
                new("an angle above 90°", Sample.Vector(1, 0), Sample.Vector(-3, 4)),
                new("two lengths of 1", Sample.Vector(0.6f, 0.8f), Sample.Vector(1, 0)),
                new("short vectors", Sample.Vector(0.03f, 0.04f), Sample.Vector(0.2f, 0.15f)),
                new("very short vectors", Sample.Vector(0.012f, 0.016f), Sample.Vector(0.016f, 0.012f)),
                new("a short and a long vector", Sample.Vector(0.3f, 0.4f), Sample.Vector(40, 30)),
                new("long vectors", Sample.Vector(300, 400), Sample.Vector(2000, 1500)),
                new("three features", Sample.Vector(1, 2, 2), Sample.Vector(2, 3, 6)),
                new("the same after doubling x", Sample.Vector(2, 4, 4), Sample.Vector(2, 3, 6)),
                new("2,003 features", Sample.Whole(2_003, 3), Sample.Whole(2_003, 4)),
            ],
            Reference = CosineOf,
            WrongIdeas =
            [
                new(
                    "returns the dot product",
                    "You returned the dot product: it still counts the lengths. Divide it by both of them.",
                    Formulas.Dot
                ),
                new(
                    "divides by one length",
                    "You divided by the length of x only: that is the projection of y on x. "
                        + "Divide by the length of y, too.",
                    (x, y) => Formulas.Dot(x, y) / Formulas.Length(x)
                ),
                new(
                    "divides by the other length",
                    "You divided by the length of y only: that is the projection of x on y. "
                        + "Divide by the length of x, too.",
                    (x, y) => Formulas.Dot(x, y) / Formulas.Length(y)
                ),
                new(
                    "forgets the brackets",
                    "a / b * c divides by b only and multiplies by c. Put the two lengths in brackets: a / (b * c).",
                    (x, y) => Formulas.Dot(x, y) / Formulas.Length(x) * Formulas.Length(y),
                    (x, y) => Formulas.Dot(x, y) / Formulas.Length(y) * Formulas.Length(x)
                ),
                new(
                    "multiplies by the lengths",
                    "You multiplied the dot product by both lengths. Divide it by them.",
                    (x, y) => Formulas.Dot(x, y) * Formulas.Length(x) * Formulas.Length(y)
                ),
                new(
                    "divides by the sum of the lengths",
                    "You divided by the sum of the lengths. Divide by their product.",
                    (x, y) => Formulas.Dot(x, y) / (Formulas.Length(x) + Formulas.Length(y))
                ),
                new(
                    "forgets the roots",
                    "You divided by (x·x)·(y·y), the squares of the lengths. Take their roots first.",
                    (x, y) => Formulas.Dot(x, y) / (Formulas.Dot(x, x) * Formulas.Dot(y, y))
                ),
                new(
                    "divides by the length of x twice",
                    "You divided by the length of x twice. Divide once by the length of x and once by the length of y.",
                    (x, y) => Formulas.Dot(x, y) / Formulas.Dot(x, x)
                ),
                new(
                    "divides by the length of y twice",
                    "You divided by the length of y twice. Divide once by the length of x and once by the length of y.",
                    (x, y) => Formulas.Dot(x, y) / Formulas.Dot(y, y)
                ),
                new(
                    "takes the number of features for the length",
                    "You divided by x.Length and y.Length: those are the numbers of features. "
                        + "The lengths of the arrows are "
                        + "MyNorm(x) and MyNorm(y).",
                    (x, y) => Formulas.Dot(x, y) / (x.Length * y.Length)
                ),
                new(
                    "divides by the number of features",
                    "You divided by the number of features. Divide by the lengths of the arrows, MyNorm(x) and "
                        + "MyNorm(y).",
                    (x, y) => Formulas.Dot(x, y) / x.Length
                ),
                new(
                    "adds the sizes for a length",
                    "You took the sum of the sizes of the features for the length. "
                        + "The length is the root of the sum of the squares.",
                    (x, y) => Formulas.Dot(x, y) / (x.Sum(MathF.Abs) * y.Sum(MathF.Abs))
                ),
                new(
                    "multiplies the sums",
                    "You divided by the sums of the features. Divide by the lengths of the arrows, MyNorm(x) and "
                        + "MyNorm(y).",
                    (x, y) => Formulas.Dot(x, y) / (x.Sum() * y.Sum())
                ),
                new(
                    "returns the angle",
                    "You returned the angle itself. The cosine is what you had before MathF.Acos.",
                    (x, y) => Angle(x, y)
                ),
                new(
                    "returns the angle in degrees",
                    "You returned the angle in degrees. The cosine is what you had before MathF.Acos.",
                    (x, y) => Angle(x, y) * 180 / MathF.PI
                ),
                new(
                    "returns the sine",
                    "That is the sine of the angle. The cosine is x·y divided by both lengths, and nothing more.",
                    (x, y) => MathF.Sqrt(MathF.Max(0, 1 - CosineOf(x, y) * CosineOf(x, y)))
                ),
                new(
                    "takes the cosine of the dot product",
                    "MathF.Cos takes an angle, and the dot product is none. You need no MathF.Cos: "
                        + "the dot product divided by both "
                        + "lengths is the cosine itself.",
                    (x, y) => MathF.Cos(Formulas.Dot(x, y))
                ),
                new(
                    "takes the cosine of the cosine",
                    "You took MathF.Cos of what was the cosine already. The dot product divided by both lengths is the "
                        + "result.",
                    (x, y) => MathF.Cos(CosineOf(x, y))
                ),
                new(
                    "returns the cosine distance",
                    "You returned 1 − cosine, which is called the cosine distance: 0 for the same direction. "
                        + "The cosine is 1 there; do not subtract it from 1.",
                    (x, y) => 1 - CosineOf(x, y)
                ),
                new("drops the sign", "The sign is lost: vectors in opposite directions have cosine −1.", (x, y) =>
                    MathF.Abs(CosineOf(x, y))
                ),
                new(
                    "lets no cosine be negative",
                    "A negative cosine has become 0: vectors in opposite directions have cosine −1.",
                    (x, y) => MathF.Max(0, CosineOf(x, y))
                ),
                new(
                    "squares the cosine",
                    "You squared the cosine; its sign is lost. x·y is divided by both lengths, and not squared.",
                    (x, y) => CosineOf(x, y) * CosineOf(x, y)
                ),
                new(
                    "maps the cosine to 0 … 1",
                    "You moved the cosine to the range from 0 to 1. It runs from −1 to 1.",
                    (x, y) => (1 + CosineOf(x, y)) / 2
                ),
                new(
                    "subtracts the means",
                    "You subtracted the mean of each vector first: that is the correlation. "
                        + "The cosine takes the vectors as they are.",
                    (x, y) => CosineOf(Centered(x), Centered(y)),
                    (x, y) => CosineOf(Centered(x), Centered(y)) is var r && float.IsNaN(r) ? 0 : r
                ),
                new(
                    "divides short vectors by 1",
                    "Right for long vectors. Where the lengths, or their product, are below 1 you divided by 1; "
                        + "short vectors have a cosine, too.",
                    (x, y) => Formulas.Dot(x, y) / MathF.Max(1, Formulas.Length(x) * Formulas.Length(y)),
                    (x, y) =>
                        Formulas.Dot(x, y) / (MathF.Max(1, Formulas.Length(x)) * MathF.Max(1, Formulas.Length(y)))
                ),
                new(
                    "gives short vectors 0",
                    "Right for long vectors. For short ones you returned 0, perhaps to avoid a division by 0. "
                        + "The vectors are not zero, and short ones have a cosine, too.",
                    [
                        .. new[] { 0.999f, 0.1f, 0.001f }.Select(limit =>
                            (Func<float[], float[], float>)(
                                (x, y) =>
                                    Formulas.Length(x) * Formulas.Length(y) is var n && n < limit
                                        ? 0
                                        : Formulas.Dot(x, y) / n
                            )
                        ),
                    ]
                ),
                new(
                    "adds 1 to the divisor",
                    "You added 1 to what you divide by, perhaps to avoid a division by 0. "
                        + "The vectors are not zero, and the 1 changes "
                        + "every result.",
                    (x, y) => Formulas.Dot(x, y) / (Formulas.Length(x) * Formulas.Length(y) + 1)
                ),
                new(
                    "measures the distance",
                    "That is the distance between the two vectors. The cosine is their dot product divided by both "
                        + "lengths.",
                    (x, y) => MathF.Sqrt(x.Zip(y, (a, b) => (a - b) * (a - b)).Sum())
                ),
                new("takes the root of the sum",
                    "You divided by the root of x·x + y·y, one length for both. Divide by the product of the "
                        + "two lengths.",
                    (x, y) => Formulas.Dot(x, y) / MathF.Sqrt(Formulas.Dot(x, x) + Formulas.Dot(y, y))),
                new("turns the fraction upside down",
                    "The fraction is upside down. The dot product stands above, the two lengths below.",
                    (x, y) => Formulas.Length(x) * Formulas.Length(y) / Formulas.Dot(x, y)),
                new("takes the root of the lengths",
                    "You took the root of the lengths once more. Divide by the lengths themselves.",
                    (x, y) => Formulas.Dot(x, y) / MathF.Sqrt(Formulas.Length(x) * Formulas.Length(y))),
                new("subtracts the lengths",
                    "You subtracted the lengths from the dot product. Divide by them.",
                    (x, y) => Formulas.Dot(x, y) - Formulas.Length(x) * Formulas.Length(y)),
            ],
        };

    private static float CosineOf(float[] x, float[] y) =>
        Formulas.Dot(x, y) / (Formulas.Length(x) * Formulas.Length(y));

    private static float Angle(float[] x, float[] y) => MathF.Acos(Math.Clamp(CosineOf(x, y), -1, 1));

    private static float[] Centered(float[] x) => [.. x.Select(v => v - x.Average())];
}
