using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter05
{
    public static Exercise<Func<Matrix<float>, int, Matrix<float>>> MaskedWeights { get; } = new(Syllabus.MaskedWeights)
    {
        Task = "Turn scores S (n × n) into weights: query i may read key j only if j ≤ i and j < length. What is hidden gets exactly 0; every row that sees a key adds up to 1; a row that sees none is all 0.",
        Attempt = "MyMaskedWeights",
        Starter = """
            Matrix<float> MyMaskedWeights(Matrix<float> S, int length)   // S: n × n
            {
                throw new NotImplementedException();                     // your code; the result is n × n
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
            "Both masks must allow a key. What is hidden must be gone before the shares are made: e^−∞ is 0, e⁰ is 1.",
            "For every row: take e^(score − max) over the visible keys only, 0 for the others. Divide by the sum of the row, unless no key is visible.",
            "`MayAttend(i, j) ? MathF.Exp(score - max) : 0` for each entry, then divide by the row's sum where that is not 0.",
        ],
        Insight = "Hiding before softmax gives what hiding after it and dividing again would give on paper, but it also holds when a hidden score is far above the visible ones. Hidden scores of 0 or −1e20 do not.",
        Inputs = ["S", "length"],
        Cases =
        [
            new("two words", Sample.Matrix(new float[,] { { 1, 2 }, { 0, 1 } }), 2),
            new("three words, the last one padding", Sample.Matrix(new float[,] { { 1, 2, 3 }, { 0, 1, 0 }, { 1, 0, 2 } }), 2),
            new("negative scores", Sample.Matrix(new float[,] { { -3, 1 }, { -2, -1 } }), 2),
            new("one real word", Sample.Matrix(new float[,] { { 1, 5 }, { 1, 5 } }), 1),
            new("no real word: nothing to read", Sample.Matrix(new float[,] { { 1, 2 }, { 3, 4 } }), 0),
            new("large scores", Sample.Matrix(new float[,] { { 500, 900, 0 }, { 500, 501, 900 }, { -500, -501, 900 } }), 2),
        ],
        Reference = (s, length) => Formulas.MaskedSoftmax(s, (i, j) => j <= i && j < length),
        WrongIdeas =
        [
            new("multiplies the scores by 0", "You set hidden scores to 0, but e⁰ = 1: what is hidden still gets a share. Set them to −∞, or leave them out.",
                (s, length) => Formulas.RowSoftmax(s.MapIndexed((i, j, x) => j <= i && j < length ? x : 0))),
            new("zeroes after softmax", "You took the weights of hidden keys away after softmax: the rest no longer adds up to 1. Divide each row by its new sum, or mask before.",
                (s, length) => Formulas.RowSoftmax(s).MapIndexed((i, j, w) => j <= i && j < length ? w : 0)),
            new("divides again after softmax", "You hid the keys after softmax and divided by what was left. On paper that is right; but where a hidden score is far above the visible ones, their shares are rounded to 0 and nothing is left. Hide before softmax.",
                (s, length) =>
                {
                    Matrix<float> left = Formulas.RowSoftmax(s).MapIndexed((i, j, w) => j <= i && j < length ? w : 0);
                    return left.MapIndexed((i, _, w) => w == 0 ? 0 : w / left.Row(i).Sum());
                }),
            new("uses −1e20", "You put a finite number such as −1e20 in place of −∞. In a row that may see nothing, all are equal then: hidden keys get equal shares instead of 0.",
                (s, length) => Formulas.RowSoftmax(s.MapIndexed((i, j, x) => j <= i && j < length ? x : -1e20f))),
            new("divides 0 by 0", "A row that may see no key gives NaN: 0/0. One NaN spreads through the whole model; such a row must be all 0.",
                (s, length) => Formulas.RowSoftmax(s.MapIndexed((i, j, x) => j <= i && j < length ? x : float.NegativeInfinity))),
            new("lets either mask allow", "You joined the masks with \"or\". A key must be allowed by both: j ≤ i and j < length.",
                (s, length) => Formulas.MaskedSoftmax(s, (i, j) => j <= i || j < length)),
            new("forgets the padding", "Only the causal mask is there: padding is still read by the rows behind it. It needs j < length as well.",
                (s, length) => Formulas.MaskedSoftmax(s, (i, j) => j <= i)),
            new("forgets the future", "Only the padding is hidden: the future is still read. It needs j ≤ i as well.",
                (s, length) => Formulas.MaskedSoftmax(s, (i, j) => j < length)),
            new("turns the mask around", "You kept what should be hidden and hid the rest. true means \"may attend\" here.",
                (s, length) => Formulas.MaskedSoftmax(s, (i, j) => !(j <= i && j < length))),
        ],
    };
}
