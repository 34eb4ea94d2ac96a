using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter05
{
    public static Exercise<Func<Matrix<float>, int, Matrix<float>>> MaskedWeights { get; } =
        new(Syllabus.MaskedWeights)
        {
            Task =
                "Turn scores S (n × n) into weights: query i may read key j only if j ≤ i and j < length. "
                + "What is hidden gets exactly 0; every row that sees a key adds up to 1; "
                + "a row that sees none is all 0.",
            Attempt = "MyMaskedWeights",
            Starter = """
                Matrix<float> MyMaskedWeights(Matrix<float> S, int length)   // S: n × n
                {
                    throw new NotImplementedException();                     // your code; n × n
                }
                """,
            Solution = """
                Matrix<float> MyMaskedWeights(Matrix<float> S, int length)   // S: n × n
                {
                    bool MayAttend(int i, int j) => j <= i && j < length;
                    float Max(int i) => S.Row(i).Where((_, j) => MayAttend(i, j)).Max();
                    Matrix<float> E = S.MapIndexed((i, j, score) => MayAttend(i, j) ? MathF.Exp(score - Max(i)) : 0);
                    return E.MapIndexed((i, j, e) => e == 0 ? 0 : e / E.Row(i).Sum());   // 0 stays 0: no 0/0
                }
                """,
            Hints =
            [
                "Both masks must allow a key. What is hidden must be gone before the shares are made: "
                    + "e^−∞ is 0, e⁰ is 1.",
                "For every row: take e^(score − max) over the visible keys only, 0 for the others. "
                    + "Divide by the sum of the row, unless no key is visible.",
                "`MayAttend(i, j) ? MathF.Exp(score - max) : 0` for each entry, then divide by the row's sum where "
                    + "that is not 0.",
            ],
            Insight =
                "Hiding before softmax gives what hiding after it and dividing again would give on paper, "
                + "but it also holds when a hidden score is far above the visible ones. "
                + "A hidden score of 0 does not do that, and −1e20 fails where a row is empty.",
            Inputs = ["S", "length"],
            Cases = CasesOfMaskedWeights,
            Reference = (s, length) => Formulas.MaskedSoftmax(s, (i, j) => j <= i && j < length),
            WrongIdeas = WrongIdeasOfMaskedWeights,
        };
}
