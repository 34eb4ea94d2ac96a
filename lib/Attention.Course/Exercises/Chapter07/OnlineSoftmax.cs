namespace Attention.Course;

internal static partial class Chapter07
{
    public static Exercise<OnlineStep> OnlineSoftmax { get; } =
        new(Syllabus.OnlineSoftmax)
        {
            Task =
                "The state holds, for the keys seen so far: Max, their largest score; Sum, the sum of e^(score − Max); "
                + "Output, the sum of e^(score − Max)·value. Return the state after one more key as a new one. "
                + "It begins with (−∞, 0, zeros); a hidden key has the score −∞.",
            Attempt = "MyStep",
            Starter = """
                (float Max, float Sum, float[] Output) MyStep(
                    (float Max, float Sum, float[] Output) state, float score, float[] value)
                {
                    throw new NotImplementedException();   // your code
                }
                """,
            Solution = """
                (float Max, float Sum, float[] Output) MyStep(
                    (float Max, float Sum, float[] Output) state, float score, float[] value)
                {
                    if (float.IsNegativeInfinity(score)) return state;             // a hidden key changes nothing
                    float max = MathF.Max(state.Max, score);
                    float keep = MathF.Exp(state.Max - max);   // what was measured from the old maximum shrinks
                    float weight = MathF.Exp(score - max);
                    float[] output = [.. state.Output.Zip(value, (o, v) => keep * o + weight * v)];
                    return (max, keep * state.Sum + weight, output);
                }
                """,
            Hints =
            [
                "Sum and Output were measured from the old maximum. If the maximum grows, all of it must shrink by the "
                    + "same factor.",
                "Take the new maximum. The old Sum and Output are multiplied by e^(old maximum − new maximum); "
                    + "the new key adds e^(score − new maximum), in Output times its value.",
                "keep = MathF.Exp(state.Max - max), weight = MathF.Exp(score - max); "
                    + "Sum becomes `keep * state.Sum + weight`, Output `keep * o + weight * v`. "
                    + "A score of −∞ returns the state as it was.",
            ],
            Insight =
                "Output / Sum is softmax(scores)·V at any moment, exactly: "
                + "flash attention is no approximation, and n × n numbers are never stored.",
            Inputs = ["state", "score", "value"],
            Cases = CasesOfOnlineSoftmax,
            Reference = (state, score, value) =>
                float.IsNegativeInfinity(score) ? state : Step(state, score, value, Keep, Keep),
            WrongIdeas = WrongIdeasOfOnlineSoftmax,
        };

    private static float Keep(float oldMax, float max) => MathF.Exp(oldMax - max);

    private static (float Max, float Sum, float[] Output) Step(
        (float Max, float Sum, float[] Output) state,
        float score,
        float[] value,
        Func<float, float, float> keepSum,
        Func<float, float, float> keepOutput
    )
    {
        float max = MathF.Max(state.Max, score);
        float weight = MathF.Exp(score - max);

        // The state before the first key holds zeros; whatever they are multiplied by must be finite to keep them so.
        (float sum, float output) =
            state.Sum == 0 && score > float.NegativeInfinity
                ? (0, 0)
                : (keepSum(state.Max, max), keepOutput(state.Max, max));
        return (max, sum * state.Sum + weight, Mix(state.Output, output, value, weight));
    }

    private static float[] Mix(float[] output, float keep, float[] value, float weight) =>
        [.. output.Zip(value, (o, v) => keep * o + weight * v)];
}
