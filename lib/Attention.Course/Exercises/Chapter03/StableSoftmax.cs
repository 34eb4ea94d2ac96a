namespace Attention.Course;

internal static partial class Chapter03
{
    public static Exercise<Func<float[], float[]>> StableSoftmax { get; } =
        new(Syllabus.StableSoftmax)
        {
            Task =
                "Write softmax: every score becomes e^score divided by the sum of all e^score. "
                + "It must also work for scores of ±10,000, where e^score is no float any more, "
                + "and for a score of −∞ among others.",
            Attempt = "MySoftmax",
            Starter = """
                float[] MySoftmax(float[] scores)
                {
                    throw new NotImplementedException();   // your code
                }
                """,
            Solution = """
                float[] MySoftmax(float[] scores)
                {
                    float max = scores.Max();
                    float[] e = [.. scores.Select(score => MathF.Exp(score - max))];   // the largest becomes e⁰ = 1
                    float sum = e.Sum();
                    return [.. e.Select(x => x / sum)];
                }
                """,
            Hints =
            [
                "Only differences count. So you may subtract the same number from all scores first. "
                    + "Which number makes sure that no e^score is too large?",
                "Find the largest score. Subtract it from every score, take MathF.Exp of each, add those up, divide "
                    + "each by the sum.",
                "`float[] e = [.. scores.Select(score => MathF.Exp(score - max))];` and then every entry of e "
                    + "divided by e.Sum().",
            ],
            Insight =
                "Subtracting the maximum changes no share; it only keeps e^score from growing beyond what a float "
                + "holds.",
            Inputs = ["scores"],
            Cases = CasesOfStableSoftmax,
            Reference = Formulas.Softmax,
            WrongIdeas = WrongIdeasOfStableSoftmax,
        };

    private static float[] Exp(float[] scores, float shift) => [.. scores.Select(score => MathF.Exp(score - shift))];
}
