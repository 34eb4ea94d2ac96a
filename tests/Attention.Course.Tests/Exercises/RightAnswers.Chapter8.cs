namespace Attention.Course.Tests.Exercises;

internal static partial class RightAnswers
{
    private static (string Exercise, string Text)[] Chapter8 =>
    [
        (
            "PositionWaves",
            """
            float[] MyWaves(int p, int d) => [.. Enumerable.Range(0, d).Select(f =>
            {
                double angle = p / Math.Pow(10000, (f - f % 2) / (double)d);
                return (float)(f % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            })];
            """
        ),
        (
            "RotaryTurn",
            """
            float[] MyTurn(float[] x, int p)
            {
                var turned = (float[])x.Clone();
                for (int pair = 0; pair < x.Length / 2; pair++)
                {
                    float angle = p * MathF.Pow(10000, -2f * pair / x.Length);
                    (float sin, float cos) = MathF.SinCos(angle);
                    (float a, float b) = (x[2 * pair], x[2 * pair + 1]);
                    (turned[2 * pair], turned[2 * pair + 1]) = (a * cos - b * sin, b * cos + a * sin);
                }
                return turned;
            }
            """
        ),
        (
            "DistancePenalty",
            """
            Matrix<float> MyPenalty(int n, float slope)
            {
                var B = Matrix<float>.Build.Dense(n, n, float.NegativeInfinity);
                for (int i = 0; i < n; i++)
                    for (int j = 0; j <= i; j++)
                        B[i, j] = -slope * (i - j);
                return B;
            }
            """
        ),
    ];
}
