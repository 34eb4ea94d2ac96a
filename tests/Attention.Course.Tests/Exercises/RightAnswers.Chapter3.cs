namespace Attention.Course.Tests.Exercises;

internal static partial class RightAnswers
{
    private static (string Exercise, string Text)[] Chapter3 =>
    [
        (
            "StableSoftmax",
            """
            float[] MySoftmax(float[] scores)
            {
                float max = float.NegativeInfinity;
                foreach (float score in scores) { max = MathF.Max(max, score); }
                double sum = 0;
                foreach (float score in scores) { sum += Math.Exp(score - max); }
                var shares = new float[scores.Length];
                for (int i = 0; i < scores.Length; i++) { shares[i] = (float)(Math.Exp(scores[i] - max) / sum); }
                return shares;
            }
            """
        ),
        (
            "StableSoftmax",
            """
            float[] MySoftmax(float[] scores)
            {
                float max = TensorPrimitives.Max<float>(scores);
                var shifted = new float[scores.Length];
                TensorPrimitives.Subtract(scores, max, shifted);
                TensorPrimitives.SoftMax<float>(shifted, shifted);
                return shifted;
            }
            """
        ),
        (
            "StableSoftmax",
            """
            float[] MySoftmax(float[] scores)
            {
                float max = scores.Max();
                float logSum = MathF.Log(scores.Sum(score => MathF.Exp(score - max)));
                return scores.Select(score => MathF.Exp(score - max - logSum)).ToArray();
            }
            """
        ),
        (
            "RowSoftmax",
            """
            Matrix<float> MyRowSoftmax(Matrix<float> S)
            {
                Matrix<float> A = S.Clone();
                for (int i = 0; i < S.RowCount; i++)
                {
                    float max = float.MinValue, sum = 0;
                    for (int j = 0; j < S.ColumnCount; j++) { max = Math.Max(max, S[i, j]); }
                    for (int j = 0; j < S.ColumnCount; j++) { A[i, j] = MathF.Exp(S[i, j] - max); sum += A[i, j]; }
                    for (int j = 0; j < S.ColumnCount; j++) { A[i, j] /= sum; }
                }
                return A;
            }
            """
        ),
        (
            "RowSoftmax",
            """
            Matrix<float> MyRowSoftmax(Matrix<float> S)
                => S.MapIndexed((i, j, score) => MathF.Exp(score - S.Row(i).Maximum())).NormalizeRows(1);
            """
        ),
        (
            "Temperature",
            """
            float MyTemperature(float[] scores, float share)
            {
                double low = 1e-6, high = 1e7;
                while (high / low > 1.00001)
                {
                    double T = Math.Sqrt(low * high), max = scores.Max();
                    double top = 1 / scores.Sum(score => Math.Exp((score - max) / T));
                    if (top > share) { low = T; } else { high = T; }
                }
                return (float)low;
            }
            """
        ),
    ];
}
