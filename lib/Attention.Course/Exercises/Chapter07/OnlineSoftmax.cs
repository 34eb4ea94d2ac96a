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
            Cases =
            [
                new("the first key", (float.NegativeInfinity, 0f, Sample.Vector(0, 0)), 2f, Sample.Vector(3, 4)),
                new("values of one feature", (0.5f, 1.5f, Sample.Vector(3)), 2f, Sample.Vector(-4)),
                new("a smaller score", (2f, 1f, Sample.Vector(3, 4)), 1f, Sample.Vector(10, 0)),
                new("a score just below the maximum", (2f, 1f, Sample.Vector(3, 4)), 1.5f, Sample.Vector(10, 0)),
                new("a larger score", (1f, 1f, Sample.Vector(3, 4)), 2f, Sample.Vector(10, 0)),
                new(
                    "a negative score below the maximum",
                    (-1f, 1.5f, Sample.Vector(2, -3)),
                    -2.5f,
                    Sample.Vector(1, 5)
                ),
                new("a negative score above the maximum", (-3f, 1.5f, Sample.Vector(2, -3)), -1f, Sample.Vector(1, 5)),
                new(
                    "a first key with a negative score",
                    (float.NegativeInfinity, 0f, Sample.Vector(0, 0)),
                    -4f,
                    Sample.Vector(2, 1)
                ),
                new("a score of 0", (-1f, 1.5f, Sample.Vector(2, -3)), 0f, Sample.Vector(1, 5)),
                new("a tie", (1f, 1.5f, Sample.Vector(3, 4)), 1f, Sample.Vector(1, 2)),
                new("a score of 200", (198f, 2f, Sample.Vector(1, -1)), 200f, Sample.Vector(5, 6)),
                new("a score of −200", (-199f, 1.2f, Sample.Vector(1, -1)), -200f, Sample.Vector(5, 6)),
                new("a far larger score", (-200f, 3f, Sample.Vector(1, -1)), 200f, Sample.Vector(5, 6)),
                new("a far smaller score", (200f, 3f, Sample.Vector(1, -1)), -200f, Sample.Vector(5, 6)),
                new("a hidden key", (1f, 1f, Sample.Vector(3, 4)), float.NegativeInfinity, Sample.Vector(7, 7)),
                new(
                    "a hidden first key",
                    (float.NegativeInfinity, 0f, Sample.Vector(0, 0)),
                    float.NegativeInfinity,
                    Sample.Vector(7, 7)
                ),
                new("values of 1,003 features", (0f, 2f, Sample.Whole(1_003, 9)), 0.5f, Sample.Whole(1_003, 10)),
                new("values of 1,003 features and a smaller score", (0f, 2f, Sample.Whole(1_003, 9)), -0.5f,
                    Sample.Whole(1_003, 10)),
                new(
                    "values of five features",
                    (0f, 2f, Sample.Vector(1, 2, 3, 4, 5)),
                    0.5f,
                    Sample.Vector(5, -4, 3, -2, 1)
                ),
            ],
            Reference = (state, score, value) =>
                float.IsNegativeInfinity(score) ? state : Step(state, score, value, Keep, Keep),
            WrongIdeas =
            [
                new(
                    "never rescales",
                    "Sum and Output stay measured from the old maximum while the new key is measured from the new one. "
                        + "Multiply both by e^(old − new) first.",
                    (state, score, value) =>
                        float.IsNegativeInfinity(score) ? state : Step(state, score, value, One, One),
                    (state, score, value) =>
                        MathF.Max(state.Max, score) is var max && MathF.Exp(score - max) is var weight
                            ? (max, state.Sum + weight, Mix(state.Output, 1, value, weight))
                            : state
                ),
                new(
                    "rescales only the sum",
                    "Sum is rescaled to the new maximum, Output is not. Both were measured from the old one.",
                    (state, score, value) =>
                        float.IsNegativeInfinity(score) ? state : Step(state, score, value, Keep, One)
                ),
                new(
                    "rescales only the output",
                    "Output is rescaled to the new maximum, Sum is not. Both were measured from the old one.",
                    (state, score, value) =>
                        float.IsNegativeInfinity(score) ? state : Step(state, score, value, One, Keep)
                ),
                new(
                    "rescales upwards",
                    "The factor is upside down: what is old shrinks when the maximum grows, by e^(old − new), never by "
                        + "e^(new − old).",
                    (state, score, value) =>
                        float.IsNegativeInfinity(score)
                            ? state
                            : Step(
                                state,
                                score,
                                value,
                                (old, max) => MathF.Exp(max - old),
                                (old, max) => MathF.Exp(max - old)
                            )
                ),
                new(
                    "keeps the old maximum",
                    "The maximum never moves: the new key is measured from the old one, and e^(score − Max) can "
                        + "overflow. Take the larger of both.",
                    (state, score, value) =>
                        float.IsNegativeInfinity(score) ? state
                        : float.IsNegativeInfinity(state.Max) ? Step(state, score, value, Keep, Keep)
                        : (
                            state.Max,
                            state.Sum + MathF.Exp(score - state.Max),
                            Mix(state.Output, 1, value, MathF.Exp(score - state.Max))
                        )
                ),
                new(
                    "takes the weight from the old maximum",
                    "The weight of the new key is measured from the old maximum. "
                        + "Everything in the new state is measured from the new one: "
                        + "e^(score − new maximum).",
                    (state, score, value) =>
                        float.IsNegativeInfinity(score) ? state
                        : MathF.Max(state.Max, score) is var max && MathF.Exp(score - state.Max) is var weight
                            ? (
                                max,
                                Keep(state.Max, max) * state.Sum + weight,
                                Mix(state.Output, Keep(state.Max, max), value, weight)
                            )
                        : state,
                    (state, score, value) =>
                        float.IsNegativeInfinity(score) ? state
                        : float.IsNegativeInfinity(state.Max) ? Step(state, score, value, Keep, Keep)
                        : MathF.Max(state.Max, score) is var max && MathF.Exp(score - state.Max) is var weight
                            ? (
                                max,
                                Keep(state.Max, max) * state.Sum + weight,
                                Mix(state.Output, Keep(state.Max, max), value, weight)
                            )
                        : state
                ),
                new(
                    "forgets the maximum",
                    "You added e^score itself. It must be e^(score − max), like everything else in the state.",
                    (state, score, value) =>
                        MathF.Max(state.Max, score) is var max && float.IsNegativeInfinity(max)
                            ? state
                            : (
                                max,
                                Keep(state.Max, max) * state.Sum + MathF.Exp(score),
                                Mix(state.Output, Keep(state.Max, max), value, MathF.Exp(score))
                            )
                ),
                new(
                    "starts over",
                    "When a score beats the maximum you forget the keys before it. "
                        + "They still count, multiplied by e^(old − new).",
                    (state, score, value) =>
                        float.IsNegativeInfinity(score) ? state
                        : score > state.Max ? (score, 1, value)
                        : Step(state, score, value, Keep, Keep)
                ),
                new(
                    "skips smaller scores",
                    "A score below the maximum changes nothing. Such a key counts, too: its weight is e^(score − max).",
                    (state, score, value) => score <= state.Max ? state : Step(state, score, value, Keep, Keep),
                    (state, score, value) => score < state.Max ? state : Step(state, score, value, Keep, Keep),
                    (state, score, value) =>
                        float.IsNegativeInfinity(score) || score < state.Max
                            ? state
                            : Step(state, score, value, Keep, Keep)
                ),
                new(
                    "takes the last score for the maximum",
                    "Max is the last score. It must be the largest so far: MathF.Max(state.Max, score).",
                    (state, score, value) =>
                        float.IsNegativeInfinity(score)
                            ? state
                            : (
                                score,
                                Keep(state.Max, score) * state.Sum + 1,
                                Mix(state.Output, Keep(state.Max, score), value, 1)
                            )
                ),
                new(
                    "adds the bare value",
                    "You added the value itself to Output. It must be multiplied by its weight, e^(score − max).",
                    (state, score, value) =>
                        float.IsNegativeInfinity(score) ? state
                        : Step(state, score, value, Keep, Keep) is var next
                            ? (next.Max, next.Sum, Mix(state.Output, Keep(state.Max, next.Max), value, 1))
                        : state
                ),
                new(
                    "adds the weight instead of the value",
                    "You added the weight alone to Output. It is multiplied by the value of the key.",
                    (state, score, value) =>
                        float.IsNegativeInfinity(score)
                            ? state
                            : Step(state, score, [.. value.Select(_ => 1f)], Keep, Keep)
                ),
                new(
                    "leaves the output as it was",
                    "Sum takes the new key in, Output does not. Add its value, multiplied by its weight.",
                    (state, score, value) =>
                        float.IsNegativeInfinity(score)
                            ? state
                            : Step(state, score, [.. value.Select(_ => 0f)], Keep, Keep)
                ),
                new(
                    "leaves the sum as it was",
                    "Output takes the new key in, Sum does not. Add its weight.",
                    (state, score, value) =>
                        float.IsNegativeInfinity(score) ? state
                        : Step(state, score, value, Keep, Keep) is var next
                            ? (next.Max, Keep(state.Max, next.Max) * state.Sum, next.Output)
                        : state
                ),
                new(
                    "adds 1 to the sum",
                    "You added 1 to Sum. Add the weight of the new key, e^(score − max).",
                    (state, score, value) =>
                        float.IsNegativeInfinity(score) ? state
                        : Step(state, score, value, Keep, Keep) is var next
                            ? (next.Max, Keep(state.Max, next.Max) * state.Sum + 1, next.Output)
                        : state
                ),
                new(
                    "divides in every step",
                    "You divided Output by Sum already. The next step would then rescale a mean; "
                        + "divide once, after the last key.",
                    (state, score, value) =>
                        float.IsNegativeInfinity(score) ? state
                        : Step(state, score, value, Keep, Keep) is var next
                            ? (next.Max, next.Sum, [.. next.Output.Select(x => x / next.Sum)])
                        : state
                ),
                new(
                    "subtracts −∞ from −∞",
                    "Right, but for a hidden first key: −∞ − (−∞) is NaN. "
                        + "A key with the score −∞ must leave the state as "
                        + "it is.",
                    (state, score, value) => Step(state, score, value, Keep, Keep)
                ),
                new(
                    "changes nothing",
                    "The state comes back as it was. The new key must be taken into Max, Sum and Output.",
                    (state, _, _) => state
                ),
                new("gives every key the weight 1",
                    "Every key got the weight 1. Its weight is e^(score − new maximum); only the largest has "
                        + "1.",
                    (state, score, value) => float.IsNegativeInfinity(score) ? state
                        : MathF.Max(state.Max, score) is var max && Keep(state.Max, max) is var keep
                            ? (max, keep * state.Sum + 1, Mix(state.Output, keep, value, 1))
                        : state),
                new("takes the score for the weight",
                    "You took the score itself for the weight. The weight is e^(score − new maximum).",
                    (state, score, value) => float.IsNegativeInfinity(score) ? state
                        : MathF.Max(state.Max, score) is var max && Keep(state.Max, max) is var keep
                            ? (max, keep * state.Sum + score, Mix(state.Output, keep, value, score))
                        : state),
                new("returns the new value",
                    "Output is the new value alone. It must be keep · Output + weight · value.",
                    (state, score, value) => float.IsNegativeInfinity(score) ? state
                        : Step(state, score, value, Keep, Keep) is var step ? (step.Max, step.Sum, [.. value]) : state),
                new("forgets the sum before",
                    "Sum is the weight of the new key alone. It must be keep · Sum + weight.",
                    (state, score, value) => float.IsNegativeInfinity(score) ? state
                        : Step(state, score, value, Keep, Keep) is var step
                            ? (step.Max, MathF.Exp(score - step.Max), step.Output)
                        : state),
                new("returns the old maximum",
                    "Sum and Output are measured from the new maximum, but you returned the old one with "
                        + "them.",
                    (state, score, value) => float.IsNegativeInfinity(score) ? state
                        : Step(state, score, value, Keep, Keep) is var step
                            ? (state.Max, step.Sum, step.Output)
                        : state),
                new("rescales the new key as well",
                    "The factor e^(old − new) is also on the new key. It belongs to what is old only: keep · "
                        + "o + weight · v.",
                    (state, score, value) => float.IsNegativeInfinity(score) ? state
                        : MathF.Max(state.Max, score) is var max && MathF.Exp(score - max) is var weight
                            && Keep(state.Max, max) is var keep
                            ? (max, keep * (state.Sum + weight), Mix(state.Output, keep, value, keep * weight))
                        : state,
                    (state, score, value) => float.IsNegativeInfinity(score) ? state
                        : Step(state, score, value, Keep, Keep) is var step && Keep(state.Max, step.Max) is var keep
                            ? (step.Max, step.Sum, Mix(state.Output, keep, value, keep * MathF.Exp(score - step.Max)))
                        : state,
                    (state, score, value) => float.IsNegativeInfinity(score) ? state
                        : Step(state, score, value, Keep, Keep) is var step && Keep(state.Max, step.Max) is var keep
                            ? (step.Max, keep * (state.Sum + MathF.Exp(score - step.Max)), step.Output)
                        : state),
            ],
        };

    private static float One(float oldMax, float max) => 1;

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
