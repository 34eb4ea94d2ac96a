namespace Attention.Course;

internal static partial class Chapter01
{
    public static Exercise<Func<float[], float>> Norm { get; } = new(Syllabus.Norm)
    {
        Task = "Write the length |x| of a vector, also called its norm: the square root of the dot product of x with itself.",
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
        Insight = "Twice every feature is twice the length, and so twice every dot product with it.",
        Inputs = ["x"],
        Cases =
        [
            new("one feature", Sample.Vector(2)),
            new("the triangle of 3, 4 and 5", Sample.Vector(3, 4)),
            new("negative numbers", Sample.Vector(-1, 2, -2)),
            new("the zero vector", Sample.Vector(0, 0)),
            new("200 features", new SplitMix64(1).Normal(200)),
        ],
        Reference = x => MathF.Sqrt(Attention.Lib.Dot.Naive<float>(x, x)),
        WrongIdeas =
        [
            new("forgets the root", "You returned x·x, the square of the length. Take its square root.", x => x.Sum(v => v * v)),
            new("adds the sizes", "You added the sizes of the features: that is the way along the streets, not the straight line. Square them, add, take the root.",
                x => x.Sum(MathF.Abs)),
            new("forgets the squares", "You took the root of the sum of the features. They must be squared before they are added.", x => MathF.Sqrt(x.Sum())),
            new("takes the size of the sum", "You added the features as they are, so that positive and negative ones cancel. Square each of them first; take the root of the sum.",
                x => MathF.Abs(x.Sum()))
            {
                Shows = (inputs, result) => result is float sum && Value.Same(sum, ((float[])inputs[0]).Sum()), // without the size
            },
            new("divides by the number of features", "You took the mean of the squares. The length is the root of their sum: do not divide by the number of features.",
                x => MathF.Sqrt(x.Sum(v => v * v) / x.Length)),
            new("takes the largest feature", "You returned the largest feature. All of them make the length.", x => x.Max(MathF.Abs)),
            new("counts the features", "You returned the number of features. x.Length is how many numbers x has; how long the arrow is follows from their values.",
                x => x.Length),
        ],
    };
}
