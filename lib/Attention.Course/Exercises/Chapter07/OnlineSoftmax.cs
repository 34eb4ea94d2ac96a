using OnlineStep = System.Func<(float Max, float Sum, float[] Output), float, float[], (float Max, float Sum, float[] Output)>;

namespace Attention.Course;

internal static partial class Chapter07
{
    public static Exercise<OnlineStep> OnlineSoftmax { get; } = new(Syllabus.OnlineSoftmax)
    {
        Task = "The state holds, for the keys seen so far: Max, their largest score; Sum, the sum of e^(score − Max); Output, the sum of e^(score − Max)·value. Return the state after one more key as a new one. It begins with (−∞, 0, zeros); a hidden key has the score −∞.",
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
                float keep = MathF.Exp(state.Max - max);                       // what was measured from the old maximum shrinks
                float weight = MathF.Exp(score - max);
                return (max, keep * state.Sum + weight, [.. state.Output.Zip(value, (o, v) => keep * o + weight * v)]);
            }
            """,
        Hints =
        [
            "Sum and Output were measured from the old maximum. If the maximum grows, all of it must shrink by the same factor.",
            "Take the new maximum. The old Sum and Output are multiplied by e^(old maximum − new maximum); the new key adds e^(score − new maximum), in Output times its value.",
            "keep = MathF.Exp(state.Max - max), weight = MathF.Exp(score - max); Sum becomes `keep * state.Sum + weight`, Output `keep * o + weight * v`. A score of −∞ returns the state as it was.",
        ],
        Insight = "Output / Sum is softmax(scores)·V at any moment, exactly: flash attention is no approximation, and n × n numbers are never stored.",
        Inputs = ["state", "score", "value"],
        Cases =
        [
            new("the first key", (float.NegativeInfinity, 0f, new float[] { 0, 0 }), 2f, Sample.Vector(3, 4)),
            new("a smaller score", (2f, 1f, new float[] { 3, 4 }), 1f, Sample.Vector(10, 0)),
            new("a larger score", (1f, 1f, new float[] { 3, 4 }), 2f, Sample.Vector(10, 0)),
            new("an equal score", (1f, 1.5f, new float[] { 3, 4 }), 1f, Sample.Vector(1, 1)),
            new("a large score", (90f, 2f, new float[] { 1, -1 }), 91f, Sample.Vector(5, 5)),
            new("a hidden key", (1f, 1f, new float[] { 3, 4 }), float.NegativeInfinity, Sample.Vector(7, 7)),
            new("a hidden first key", (float.NegativeInfinity, 0f, new float[] { 0, 0 }), float.NegativeInfinity, Sample.Vector(7, 7)),
        ],
        Reference = (state, score, value) => float.IsNegativeInfinity(score) ? state : Step(state, score, value, Keep, Keep),
        WrongIdeas =
        [
            new("never rescales", "Sum and Output stay measured from the old maximum while the new key is measured from the new one. Multiply both by e^(old − new) first.",
                (state, score, value) => float.IsNegativeInfinity(score) ? state : Step(state, score, value, (_, _) => 1, (_, _) => 1)),
            new("rescales only the sum", "Sum is rescaled to the new maximum, Output is not. Both were measured from the old one.",
                (state, score, value) => float.IsNegativeInfinity(score) ? state : Step(state, score, value, Keep, (_, _) => 1)),
            new("rescales only the output", "Output is rescaled to the new maximum, Sum is not. Both were measured from the old one.",
                (state, score, value) => float.IsNegativeInfinity(score) ? state : Step(state, score, value, (_, _) => 1, Keep)),
            new("rescales upwards", "The factor is upside down: what is old shrinks when the maximum grows, by e^(old − new), never by e^(new − old).",
                (state, score, value) => float.IsNegativeInfinity(score) ? state : Step(state, score, value, (old, max) => MathF.Exp(max - old), (old, max) => MathF.Exp(max - old))),
            new("keeps the old maximum", "The maximum never moves: the new key is measured from the old one, and e^(score − Max) can overflow. Take the larger of both.",
                (state, score, value) => float.IsNegativeInfinity(state.Max) ? Step(state, score, value, Keep, Keep)
                    : (state.Max, state.Sum + MathF.Exp(score - state.Max), Mix(state.Output, 1, value, MathF.Exp(score - state.Max)))),
            new("forgets the maximum", "You added e^score itself. It must be e^(score − max), like everything else in the state.",
                (state, score, value) => MathF.Max(state.Max, score) is var max && float.IsNegativeInfinity(max) ? state
                    : (max, Keep(state.Max, max) * state.Sum + MathF.Exp(score), Mix(state.Output, Keep(state.Max, max), value, MathF.Exp(score)))),
            new("starts over", "When a score beats the maximum you forget the keys before it. They still count, multiplied by e^(old − new).",
                (state, score, value) => float.IsNegativeInfinity(score) ? state : score > state.Max ? (score, 1, value) : Step(state, score, value, Keep, Keep)),
            new("adds the bare value", "You added the value itself to Output. It must be multiplied by its weight, e^(score − max).",
                (state, score, value) => float.IsNegativeInfinity(score) ? state
                    : Step(state, score, value, Keep, Keep) is var next ? (next.Max, next.Sum, Mix(state.Output, state.Sum == 0 ? 0 : Keep(state.Max, next.Max), value, 1)) : state),
            new("divides in every step", "You divided Output by Sum already. The next step would then rescale a mean; divide once, after the last key.",
                (state, score, value) => float.IsNegativeInfinity(score) ? state
                    : Step(state, score, value, Keep, Keep) is var next ? (next.Max, next.Sum, [.. next.Output.Select(x => x / next.Sum)]) : state),
            new("subtracts −∞ from −∞", "Right, but for a hidden first key: −∞ − (−∞) is NaN. A key with the score −∞ must leave the state as it is.",
                (state, score, value) => Step(state, score, value, Keep, Keep)),
        ],
    };

    private static float Keep(float oldMax, float max) => MathF.Exp(oldMax - max);

    private static (float Max, float Sum, float[] Output) Step(
        (float Max, float Sum, float[] Output) state, float score, float[] value, Func<float, float, float> keepSum, Func<float, float, float> keepOutput)
    {
        float max = MathF.Max(state.Max, score);
        float weight = MathF.Exp(score - max);

        // The state before the first key holds zeros; whatever they are multiplied by must be finite to keep them so.
        (float sum, float output) = state.Sum == 0 && score > float.NegativeInfinity ? (0, 0) : (keepSum(state.Max, max), keepOutput(state.Max, max));
        return (max, sum * state.Sum + weight, Mix(state.Output, output, value, weight));
    }

    private static float[] Mix(float[] output, float keep, float[] value, float weight) => [.. output.Zip(value, (o, v) => keep * o + weight * v)];
}
