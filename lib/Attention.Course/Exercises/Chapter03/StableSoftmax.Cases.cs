namespace Attention.Course;

internal static partial class Chapter03
{
    private static IReadOnlyList<Case> CasesOfStableSoftmax =>
    [
        new("a single score", Sample.Vector(7)),
        new("two scores", Sample.Vector(2, 1)),
        new("the larger score last", Sample.Vector(1, 3)),
        new("a large gap, the maximum last", Sample.Vector(1, 100)),
        new("a hidden score of −∞ before another", Sample.Vector(float.NegativeInfinity, 0)),
        new("scores of −10,000", Sample.Vector(-10_000, -9_999)),
        new("the same after adding 50 to every score", Sample.Vector(52, 51)),
        new("negative scores only", Sample.Vector(-1, -2)),
        new("exact by hand: ln 1, ln 2, ln 5", Sample.Vector(0, MathF.Log(2), MathF.Log(5))),
        new("negative and positive scores", Sample.Vector(-1, 2, -3)),
        new("a hidden score of −∞", Sample.Vector(1, float.NegativeInfinity, 2)),
        new("scores of 10,000", Sample.Vector(10_000, 9_999, -10_000)),
        new("scores of ±10,000, the maximum last", Sample.Vector(-10_000, 0, 10_000)),
        new("the maximum in the middle", Sample.Vector(-200, 200, 199)),
        new("a large gap, the maximum before a smaller rise", Sample.Vector(0, 300, 0, 100)),
        new("all equal", Sample.Vector(3, 3, 3, 3)),
        new("small differences", Sample.Vector(0.1f, 0.2f, 0.3f, 0.4f, 0.5f)),
        new("1,003 scores", Sample.Whole(1_003, 5)),
    ];
}
