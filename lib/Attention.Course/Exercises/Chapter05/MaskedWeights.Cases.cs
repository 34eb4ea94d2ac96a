namespace Attention.Course;

internal static partial class Chapter05
{
    private static IReadOnlyList<Case> CasesOfMaskedWeights =>
    [
        new(
            "two words",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 2 },
                    { 0, 1 },
                }
            ),
            2
        ),
        new(
            "negative scores",
            Sample.Matrix(
                new float[,]
                {
                    { -3, 1 },
                    { -2, -1 },
                }
            ),
            2
        ),
        new(
            "one real word",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 5 },
                    { 1, 5 },
                }
            ),
            1
        ),
        new(
            "no real word: nothing to read",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 2 },
                    { 3, 4 },
                }
            ),
            0
        ),
        new(
            "scores around −2,000",
            Sample.Matrix(
                new float[,]
                {
                    { -2001, 9000 },
                    { -2003, -2002 },
                }
            ),
            2
        ),
        new(
            "scores around −20,000",
            Sample.Matrix(
                new float[,]
                {
                    { -20_000, 3 },
                    { -20_001, -20_003 },
                }
            ),
            2
        ),
        new(
            "scores below −10³⁸",
            Sample.Matrix(
                new float[,]
                {
                    { -2e38f, 1 },
                    { -2e38f, -2e38f },
                }
            ),
            2
        ),
        new(
            "scores of 500",
            Sample.Matrix(
                new float[,]
                {
                    { 500, 0 },
                    { 501, 500 },
                }
            ),
            2
        ),
        new(
            "three words, the last one padding",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 2, 3 },
                    { 0, 1, 0 },
                    { 1, 0, 2 },
                }
            ),
            2
        ),
        new(
            "three words, two of them padding",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 2, 3 },
                    { 0, 1, 0 },
                    { 1, 0, 2 },
                }
            ),
            1
        ),
        new(
            "three words without padding",
            Sample.Matrix(
                new float[,]
                {
                    { 0, 2, 1 },
                    { 1, 0, 4 },
                    { 0.5f, -1, 0 },
                }
            ),
            3
        ),
        new(
            "visible scores far apart, the largest last",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 0, 0 },
                    { -300, 300, 0 },
                    { -200, 0, 300 },
                }
            ),
            3
        ),
        new(
            "visible scores far apart, the largest first",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 0, 0 },
                    { 300, -300, 0 },
                    { 300, -200, 0 },
                }
            ),
            3
        ),
        new(
            "visible scores far apart, the largest in the middle",
            Sample.Matrix(
                new float[,]
                {
                    { -300, 0, 0 },
                    { -300, 9, 0 },
                    { -300, 300, -300 },
                }
            ),
            3
        ),
        new("five words, the last one padding", Sample.Random(5, 5, 6), 4),
        new(
            "hidden scores far above the visible ones",
            Sample.Matrix(
                new float[,]
                {
                    { 500, 900, 0 },
                    { 500, 501, 900 },
                    { -500, -501, 900 },
                }
            ),
            2
        ),
    ];
}
