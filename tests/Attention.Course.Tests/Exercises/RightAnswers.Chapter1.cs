namespace Attention.Course.Tests.Exercises;

internal static partial class RightAnswers
{
    private static (string Exercise, string Text)[] Chapter1 =>
    [
        ("Dot", "float MyDot(float[] x, float[] y) => x.Zip(y, (a, b) => a * b).Sum();"),
        ("Dot", "float MyDot(float[] x, float[] y) => TensorPrimitives.Dot<float>(x, y);"),
        (
            "Dot",
            """
            float MyDot(float[] x, float[] y)
            {
                double sum = 0;
                for (int i = x.Length - 1; i >= 0; i--) { sum += (double)x[i] * y[i]; }
                return (float)sum;
            }
            """
        ),
        ("Norm", "float MyNorm(float[] x) => (float)Math.Pow(x.Sum(v => v * v), 0.5);"),
        ("Norm", "float MyNorm(float[] x) => (float)Vector<float>.Build.Dense(x).L2Norm();"),
        (
            "Norm",
            """
            float MyNorm(float[] x)
            {
                float squares = 0;
                foreach (float v in x) { squares += v * v; }
                return MathF.Sqrt(squares);
            }
            """
        ),
        (
            "Cosine",
            """
            float MyCosine(float[] x, float[] y)
            {
                double xy = 0, xx = 0, yy = 0;
                for (int i = 0; i < x.Length; i++) { xy += x[i] * y[i]; xx += x[i] * x[i]; yy += y[i] * y[i]; }
                return (float)(xy / Math.Sqrt(xx) / Math.Sqrt(yy));
            }
            """
        ),
        ("Cosine", "float MyCosine(float[] x, float[] y) => MyDot(x, y) / MathF.Sqrt(MyDot(x, x) * MyDot(y, y));"),
        ("Cosine", "float MyCosine(float[] x, float[] y) => MyDot(x, y) / (MyNorm(x) * MyNorm(y) + 1e-8f);"),
    ];
}
