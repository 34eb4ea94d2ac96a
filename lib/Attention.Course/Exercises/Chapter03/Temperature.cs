using System.Globalization;

namespace Attention.Course;

internal static partial class Chapter03
{
    public static Exercise<Func<float[], float, float>> Temperature { get; } =
        new(Syllabus.Temperature)
        {
            Task =
                "Find a temperature T at which the largest share of softmax(scores / T) differs from the wanted "
                    + "one, such as 0.9, by at most 0.001. One score is the highest, and the wanted share lies between 1/n and 1.",
            Attempt = "MyTemperature",
            Starter = """
                float MyTemperature(float[] scores, float share)
                {
                    throw new NotImplementedException();   // your code; MySoftmax may help
                }
                """,
            Solution = """
                float MyTemperature(float[] scores, float share)
                {
                    float low = 0, high = 1;   // surely too sharp; perhaps not yet flat enough
                    float Top(float T) => MySoftmax([.. scores.Select(score => score / T)]).Max();
                    while (Top(high) > share) high *= 2;
                    for (int step = 0; step < 60; step++)
                    {
                        float T = (low + high) / 2;
                        if (Top(T) < share) high = T; else low = T;          // too flat: lower the upper end
                    }
                    return high;
                }
                """,
            Hints =
            [
                "The higher the temperature, the flatter the shares. So the top share falls steadily while T rises, "
                    + "and you can find T by binary search.",
                "Keep two temperatures: one too low, one too high. Try one between them. "
                    + "If the top share is smaller than wanted, "
                    + "T is too high: it becomes the new upper end. Repeat.",
                "In the loop: `float T = (low + high) / 2;`, then `MySoftmax([.. "
                    + "scores.Select(score => score / T)]).Max()`; "
                    + "if that is below share, `high = T;` else `low = T;`. "
                    + "Before the loop, double `high` until it is flat enough.",
            ],
            Insight =
                "Temperature is contrast: the order of the words stays, only how far their shares lie apart changes.",
            Inputs = ["scores", "share"],
            Cases =
            [
                TopShare("two words", [2, 1], 0.9f),
                TopShare("the larger score last", [0, 1], 0.7f),
                TopShare("three words", [1, 2, 4], 0.9f),
                TopShare("a flatter distribution than softmax itself", [3, 1, 0], 0.5f),
                TopShare("negative scores", [-3, -1, -2], 0.8f),
                TopShare("scores of 1,000", [1000, 990, 980], 0.8f),
                TopShare("scores that lie close together", [0.02f, 0.01f], 0.9f),
                TopShare("scores of ±10,000", [10_000, -10_000], 0.6f),
                TopShare("apple 苹果 in the sentence", [.. Corpus.Sentence.Vectors * Corpus.Vectors["苹果"]], 0.9f),
            ],
            Reference = (scores, share) => Bisect(scores, share, TopShareAt),
            WrongIdeas =
            [
                new(
                    "multiplies by T",
                    "At this T, softmax(scores · T) has the wanted share. Temperature divides: softmax(scores / T).",
                    (scores, share) => 1 / Bisect(scores, share, TopShareAt)
                )
                {
                    ShowsInAll = tried =>
                        tried.All(one =>
                            one.Outcome.Result is float t && t > 0 && Misses(one.Case.Inputs, 1 / t) < 0.002
                        ),
                },
                new(
                    "leaves T at 1",
                    "T = 1 is softmax as it is. Lower T for more contrast, raise it for less.",
                    (_, _) => 1
                ),
                new(
                    "returns the share",
                    "You returned the wanted share itself. The temperature that leads to it is asked for.",
                    (_, share) => share
                ),
                new(
                    "uses one temperature for all",
                    "You return the same T, whatever the scores and the share are. "
                        + "It depends on both. If you search: does the right bound move? Too flat means that T is "
                        + "too high.",
                    (_, _) => 0.5f
                )
                {
                    ShowsInAll = tried =>
                        tried.All(one => one.Outcome.Result is float t && t > 0 && t.Equals(tried[0].Outcome.Result)),
                },
                new(
                    "returns no temperature",
                    "A temperature is a positive number: at 0 all would be divided by zero, and below 0 the smallest "
                        + "score would win.",
                    (_, _) => 0
                )
                {
                    ShowsInFailure = (_, result) => result is <= 0f or float.NaN,
                },
                new(
                    "uses the formula for two words",
                    "(first − second) / ln(share / (1 − share)) is right for two words. "
                        + "With more of them the others take a share, too: "
                        + "search for T.",
                    ForTwoWords
                ),
                new(
                    "compares the first share",
                    "Your search compares the share of the first score. The largest share is asked for, wherever it "
                        + "stands.",
                    (scores, share) => Bisect(scores, share, (s, t) => Formulas.Softmax(s.Select(x => x / t))[0]),
                    (scores, share) =>
                        BisectArithmetic(scores, share, (s, t) => Formulas.Softmax(s.Select(x => x / t))[0]),
                    (scores, share) =>
                        BisectArithmetic(scores, share, (s, t) => Formulas.Softmax(s.Select(x => x / t))[0], 0, 1e6f)
                ),
                new(
                    "stops too early",
                    "Nearly: the top share is close everywhere, but not within 0.001. "
                        + "Search in finer steps, or for longer.",
                    (scores, share) => Bisect(scores, share - 0.01f, TopShareAt)
                )
                {
                    ShowsInAll = tried =>
                        tried.All(one => one.Outcome.Result is float t && t > 0 && Misses(one.Case.Inputs, t) < 0.05),
                },
            ],
        };

    internal static Case TopShare(string name, float[] scores, float share) =>
        new(name, scores, share)
        {
            Judge = result =>
                result switch
                {
                    float and not > 0 => "T must be positive.",
                    float t when Misses([scores, share], t) <= 0.001 => null,
                    float t => string.Create(
                        CultureInfo.InvariantCulture,
                        $"At this T the largest share is {TopShareAt(scores, t):F4}, and {share} is wanted."
                    ),
                    _ => "The result must be one number.",
                },
        };

    private static double TopShareAt(float[] scores, float temperature)
    {
        double[] scaled = [.. scores.Select(score => (double)score / temperature)];
        return 1 / scaled.Sum(score => Math.Exp(score - scaled.Max()));
    }

    private static double Misses(object[] inputs, float temperature) =>
        Math.Abs(TopShareAt((float[])inputs[0], temperature) - (float)inputs[1]);

    private static float ForTwoWords(float[] scores, float share)
    {
        float[] sorted = [.. scores.OrderDescending()];
        return (sorted[0] - sorted[1]) / MathF.Log(share / (1 - share));
    }

    private static float Bisect(float[] scores, float share, Func<float[], float, double> top)
    {
        (float low, float high) = (1e-4f, 1e6f);
        for (int step = 0; step < 60; step++)
        {
            float middle = MathF.Sqrt(low * high);
            (low, high) = top(scores, middle) < share ? (low, middle) : (middle, high);
        }

        return low;
    }

    private static float BisectArithmetic(float[] scores, float share, Func<float[], float, double> top,
        float low = 0.001f, float high = 1000)
    {
        for (int step = 0; step < 60; step++)
        {
            float middle = (low + high) / 2;
            (low, high) = top(scores, middle) < share ? (low, middle) : (middle, high);
        }

        return low;
    }
}
