using System.Globalization;

namespace Attention.Course;

internal static partial class Chapter03
{
    public static Exercise<Func<float[], float, float>> Temperature { get; } = new(Syllabus.Temperature)
    {
        Task = "Find the temperature T at which the largest share of softmax(scores / T) is the wanted one, such as 0.9, to within 0.001.",
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
                (float low, float high) = (0.001f, 1000);                // surely too sharp, surely too flat
                for (int step = 0; step < 60; step++)
                {
                    float T = (low + high) / 2;
                    bool tooFlat = MySoftmax([.. scores.Select(score => score / T)]).Max() < share;
                    (low, high) = tooFlat ? (low, T) : (T, high);
                }
                return low;
            }
            """,
        Hints =
        [
            "The higher the temperature, the flatter the shares. So the top share falls steadily while T rises, and you can find T by binary search.",
            "Keep two temperatures: one too low, one too high. Try one between them. If the top share is smaller than wanted, T is too high: it becomes the new upper end. Repeat.",
            "In the loop: `float T = (low + high) / 2;`, then `MySoftmax([.. scores.Select(score => score / T)]).Max()`; if that is below share, `high = T;` else `low = T;`.",
        ],
        Insight = "Temperature is contrast: the order of the words stays, only how much the first one gets changes.",
        Inputs = ["scores", "share"],
        Cases =
        [
            TopShare("two words", [2, 1], 0.9f),
            TopShare("three words", [1, 2, 4], 0.9f),
            TopShare("a flatter distribution than softmax itself", [3, 1, 0], 0.5f),
            TopShare("scores of 1,000", [1000, 990, 980], 0.8f),
            TopShare("苹果 in the sentence", [.. Corpus.Sentence.Vectors * Corpus.Vectors["苹果"]], 0.9f),
        ],
        Reference = (scores, share) => Bisect(scores, share, TopShareAt),
        WrongIdeas =
        [
            new("multiplies by T", "At this T, softmax(scores · T) has the wanted share. Temperature divides: softmax(scores / T).",
                (scores, share) => 1 / Bisect(scores, share, TopShareAt))
            {
                Shows = (inputs, result) => result is float t && Misses(inputs, 1 / t) < 0.002,
            },
            new("leaves T at 1", "T = 1 is softmax as it is. Lower T for more contrast, raise it for less.", (_, _) => 1)
            {
                Shows = (_, result) => result is 1f,
            },
            new("returns no temperature", "A temperature is a positive number: at 0 all would be divided by zero, and below 0 the smallest score would win.", (_, _) => 0)
            {
                Shows = (_, result) => result is <= 0f or float.NaN,
            },
            new("searches in the wrong direction", "The search ran to one of its ends. Do you compare the *largest* share, wherever it stands? When that is too small, T is too high: lower the upper end.",
                (scores, share) => Bisect(scores, -share, (s, t) => -TopShareAt(s, t)))
            {
                Shows = (inputs, result) => result is > 200f or (> 0f and < 0.02f) && Misses(inputs, (float)result) > 0.05,
            },
            new("uses the formula for two words", "(first − second) / ln(share / (1 − share)) is right for two words. With more of them the others take a share, too: search for T.",
                (scores, share) => scores.OrderDescending().ToArray() is var s ? (s[0] - s[1]) / MathF.Log(share / (1 - share)) : 1)
            {
                Shows = (inputs, result) => inputs[0] is float[] { Length: > 2 } scores && inputs[1] is float share && scores.OrderDescending().ToArray() is var s
                    && Value.Same(result, (s[0] - s[1]) / MathF.Log(share / (1 - share))),
            },
            new("stops too early", "Nearly: the top share is close, but not within 0.001. Search in finer steps, or for longer.",
                (scores, share) => Enumerable.Range(1, 1000).Select(step => step * 0.1f).MinBy(t => Math.Abs(TopShareAt(scores, t) - share)))
            {
                Shows = (inputs, result) => result is float t && Misses(inputs, t) < 0.1,
            },
        ],
    };

    private static Case TopShare(string name, float[] scores, float share) => new(name, scores, share)
    {
        Judge = result => result is float t && t > 0 && Math.Abs(TopShareAt(scores, t) - share) <= 0.001 ? null
            : result is float and > 0 ? string.Create(CultureInfo.InvariantCulture, $"At this T the top word gets {TopShareAt(scores, (float)result):F4}.")
            : "T must be positive.",
    };

    private static double TopShareAt(float[] scores, float temperature) => Formulas.Softmax([.. scores.Select(score => score / temperature)]).Max();

    private static double Misses(object[] inputs, float temperature) => Math.Abs(TopShareAt((float[])inputs[0], temperature) - (float)inputs[1]);

    private static float Bisect(float[] scores, float share, Func<float[], float, double> top)
    {
        (float low, float high) = (0.001f, 1000);
        for (int step = 0; step < 60; step++)
        {
            float middle = MathF.Sqrt(low * high);
            (low, high) = top(scores, middle) < share ? (low, middle) : (middle, high);
        }

        return low;
    }
}
