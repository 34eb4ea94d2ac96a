namespace Attention.Course.Tests.Exercises;

public partial class LearnersCodeTests
{
    [Fact]
    public void Missing_rescaling_is_recognised_although_hidden_keys_are_wrong_too() =>
        Says(Exercise.OnlineSoftmax, "never rescales", (state, score, value) =>
        {
            float max = MathF.Max(state.Max, score),
                weight = MathF.Exp(score - max);
            return (max, state.Sum + weight, [.. state.Output.Zip(value, (o, v) => o + weight * v)]);
        });

    [Fact]
    public void An_output_updated_in_place_is_recognised_as_a_changed_input() =>
        Says(Exercise.OnlineSoftmax, "changes its input state", (state, score, value) =>
        {
            float max = MathF.Max(state.Max, score);
            float keep = max == state.Max ? 1 : MathF.Exp(state.Max - max),
                weight = float.IsNegativeInfinity(score) ? 0 : MathF.Exp(score - max);
            for (int f = 0; f < value.Length; f++)
            {
                state.Output[f] = keep * state.Output[f] + weight * value[f];
            }

            return (max, keep * state.Sum + weight, state.Output);
        });

    [Fact]
    public void Rounding_down_is_recognised_as_the_last_n_that_fits() =>
        Says(Exercise.LeavesTheCache, "returns the last that fits", cacheBytes => (int)Math.Sqrt(cacheBytes / 4));
}
