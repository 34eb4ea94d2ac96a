namespace Attention.Course;

internal static partial class Chapter03
{
    private static IReadOnlyList<Case> CasesOfRowSoftmax =>
    [
        new("a single key", Sample.Matrix(new float[,] { { 5 }, { -5 } })),
        new("a single query", Sample.Matrix(new float[,] { { 1, 0, 2 } })),
        new("two words", Sample.Matrix(new float[,] { { 2, 1 }, { 1, 1 } })),
        new("negative scores", Sample.Matrix(new float[,] { { -1, 1 }, { -2, -4 } })),
        new("a row far above another", Sample.Matrix(new float[,] { { 5000, 5001 }, { -5000, -4999 } })),
        new("a row far below the next one", Sample.Matrix(new float[,] { { -5000, -4999 }, { 5000, 5001 } })),
        new("a large gap, the maximum last", Sample.Matrix(new float[,] { { 0, 300 }, { 1, 0 } })),
        new("large scores that lie close together", Sample.Matrix(new float[,] { { 900, 901 }, { 901, 900 } })),
        new("a score far below the others", Sample.Matrix(new float[,] { { 3, -200 }, { -200, 3 } })),
        new("two queries, three keys", Sample.Matrix(new float[,] { { 1, 2, 3 }, { 0, 0, 1 } })),
        new("three queries, two keys", Sample.Matrix(new float[,] { { 1, -1 }, { 0, 2 }, { 3, 3 } })),
        new("as many queries as keys", Sample.Matrix(new float[,] { { 1, 2, 0 }, { 3, 1, -1 }, { 0, 0, 2 } })),
    ];
}
