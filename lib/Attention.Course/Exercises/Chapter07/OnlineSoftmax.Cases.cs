namespace Attention.Course;

internal static partial class Chapter07
{
    private static IReadOnlyList<Case> CasesOfOnlineSoftmax =>
    [
        new("the first key", (float.NegativeInfinity, 0f, Sample.Vector(0, 0)), 2f, Sample.Vector(3, 4)),
        new("values of one feature", (0.5f, 1.5f, Sample.Vector(3)), 2f, Sample.Vector(-4)),
        new("a smaller score", (2f, 1f, Sample.Vector(3, 4)), 1f, Sample.Vector(10, 0)),
        new("a score just below the maximum", (2f, 1f, Sample.Vector(3, 4)), 1.5f, Sample.Vector(10, 0)),
        new("a larger score", (1f, 1f, Sample.Vector(3, 4)), 2f, Sample.Vector(10, 0)),
        new(
            "a negative score below the maximum",
            (-1f, 1.5f, Sample.Vector(2, -3)),
            -2.5f,
            Sample.Vector(1, 5)
        ),
        new("a negative score above the maximum", (-3f, 1.5f, Sample.Vector(2, -3)), -1f, Sample.Vector(1, 5)),
        new(
            "a first key with a negative score",
            (float.NegativeInfinity, 0f, Sample.Vector(0, 0)),
            -4f,
            Sample.Vector(2, 1)
        ),
        new("a score of 0", (-1f, 1.5f, Sample.Vector(2, -3)), 0f, Sample.Vector(1, 5)),
        new("a tie", (1f, 1.5f, Sample.Vector(3, 4)), 1f, Sample.Vector(1, 2)),
        new("a score of 200", (198f, 2f, Sample.Vector(1, -1)), 200f, Sample.Vector(5, 6)),
        new("a score of −200", (-199f, 1.2f, Sample.Vector(1, -1)), -200f, Sample.Vector(5, 6)),
        new("a far larger score", (-200f, 3f, Sample.Vector(1, -1)), 200f, Sample.Vector(5, 6)),
        new("a far smaller score", (200f, 3f, Sample.Vector(1, -1)), -200f, Sample.Vector(5, 6)),
        new("a hidden key", (1f, 1f, Sample.Vector(3, 4)), float.NegativeInfinity, Sample.Vector(7, 7)),
        new(
            "a hidden first key",
            (float.NegativeInfinity, 0f, Sample.Vector(0, 0)),
            float.NegativeInfinity,
            Sample.Vector(7, 7)
        ),
        new("values of 1,003 features", (0f, 2f, Sample.Whole(1_003, 9)), 0.5f, Sample.Whole(1_003, 10)),
        new("values of 1,003 features and a smaller score", (0f, 2f, Sample.Whole(1_003, 9)), -0.5f,
            Sample.Whole(1_003, 10)),
        new(
            "values of five features",
            (0f, 2f, Sample.Vector(1, 2, 3, 4, 5)),
            0.5f,
            Sample.Vector(5, -4, 3, -2, 1)
        ),
    ];
}
