using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter09
{
    public static Exercise<Func<Matrix<float>, Matrix<float>, Matrix<float>, int, Matrix<float>>> WithoutHead { get; } =
        new(Syllabus.WithoutHead)
        {
            Task = "A layer gave the output Y, n × d. Z is what head h received, n × d_v, and W_O, (heads · d_v) × d, "
                + "holds d_v rows for each head. Return the output without this head, and do not compute the others "
                + "again.",
            Attempt = "MyWithout",
            Starter = """
                Matrix<float> MyWithout(Matrix<float> Y, Matrix<float> Z, Matrix<float> WO, int h)
                {
                    throw new NotImplementedException();   // your code; n × d
                }
                """,
            Solution = """
                Matrix<float> MyWithout(Matrix<float> Y, Matrix<float> Z, Matrix<float> WO, int h)
                {
                    int dV = Z.ColumnCount;
                    return Y - Z * WO.SubMatrix(h * dV, dV, 0, WO.ColumnCount);
                }
                """,
            Hints =
            [
                "Chapter 6: the output is a sum over the heads, one product for each.",
                "Head h adds Z times its own rows of W_O: d_v of them, from row h · d_v on. Take that off.",
                "`Y - Z * WO.SubMatrix(h * dV, dV, 0, WO.ColumnCount)`, where dV is Z.ColumnCount.",
            ],
            Insight = "What a head costs in its own layer is exactly Z·W_O⁽ʰ⁾. The layers above may make up for it, and "
                + "so the cost for the whole model must be measured.",
            Inputs = ["Y", "Z", "WO", "h"],
            Cases =
            [
                .. new[] { (1, 1, 1, 1, 0), (2, 3, 2, 4, 0), (2, 3, 2, 4, 1), (3, 2, 4, 3, 3), (1, 4, 3, 2, 1),
                    (4, 3, 3, 3, 2), (2, 1, 5, 6, 4) }.Select((size, i) => new Case(
                    $"{size.Item1} words, head {size.Item5} of {size.Item3}, d_v = {size.Item2}, d = {size.Item4}",
                    Sample.Random(size.Item1, size.Item4, 60 + (ulong)i),
                    Sample.Random(size.Item1, size.Item2, 70 + (ulong)i),
                    Sample.Random(size.Item3 * size.Item2, size.Item4, 80 + (ulong)i), size.Item5)),
            ],
            Reference = (y, z, wo, h) => y - z * RowsOf(wo, z, h),
            WrongIdeas =
            [
                new("takes the rows of the first head", "You took the first rows of W_O. Head h has those from h · d_v on.",
                    (y, z, wo, h) => y - z * RowsOf(wo, z, 0)),
                new("gives the part of the head alone", "That is what the head adds. Take it off from Y.",
                    (y, z, wo, h) => z * RowsOf(wo, z, h)),
                new("adds the head", "You added the head a second time. Take it off.",
                    (y, z, wo, h) => y + z * RowsOf(wo, z, h)),
                new("turns the sign around", "The sign is wrong: from Y take off what the head adds.",
                    (y, z, wo, h) => z * RowsOf(wo, z, h) - y),
                new("leaves out the next head", "You took the rows of the head before or after. Heads are counted from 0.",
                    (y, z, wo, h) => y - z * RowsOf(wo, z, (h + 1) % (wo.RowCount / z.ColumnCount)),
                    (y, z, wo, h) => y - z * RowsOf(wo, z, Math.Max(h - 1, 0))),
            ],
        };

    private static Matrix<float> RowsOf(Matrix<float> wo, Matrix<float> z, int head)
        => wo.SubMatrix(head * z.ColumnCount, z.ColumnCount, 0, wo.ColumnCount);
}
