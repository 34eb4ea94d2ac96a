namespace Attention.Course;

internal static partial class Chapter03
{
    public static Exercise<Func<float[], float[]>> StableSoftmax { get; } = new(Syllabus.StableSoftmax)
    {
        Task = "Write softmax: every score becomes e^score divided by the sum of all e^score. It must also work for scores of ±10,000, where e^score is no float any more.",
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
            "Only differences count. So you may subtract the same number from all scores first. Which number makes sure that no e^score is too large?",
            "Find the largest score. Subtract it from every score, take MathF.Exp of each, add those up, divide each by the sum.",
            "`float[] e = [.. scores.Select(score => MathF.Exp(score - max))];` and then every entry of e divided by e.Sum().",
        ],
        Insight = "Subtracting the maximum changes no share; it only keeps e^score from growing beyond what a float holds.",
        Inputs = ["scores"],
        Cases =
        [
            new("two scores", Sample.Vector(2, 1)),
            new("exact by hand: ln 1, ln 2, ln 5", Sample.Vector(0, MathF.Log(2), MathF.Log(5))),
            new("negative scores", Sample.Vector(-1, 2, -3)),
            new("a single score", Sample.Vector(7)),
            new("all equal", Sample.Vector(3, 3, 3, 3)),
            new("the same after adding 50 to every score", Sample.Vector(52, 51)),
            new("a hidden score of −∞", Sample.Vector(1, float.NegativeInfinity, 2)),
            new("scores of 10,000", Sample.Vector(10_000, 9_999, -10_000)),
            new("scores of −10,000", Sample.Vector(-10_000, -9_999)),
        ],
        Reference = Formulas.Softmax,
        WrongIdeas =
        [
            new("divides by the sum of the scores", "You divided by the sum of the scores, not of e^score: those are percentages. They fail on negative scores, and (2, 1) must give 73 % and 27 %.",
                scores => Shares(scores, scores.Sum())),
            new("does not subtract the maximum", "Right for small scores. e^89 already overflows a float (e^710 a double), and e^−104 is 0: then ∞/∞ or 0/0 gives NaN. Subtract the largest score from all of them first.",
                scores => Shares(Exp(scores, 0), Exp(scores, 0).Sum())),
            new("does not divide", "Those are the values of e^score, relative to the largest. Divide each by their sum, so that the shares add up to 1.",
                scores => Exp(scores, scores.Max())),
            new("subtracts only above", "You subtracted the maximum above the fraction line but not below it. Use the same e^(score − max) for the sum.",
                scores => Shares(Exp(scores, scores.Max()), Exp(scores, 0).Sum())),
            new("subtracts only below", "You subtracted the maximum below the fraction line but not above it. Use the same e^(score − max) for the score itself.",
                scores => Shares(Exp(scores, 0), Exp(scores, scores.Max()).Sum())),
            new("subtracts the minimum", "You subtracted a number, but not the largest: then the largest can still overflow, and with −∞ among the scores the smallest and the average are −∞, too. Subtract the largest.",
                scores => Shares(Exp(scores, scores.Min()), Exp(scores, scores.Min()).Sum())),
            new("gives all to the winner", "The largest score got everything. Softmax is softer: every score keeps a share, e^score of the sum.",
                scores => [.. scores.Select(score => score == scores.Max() ? 1f / scores.Count(s => s == scores.Max()) : 0)]),
            new("cuts large scores off", "You cut scores off to avoid the overflow: then 10,000 and 9,999 count as equal. Subtract the maximum instead; that changes nothing.",
                scores => Formulas.Softmax([.. scores.Select(score => Math.Clamp(score, -80, 80))])),
            new("forgets the exponential", "You subtracted the maximum and divided by the sum, but e is missing: take MathF.Exp of each difference.",
                scores => Shares([.. scores.Select(score => score - scores.Max())], scores.Sum(score => score - scores.Max()))),
        ],
    };

    private static float[] Exp(float[] scores, float shift) => [.. scores.Select(score => MathF.Exp(score - shift))];

    private static float[] Shares(float[] values, float sum) => [.. values.Select(value => value / sum)];
}
