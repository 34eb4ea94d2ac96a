namespace Attention.Course;

internal static partial class Chapter04
{
    private static IReadOnlyList<Case> CasesOfScaledDotProduct =>
    [
        new(
            "one query, two keys",
            Sample.Matrix(
                new float[,]
                {
                    { 2, 0, 0, 0 },
                }
            ),
            Sample.Matrix(
                new float[,]
                {
                    { 1, 0, 0, 0 },
                    { 0, 1, 0, 0 },
                }
            ),
            Sample.Matrix(
                new float[,]
                {
                    { 10, 0 },
                    { 0, 10 },
                }
            )
        ),
        new(
            "keys of one feature",
            Sample.Matrix(
                new float[,]
                {
                    { 1 },
                    { -2 },
                }
            ),
            Sample.Matrix(
                new float[,]
                {
                    { 1 },
                    { 0.5f },
                    { -1 },
                }
            ),
            Sample.Matrix(
                new float[,]
                {
                    { 1, 2 },
                    { 3, 4 },
                    { 5, 7 },
                }
            )
        ),
        new(
            "two queries, two keys",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 2, 0 },
                    { 0, 1, 1 },
                }
            ),
            Sample.Matrix(
                new float[,]
                {
                    { 2, 1, 0 },
                    { 0, 0, 3 },
                }
            ),
            Sample.Matrix(
                new float[,]
                {
                    { 1, 2 },
                    { 3, 4 },
                }
            )
        ),
        new("more keys than queries", Sample.Random(2, 4, 1), Sample.Random(5, 4, 2), Sample.Random(5, 3, 3)),
        new(
            "more queries than keys",
            Sample.Random(5, 3, 12),
            Sample.Random(2, 3, 13),
            Sample.Random(2, 4, 14)
        ),
        new("values wider than keys", Sample.Random(3, 2, 4), Sample.Random(3, 2, 5), Sample.Random(3, 6, 6)),
        new("everything square", Sample.Random(3, 3, 15), Sample.Random(3, 3, 16), Sample.Random(3, 3, 17)),
        new(
            "a single key gives its value",
            Sample.Random(2, 3, 7),
            Sample.Random(1, 3, 8),
            Sample.Matrix(
                new float[,]
                {
                    { 1, -2 },
                }
            )
        ),
        Scoring("large scores that lie close together", 500, 501),
        Scoring("a first score far below the second", -200, 3),
        Scoring("a first score far above the second", 3, -200),
        Scoring("scores of 60", 60, 59),
    Scoring("scores of −20,000", -20_000, -20_001),
        new(
            "a large query",
            Sample.Matrix(
                new float[,]
                {
                    { 100 },
                }
            ),
            Sample.Matrix(
                new float[,]
                {
                    { 1 },
                    { 0.99f },
                }
            ),
            Sample.Matrix(
                new float[,]
                {
                    { 1, 2 },
                    { 4, 3 },
                }
            )
        ),
        new(
            "scores that would overflow",
            Sample.Random(3, 5, 9) * 100,
            Sample.Random(4, 5, 10) * 100,
            Sample.Random(4, 2, 11)
        ),
    ];

    /// <summary>One query, two keys of one feature: the scores are as they are given.</summary>
    private static Case Scoring(string name, float first, float second) =>
        new(
            name,
            Sample.Matrix(
                new float[,]
                {
                    { 1 },
                }
            ),
            Sample.Matrix(
                new float[,]
                {
                    { first },
                    { second },
                }
            ),
            Sample.Matrix(
                new float[,]
                {
                    { 1, 2 },
                    { 4, 3 },
                }
            )
        );
}
