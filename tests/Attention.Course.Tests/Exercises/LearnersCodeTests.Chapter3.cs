namespace Attention.Course.Tests.Exercises;

public partial class LearnersCodeTests
{
    [Fact]
    public void Percentages_by_a_loop_are_recognised_as_scores_divided_by_their_sum() =>
        Says(Exercise.StableSoftmax, "divides by the sum of the scores", scores =>
        {
            var shares = new float[scores.Length];
            float total = 0;
            foreach (float score in scores)
            {
                total += score;
            }

            for (int i = 0; i < scores.Length; i++)
            {
                shares[i] = scores[i] / total;
            }

            return shares;
        });

    [Fact]
    public void Softmax_in_double_precision_is_recognised_although_it_overflows_later() =>
        Says(Exercise.StableSoftmax, "does not subtract the maximum", scores =>
        {
            double[] e = [.. scores.Select(score => Math.Exp(score))];
            return [.. e.Select(x => (float)(x / e.Sum()))];
        });

    [Fact]
    public void A_maximum_that_starts_at_zero_is_recognised() =>
        Says(Exercise.StableSoftmax, "starts the maximum at 0", scores =>
        {
            float max = 0;
            foreach (float score in scores)
            {
                max = MathF.Max(max, score);
            }

            float[] e = [.. scores.Select(score => MathF.Exp(score - max))];
            return [.. e.Select(x => x / e.Sum())];
        });

    [Fact]
    public void Softmax_in_place_is_recognised_as_an_overwritten_input() =>
        Says(Exercise.StableSoftmax, "writes into scores and returns it", scores =>
        {
            float max = scores.Max();
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] = MathF.Exp(scores[i] - max);
            }

            float sum = scores.Sum();
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] /= sum;
            }

            return scores;
        });

    [Fact]
    public void The_maximum_subtracted_in_the_sum_alone_is_recognised() =>
        Says(Exercise.StableSoftmax, "maximum below the fraction line but not above", scores =>
        {
            float max = scores.Max();
            double sum = scores.Sum(score => Math.Exp(score - max));
            return [.. scores.Select(score => (float)(Math.Exp(score) / sum))];
        });

    [Fact]
    public void Powers_of_2_are_recognised_and_the_base_is_named() =>
        Says(Exercise.StableSoftmax, "You took powers of 2.", scores =>
        {
            float[] powers = [.. scores.Select(score => MathF.Pow(2, score - scores.Max()))];
            return [.. powers.Select(x => x / powers.Sum())];
        });

    [Fact]
    public void A_search_in_coarse_steps_is_answered_with_the_share_at_its_temperature() =>
        Says(Exercise.Temperature, "At this T the largest share is", (scores, share) =>
        {
            for (float t = 0.05f; t < 100; t += 0.05f)
            {
                double[] e = [.. scores.Select(score => Math.Exp((score - scores.Max()) / t))];
                if (e.Max() / e.Sum() < share)
                {
                    return t;
                }
            }

            return 0;
        });
}
