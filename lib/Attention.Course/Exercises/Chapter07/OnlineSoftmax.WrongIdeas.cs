namespace Attention.Course;

internal static partial class Chapter07
{
    private static IReadOnlyList<WrongIdea<OnlineStep>> WrongIdeasOfOnlineSoftmax =>
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
    ];

    private static float One(float oldMax, float max) => 1;
}
