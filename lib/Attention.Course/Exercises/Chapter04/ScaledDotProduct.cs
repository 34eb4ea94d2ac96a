using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter04
{
    public static Exercise<Func<Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>>> ScaledDotProduct { get; } =
        new(Syllabus.ScaledDotProduct)
        {
            Task =
                "Write softmax(Q·Kᵀ/√d_k)·V, with the softmax taken row by row. There may be more keys than queries, "
                + "and the values may have another width than the keys.",
            Attempt = "MyAttention",
            Starter = """
                // Q is n × d_k, K is m × d_k, V is m × d_v; the result is n × d_v
                Matrix<float> MyAttention(Matrix<float> Q, Matrix<float> K, Matrix<float> V)
                {
                    throw new NotImplementedException();   // your code
                }
                """,
            Solution = """
                // Q is n × d_k, K is m × d_k, V is m × d_v; the result is n × d_v
                Matrix<float> MyAttention(Matrix<float> Q, Matrix<float> K, Matrix<float> V)
                {
                    Matrix<float> S = Q * K.Transpose() / MathF.Sqrt(K.ColumnCount);   // n × m
                    Matrix<float> E = S.MapIndexed((i, j, score) => MathF.Exp(score - S.Row(i).Maximum()));
                    return E.NormalizeRows(1) * V;                                     // every row of E ÷ its sum
                }
                """,
            Hints =
            [
                "Three steps: scores, shares, blend. Each query asks every key; its shares mix the values.",
                "S = Q·Kᵀ divided by √d_k, where d_k is the width of a key. Softmax on every row of S. "
                    + "Then the weights times V.",
                "`Q * K.Transpose() / MathF.Sqrt(K.ColumnCount)`; then e^(score − the row's maximum), divided by the "
                    + "row's sum, which is what NormalizeRows(1) does; then `* V`.",
            ],
            Insight = "Two matrix products with a softmax between them: that is all of attention.",
            Inputs = ["Q", "K", "V"],
            Cases = CasesOfScaledDotProduct,
            Reference = Formulas.Attention,
            WrongIdeas = WrongIdeasOfScaledDotProduct,
        };
}
