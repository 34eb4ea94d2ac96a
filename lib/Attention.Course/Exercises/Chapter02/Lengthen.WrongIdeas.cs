using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter02
{
    private static IReadOnlyList<WrongIdea<Func<Matrix<float>, int, int, Matrix<float>>>> WrongIdeasOfLengthen =>
    [
        new("changes nothing", "X is as it was. Make one of its vectors longer.", (x, _, _) => x.Clone()),
        new(
            "makes every vector equally long",
            "You brought every vector to length 1: then the score of a word with itself is 1, and no other is "
                + "larger.",
            (x, _, _) => x.NormalizeRows(2)
        ),
        new(
            "lengthens the vector that asks",
            "You changed the length of row i, which asks. Its scores with the others all change by the same "
                + "factor then, so their order stays. Change row j, which answers.",
            (x, i, _) => Stretched(x, i, 3)
        )
        {
            ShowsInFailure = (inputs, result) =>
                Change.Of(inputs, result) is { Factors: var factors }
                && factors[(int)inputs[1]] is not (null or 1)
                && factors.Where((_, row) => row != (int)inputs[1]).All(factor => factor == 1),
        },
        new("lengthens every vector", "You changed several vectors. Change row j only.", (x, _, _) => x * 3)
        {
            ShowsInFailure = (inputs, result) =>
                Change.Of(inputs, result) is { Factors: var factors }
                && factors.Count(factor => factor != 1) > 1,
        },
        new(
            "turns the vector",
            "You gave row j another direction. Keep its direction: "
                + "multiply the whole row by one positive number.",
            (x, i, j) => WithRow(x, j, x.Row(i) * 2)
        )
        {
            ShowsInFailure = (inputs, result) =>
                Change.Of(inputs, result) is { Factors: var factors } && factors[(int)inputs[2]] is null,
        },
        new(
            "turns the vector around",
            "Your factor is negative: the vector points the other way now. The factor must be positive.",
            (x, _, j) => Stretched(x, j, -5)
        )
        {
            ShowsInFailure = (inputs, result) =>
                Change.Of(inputs, result) is { Factors: var factors } && factors[(int)inputs[2]] < 0,
        },
        new(
            "uses one factor for all",
            "You make row j longer by the same factor, whatever X is. How much is enough depends on X: "
                + "compute the factor from the scores of row i.",
            (x, _, j) => Stretched(x, j, 1.5f)
        )
        {
            ShowsInAll = UsesOneFactor,
        },
        new(
            "stops at a draw",
            "It is a draw: column j has the largest score, but not alone. "
                + "Make the vector a little longer still.",
            (x, i, j) => Stretched(x, j, (x * x.Row(i)).Maximum() / (x.Row(i) * x.Row(j)))
        )
        {
            ShowsInFailure = (inputs, result) => Change.Of(inputs, result) is { Lead: > -1e-5f and < 1e-5f },
        },
        new(
            "beats only the diagonal",
            "Row i prefers j to itself now, but a third word is still ahead. "
                + "Compare with the largest score of the row, "
                + "not only with the diagonal.",
            (x, i, j) => Stretched(x, j, 1.5f * (x.Row(i) * x.Row(i)) / (x.Row(i) * x.Row(j)))
        )
        {
            ShowsInFailure = (inputs, result) =>
                Change.Of(inputs, result) is { Lead: < 0, BeatsDiagonal: true },
        },
        new(
            "lengthens too little",
            "The right vector and the right direction, but not long enough: "
                + "another score in row i is still larger. "
                + "How much is enough depends on X: compute the factor from the scores of row i.",
            (x, i, j) => Stretched(x, j, (x * x.Row(i)).Maximum())
        )
        {
            ShowsInFailure = (inputs, result) =>
                Change.Of(inputs, result) is { Lead: < 0, BeatsDiagonal: false, IsOfRowJ: true },
        },
    ];

    private static bool UsesOneFactor(IReadOnlyList<CaseOutcome> tried)
    {
        float?[] factors =
        [
            .. tried.Select(one =>
                one.Outcome.Result is { } result && Change.Of(one.Case.Inputs, result) is { IsOfRowJ: true } change
                    ? change.Factors[(int)one.Case.Inputs[2]]
                    : null
            ),
        ];
        return factors.All(factor =>
            factor is not (null or 1) && Math.Abs(factor.Value / factors[0]!.Value - 1) < 1e-4
        );
    }
}
