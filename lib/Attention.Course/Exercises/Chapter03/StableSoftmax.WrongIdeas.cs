namespace Attention.Course;

internal static partial class Chapter03
{
    private static IReadOnlyList<WrongIdea<Func<float[], float[]>>> WrongIdeasOfStableSoftmax =>
    [
        new(
            "divides by the sum of the scores",
            "You divided by the sum of the scores, not of e^score: those are percentages. "
                + "They fail on negative scores, "
                + "and (2, 1) must give 73 % and 27 %.",
            scores => Shares(scores, scores.Sum()),
            scores => Shares([.. scores.Select(MathF.Abs)], scores.Sum(MathF.Abs))
        ),
        new(
            "does not subtract the maximum",
            "Right for small scores. e^89 already overflows a float (e^710 a double), and e^−104 is 0: then "
                + "∞/∞ or 0/0 gives NaN. Subtract the largest score from all of them first.",
            scores => Shares(Exp(scores, 0), Exp(scores, 0).Sum()),
            InDouble
        ),
        new(
            "replaces NaN",
            "Right for small scores. For large ones e^score overflows, and you put another number in place "
                + "of NaN. Subtract the largest score from all of them first; then there is no NaN.",
            scores =>
                [
                    .. Shares(Exp(scores, 0), Exp(scores, 0).Sum())
                        .Select(share => float.IsNaN(share) ? 0 : share),
                ],
            scores =>
                [
                    .. Shares(Exp(scores, 0), Exp(scores, 0).Sum())
                        .Select(share => float.IsNaN(share) ? 1 : share),
                ],
            scores => [.. InDouble(scores).Select(share => float.IsNaN(share) ? 0 : share)]
        ),
        new(
            "starts the maximum at 0",
            "Right while one score is positive. If all are negative, your maximum stays at 0, or near it, "
                + "where it started: then every e^score can be 0. Start it at the first score, or at −∞.",
            scores =>
                Shares(Exp(scores, MathF.Max(0, scores.Max())), Exp(scores, MathF.Max(0, scores.Max())).Sum())
        ),
        new(
            "does not divide",
            "Those are the values of e^score, relative to the largest. "
                + "Divide each by their sum, so that the shares add up to 1.",
            scores => Exp(scores, scores.Max())
        ),
        new(
            "returns the powers",
            "Those are the values of e^score. Divide each by their sum; "
                + "and subtract the largest score first.",
            scores => Exp(scores, 0)
        ),
        new(
            "subtracts only above",
            "You subtracted the maximum above the fraction line but not below it. "
                + "Use the same e^(score − max) for the sum.",
            scores => Shares(Exp(scores, scores.Max()), Exp(scores, 0).Sum()),
            scores =>
                [.. scores.Select(s => (float)(Math.Exp(s - scores.Max()) / scores.Sum(x => Math.Exp(x))))]
        ),
        new(
            "subtracts only below",
            "You subtracted the maximum below the fraction line but not above it. "
                + "Use the same e^(score − max) for the score itself.",
            scores => Shares(Exp(scores, 0), Exp(scores, scores.Max()).Sum()),
            scores =>
                [.. scores.Select(s => (float)(Math.Exp(s) / scores.Sum(x => Math.Exp(x - scores.Max()))))]
        ),
        new(
            "subtracts the minimum",
            "You subtracted the smallest score. Then the largest can still overflow, and a score of −∞ makes "
                + "all of them NaN. Subtract the largest.",
            scores => Shifted(scores, scores.Min())
        ),
        new(
            "subtracts the average",
            "You subtracted the average. Then the largest score can still overflow, and a score of −∞ makes "
                + "all of them NaN. Subtract the largest.",
            scores => Shifted(scores, scores.Average())
        ),
        new(
            "subtracts the first score",
            "You subtracted the first score. If another one is far larger, its e^score still overflows. "
                + "Subtract the largest.",
            scores => Shifted(scores, scores[0])
        ),
        new(
            "subtracts the last score",
            "You subtracted the last score. If another one is far larger, its e^score still overflows. "
                + "Subtract the largest.",
            scores => Shifted(scores, scores[^1])
        ),
        new(
            "subtracts the median",
            "You subtracted the middle score. If another one is far larger, its e^score still overflows. "
                + "Subtract the largest.",
            scores => Shifted(scores, scores.Order().ElementAt(scores.Length / 2)),
            scores => Shifted(scores, scores.Order().ElementAt((scores.Length - 1) / 2)),
            scores => Shifted(scores, scores[scores.Length / 2])
        ),
        new("subtracts the sum", "You subtracted the sum of the scores. Subtract the largest score.", scores =>
            Shifted(scores, scores.Sum())
        ),
        new(
            "divides by the maximum",
            "You divided the scores by the largest one. That changes their differences, and so the shares. "
                + "Subtract it.",
            scores => Shifted([.. scores.Select(score => score / scores.Max())], 0)
        ),
        new(
            "adds the maximum",
            "You added the largest score. Then e^score overflows all the sooner. Subtract it.",
            scores => Shifted(scores, -scores.Max())
        ),
        new(
            "takes max − score",
            "You computed e^(max − score): then the smallest score gets the largest share. "
                + "It is e^(score − max).",
            scores => Shifted([.. scores.Select(score => scores.Max() - score)], 0)
        ),
        new(
            "turns the scores around",
            "The order is turned around: the smallest score gets the largest share. "
                + "Is there a minus too many in the exponent?",
            scores => Formulas.Softmax(scores.Select(score => -score))
        ),
        new(
            "gives all to the winner",
            "The largest score got everything. Softmax is softer: "
                + "every score keeps a share, e^score of the sum.",
            scores =>
                [
                    .. scores.Select(score =>
                        score == scores.Max() ? 1f / scores.Count(s => s == scores.Max()) : 0
                    ),
                ],
            scores => [.. scores.Select(score => score == scores.Max() ? 1f : 0)]
        ),
        new(
            "cuts large scores off",
            "You cut scores off to avoid the overflow: then 10,000 and 9,999 count as equal. "
                + "Subtract the maximum instead; that changes nothing.",
            scores => Formulas.Softmax([.. scores.Select(score => Math.Clamp(score, -80, 80))]),
            scores => Formulas.Softmax([.. scores.Select(score => MathF.Min(score, 80))])
        ),
        new(
            "forgets the exponential",
            "You subtracted the maximum and divided by the sum, but e is missing: "
                + "take MathF.Exp of each difference.",
            scores =>
                Shares(
                    [.. scores.Select(score => score - scores.Max())],
                    scores.Sum(score => score - scores.Max())
                )
        ),
        new("takes 2 for e", "You took powers of 2. Softmax takes powers of e: MathF.Exp.", scores =>
            InBase(scores, 2)
        ),
        new("takes 10 for e", "You took powers of 10. Softmax takes powers of e: MathF.Exp.", scores =>
            InBase(scores, 10)
        ),
        new(
            "rounds e",
            "You rounded e. MathF.Exp(x) knows it to the last digit: "
                + "for large differences the digits that are missing count.",
            scores => InBase(scores, 2.718f),
            scores => InBase(scores, 2.72f),
            scores => InBase(scores, 2.71f),
            scores => InBase(scores, 2.7f),
            scores => InBase(scores, 3)
        ),
        new(
            "takes the logarithm",
            "Those are the logarithms of the shares. The shares themselves are asked for: "
                + "e^(score − max) divided by the sum.",
            scores => [.. Formulas.Softmax(scores).Select(share => MathF.Log(share))]
        ),
        new(
            "divides by the largest power",
            "You divided by the largest e^score, not by the sum of all of them.",
            scores => [.. Exp(scores, 0).Select(x => x / Exp(scores, 0).Max())]
        ),
        new(
            "divides by the number of scores",
            "You divided by the number of scores. Divide by the sum of all e^score.",
            scores => [.. Exp(scores, scores.Max()).Select(x => x / scores.Length)]
        ),
        new("takes shares of 100", "Your shares add up to 100. They must add up to 1.", scores =>
            [.. Formulas.Softmax(scores).Select(share => 100 * share)]
        ),
        new(
            "gives everyone the same",
            "Every score gets the same share. The larger a score, the larger its share: "
                + "e^score divided by the sum.",
            scores => [.. scores.Select(_ => 1f / scores.Length)]
        ),
        new(
            "sorts the shares",
            "Your shares are right but sorted. Each must stand where its score stands.",
            scores => [.. Formulas.Softmax(scores).Order()],
            scores => [.. Formulas.Softmax(scores).OrderDescending()]
        ),
        new(
            "cuts the exponent to a whole number",
            "The exponent is cut to a whole number. Keep it as float.",
            scores => Formulas.Softmax(scores.Select(score => (float)MathF.Truncate(score))),
            scores => Formulas.Softmax(scores.Select(score => MathF.Truncate(score - scores.Max())))
        ),
        new("leaves the last score out of the maximum",
            "The last score is missing in your maximum. If it is far above the others, its e^score "
                + "overflows. The loop runs while i < scores.Length.",
            scores => Shifted(scores, scores.Length == 1 ? scores[0] : scores.SkipLast(1).Max())),
        new("takes the sigmoid",
            "That is the sigmoid, 1 / (1 + e^−score), of each score by itself. Softmax divides by "
                + "the sum over all scores.",
            scores => [.. scores.Select(score => 1 / (1 + MathF.Exp(-score)))]),
        new("divides by the sum so far",
            "You divided by the sum up to this score. Add up all e^score first; divide in a second "
                + "loop.",
            scores => Exp(scores, scores.Max()) is var e
                ? [.. e.Select((x, i) => x / e.Take(i + 1).Sum())]
                : scores),
        new("divides the powers by the sum of the scores",
            "You divided e^score by the sum of the scores. Divide by the sum of all e^score.",
            scores => Shares(Exp(scores, scores.Max()), scores.Sum()),
            scores => Shares(Exp(scores, 0), scores.Sum())),
        new("normalises to length 1",
            "You brought the values of e^score to length 1, as a vector. The shares must add up to "
                + "1: divide by their sum.",
            scores => Shares(Exp(scores, scores.Max()), Formulas.Length(Exp(scores, scores.Max())))),
        new("adds 1 to the sum",
            "You added 1 to what you divide by, perhaps to avoid a division by 0. Then the shares do "
                + "not add up to 1. The largest e^(score − max) is 1, so the sum is never 0.",
            scores => Shares(Exp(scores, scores.Max()), Exp(scores, scores.Max()).Sum() + 1)),
        new("rounds the shares",
            "Your shares are rounded. Return them as they are.",
            scores => [.. Formulas.Softmax(scores).Select(share => MathF.Round(share, 1))],
            scores => [.. Formulas.Softmax(scores).Select(share => MathF.Round(share, 2))],
            scores => [.. Formulas.Softmax(scores).Select(share => MathF.Round(share, 3))]),
    ];

    private static float[] Shares(float[] values, float sum) => [.. values.Select(value => value / sum)];

    private static float[] Shifted(float[] scores, float shift) => Shares(Exp(scores, shift), Exp(scores, shift).Sum());

    private static float[] InBase(float[] scores, float b)
    {
        float[] powers = [.. scores.Select(score => MathF.Pow(b, score - scores.Max()))];
        return Shares(powers, powers.Sum());
    }

    private static float[] InDouble(float[] scores)
    {
        double[] powers = [.. scores.Select(score => Math.Exp(score))];
        return [.. powers.Select(power => (float)(power / powers.Sum()))];
    }
}
