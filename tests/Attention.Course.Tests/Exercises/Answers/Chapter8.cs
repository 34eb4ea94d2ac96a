using static Attention.Course.Tests.Exercises.Answers.WrongAnswer;

namespace Attention.Course.Tests.Exercises.Answers;

internal static class Chapter8
{
    public static IEnumerable<WrongAnswer> Answers =>
    [
        .. To("PositionWaves", "float[] MyWaves(int p, int d)",
            ("has one wave for all", Waves(angle: "p * Math.Pow(10000, -f / d)")),
            ("has one wave for all", Waves(angle: "p")),
            ("doubles the exponent", Waves(angle: "p / Math.Pow(10000, 2.0 * f / d)")),
            ("halves the exponent", Waves(angle: "p / Math.Pow(10000, f / 2 / (double)d)")),
            ("makes later pairs faster", Waves(angle: "p * Math.Pow(10000, (double)f / d)")),
            ("counts places from 1", Waves(angle: "(p + 1) / Math.Pow(10000, (double)f / d)")),
            ("turns in degrees", Waves(angle: "Math.PI / 180 * p / Math.Pow(10000, (double)f / d)")),
            ("forgets the place", Waves(angle: "1 / Math.Pow(10000, (double)f / d)")),
            ("exchanges sine and cosine", Waves(even: "Math.Cos(angle)", odd: "Math.Sin(angle)")),
            ("has sines only", Waves(odd: "Math.Sin(angle)")),
            ("leaves every other cosine out", Waves(odd: "0")),
            ("", Waves(angle: "p / Math.Pow(1000, (double)f / d)")),
            ("", Waves(angle: "p / Math.Exp((double)f / d)")),
            ("", Waves(even: "0")),
            ("", Waves(odd: "-Math.Cos(angle)")),
            ("The result has the shape", "=> new float[d + 1];")),

        .. To("RotaryTurn", "float[] MyTurn(float[] x, int p)",
            ("turns the other way", Turn(first: "x[f] * cos + x[f + 1] * sin", second: "x[f + 1] * cos - x[f] * sin")),
            ("turns the other way", Turn(angle: "-p / Math.Pow(10000, (double)f / x.Length)")),
            ("uses the new first feature for the second", Turn(second: "turned[f] * sin + x[f + 1] * cos")),
            ("turns all pairs alike", Turn(angle: "p * Math.Pow(10000, -f / x.Length)")),
            ("forgets the minus", Turn(first: "x[f] * cos + x[f + 1] * sin")),
            ("mirrors instead of turning",
                Turn(first: "x[f] * cos + x[f + 1] * sin", second: "x[f] * sin - x[f + 1] * cos")),
            ("adds the waves", Turn(first: "x[f] + sin", second: "x[f + 1] + cos")),
            ("multiplies by the waves", Turn(first: "x[f] * cos", second: "x[f + 1] * sin")),
            ("does not turn", "=> (float[])x.Clone();"),
            ("counts places from 1", Turn(angle: "(p + 1) / Math.Pow(10000, (double)f / x.Length)")),
            ("doubles the exponent", Turn(angle: "p / Math.Pow(10000, 2.0 * f / x.Length)")),
            ("turns in degrees", Turn(angle: "p / Math.Pow(10000, (double)f / x.Length) * Math.PI / 180")),
            ("", Turn(second: "x[f + 1] * cos")),
            ("", Turn(angle: "p / Math.Pow(1000, (double)f / x.Length)")),
            ("The caller still needs its own data", "{ x[0] = 0; return x; }"),
            ("The result has the shape", "=> new float[x.Length + 2];")),

        .. To("DistancePenalty", "Matrix<float> MyPenalty(int n, float slope)",
            ("rewards distance", Penalty("j <= i ? slope * (i - j) : float.NegativeInfinity")),
            ("leaves the future visible", Penalty("-slope * (i - j)")),
            ("punishes both sides", Penalty("-slope * Math.Abs(j - i)")),
            ("hides with 0", Penalty("j > i ? 0 : -slope * (i - j)")),
            ("hides with a finite number", Penalty("j > i ? -1e9f : -slope * (i - j)")),
            ("exchanges rows and columns", Penalty("i <= j ? slope * (i - j) : float.NegativeInfinity")),
            ("hides the word from itself", Penalty("j < i ? slope * (j - i) : float.NegativeInfinity")),
            ("forgets the slope", Penalty("j <= i ? j - i : float.NegativeInfinity")),
            ("forgets the distance", Penalty("j <= i ? -slope : float.NegativeInfinity")),
            ("is the causal mask alone", Penalty("j <= i ? 0 : float.NegativeInfinity")),
            ("counts from the first word", Penalty("j <= i ? slope * j : float.NegativeInfinity")),
            ("squares the distance", Penalty("j <= i ? -slope * (i - j) * (i - j) : float.NegativeInfinity")),
            ("", Penalty("j <= i ? slope / (j - i - 1) : float.NegativeInfinity")),
            ("", Penalty("j <= i ? -slope * i : float.NegativeInfinity")),
            ("The result has the shape", "=> Matrix<float>.Build.Dense(n, n + 1);")),
    ];

    private static string Waves(
        string angle = "p / Math.Pow(10000, (double)f / d)", string even = "Math.Sin(angle)",
        string odd = "Math.Cos(angle)") => $$"""
        {
            var waves = new float[d];
            for (int f = 0; f < d; f += 2)
            {
                double angle = {{angle}};
                waves[f] = (float)({{even}});
                waves[f + 1] = (float)({{odd}});
            }
            return waves;
        }
        """;

    private static string Turn(
        string angle = "p / Math.Pow(10000, (double)f / x.Length)", string first = "x[f] * cos - x[f + 1] * sin",
        string second = "x[f] * sin + x[f + 1] * cos") => $$"""
        {
            var turned = new float[x.Length];
            for (int f = 0; f < x.Length; f += 2)
            {
                double angle = {{angle}};
                float cos = (float)Math.Cos(angle), sin = (float)Math.Sin(angle);
                turned[f] = {{first}};
                turned[f + 1] = {{second}};
            }
            return turned;
        }
        """;

    private static string Penalty(string of) => $"=> Matrix<float>.Build.Dense(n, n, (i, j) => {of});";
}
