using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course.Tests.Exercises;

/// <summary>
/// Attempts as learners write them, not as the exercises do: other loops, other types, two mistakes at once.
/// </summary>
public class LearnersCodeTests
{
    [Fact]
    public void The_cosine_of_the_score() =>
        Says(Exercise.Cosine, "takes the cosine of the dot product", (x, y) =>
            MathF.Cos(Attention.Lib.Dot.Naive<float>(x, y))
        );

    [Fact]
    public void The_cosine_of_the_cosine() =>
        Says(Exercise.Cosine, "takes the cosine of the cosine", (x, y) =>
            MathF.Cos(Attention.Lib.Dot.Naive<float>(x, y) / MathF.Sqrt(x.Sum(v => v * v) * y.Sum(v => v * v)))
        );

    [Fact]
    public void The_cosine_distance() =>
        Says(Exercise.Cosine, "returns the cosine distance", (x, y) =>
            1 - Attention.Lib.Dot.Naive<float>(x, y) / MathF.Sqrt(x.Sum(v => v * v) * y.Sum(v => v * v))
        );

    [Fact]
    public void The_mean_of_the_products() => Says(Exercise.Dot, "takes the average", (x, y) =>
        {
            float sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                sum += x[i] * y[i];
            }

            return sum / x.Length;
        });

    [Fact]
    public void The_product_of_the_products() => Says(Exercise.Dot, "multiplies the products", (x, y) =>
        {
            float product = 1;
            for (int i = 0; i < x.Length; i++)
            {
                product *= x[i] * y[i];
            }

            return product;
        });

    [Fact]
    public void The_size_of_the_sum() => Says(Exercise.Norm, "takes the size of the sum", x => MathF.Abs(x.Sum()));

    [Fact]
    public void Percentages_by_a_loop() => Says(Exercise.StableSoftmax, "divides by the sum of the scores", scores =>
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
    public void Softmax_in_double_precision_overflows_later_but_does() =>
        Says(Exercise.StableSoftmax, "does not subtract the maximum", scores =>
        {
            double[] e = [.. scores.Select(score => Math.Exp(score))];
            return [.. e.Select(x => (float)(x / e.Sum()))];
        });

    [Fact]
    public void A_maximum_that_starts_at_zero() =>
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
    public void Softmax_in_place() => Says(Exercise.StableSoftmax, "writes into scores and returns it", scores =>
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
    public void The_maximum_subtracted_in_the_sum_alone() =>
        Says(Exercise.StableSoftmax, "maximum below the fraction line but not above", scores =>
        {
            float max = scores.Max();
            double sum = scores.Sum(score => Math.Exp(score - max));
            return [.. scores.Select(score => (float)(Math.Exp(score) / sum))];
        });

    [Fact]
    public void Another_base_is_named() =>
        Says(Exercise.StableSoftmax, "You took powers of 2.", scores =>
        {
            float[] powers = [.. scores.Select(score => MathF.Pow(2, score - scores.Max()))];
            return [.. powers.Select(x => x / powers.Sum())];
        });

    [Fact]
    public void Softmax_over_the_queries_that_also_overflows() =>
        Says(Exercise.ScaledDotProduct, "takes softmax over the queries", (q, k, v) =>
            (q * k.Transpose() / MathF.Sqrt(k.ColumnCount)).PointwiseExp().NormalizeColumns(1) * v
        );

    [Fact]
    public void Shares_of_the_whole_matrix_that_also_overflow() =>
        Says(Exercise.ScaledDotProduct, "lets the whole matrix add up to 1", (q, k, v) =>
        {
            Matrix<float> powers = (q * k.Transpose() / MathF.Sqrt(k.ColumnCount)).PointwiseExp();
            return powers / powers.Enumerate().Sum() * v;
        });

    [Fact]
    public void A_layer_multiplied_from_the_left() =>
        Says(Exercise.BugHunt, "multiplies from the left", (x, wq, wk, wv, heads) =>
            wq * x * (wk * x).Transpose() is var scores && heads == 1
                ? (scores / MathF.Sqrt(x.ColumnCount)).PointwiseExp().NormalizeRows(1) * (wv * x)
                : throw new ArgumentException("Matrix dimensions must agree")
        );

    [Fact]
    public void The_root_of_the_width_of_the_values() =>
        Says(Exercise.ScaledDotProduct, "scales by the width of the values", (q, k, v) =>
            (q * k.Transpose() / MathF.Sqrt(v.ColumnCount)).PointwiseExp().NormalizeRows(1) * v
        );

    [Fact]
    public void The_root_outside_the_brackets() =>
        Says(Exercise.ScaledDotProduct, "divided by √d_k after softmax", (q, k, v) =>
            (q * k.Transpose()).PointwiseExp().NormalizeRows(1) / MathF.Sqrt(k.ColumnCount) * v
        );

    [Fact]
    public void A_missing_transpose_names_the_shapes() =>
        Says(Exercise.ScaledDotProduct, "op1 is", (q, k, v) =>
            (q * k).PointwiseExp().NormalizeRows(1) * v
        );

    [Fact]
    public void X_times_X_by_the_library() => Says(Exercise.SimilarityMatrix, "multiplies X by itself", x => x * x);

    [Fact]
    public void X_times_X_by_loops() => Says(Exercise.SimilarityMatrix, "multiplies X by itself", x =>
        {
            var scores = Matrix<float>.Build.Dense(x.RowCount, x.RowCount);
            for (int i = 0; i < x.RowCount; i++)
            {
                for (int j = 0; j < x.RowCount; j++)
                {
                    for (int f = 0; f < x.ColumnCount; f++)
                    {
                        scores[i, j] += x[i, f] * x[f, j];
                    }
                }
            }

            return scores;
        });

    [Fact]
    public void Features_compared_by_loops_in_a_matrix_of_the_right_size() =>
        Says(Exercise.SimilarityMatrix, "compares features instead of words", x =>
        {
            var scores = Matrix<float>.Build.Dense(x.RowCount, x.RowCount);
            for (int i = 0; i < x.ColumnCount; i++)
            {
                for (int j = 0; j < x.ColumnCount; j++)
                {
                    for (int word = 0; word < x.RowCount; word++)
                    {
                        scores[i, j] += x[word, i] * x[word, j];
                    }
                }
            }

            return scores;
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_triangle_without_its_diagonal(bool isLower) =>
        Says(Exercise.SimilarityMatrix, "fills one triangle only", x =>
            isLower ? (x * x.Transpose()).StrictlyLowerTriangle() : (x * x.Transpose()).StrictlyUpperTriangle()
        );

    [Fact]
    public void Hidden_scores_of_zero_that_also_overflow() =>
        Says(Exercise.MaskedWeights, "multiplies the scores by 0", (s, length) =>
            s.MapIndexed((i, j, score) => j <= i && j < length ? score : 0).PointwiseExp().NormalizeRows(1)
        );

    [Fact]
    public void No_rescaling_and_no_care_for_hidden_keys() =>
        Says(Exercise.OnlineSoftmax, "never rescales", (state, score, value) =>
        {
            float max = MathF.Max(state.Max, score),
                weight = MathF.Exp(score - max);
            return (max, state.Sum + weight, [.. state.Output.Zip(value, (o, v) => o + weight * v)]);
        });

    [Fact]
    public void The_output_is_updated_in_place() =>
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
    public void The_root_of_d_is_the_standard_deviation() =>
        Says(Exercise.ScoreVariance, "returns the standard deviation", (d, _, _) => Math.Sqrt(d));

    [Fact]
    public void Words_cut_instead_of_features_where_they_cannot_be_cut_evenly() =>
        Says(Exercise.SplitHeads, "splits the words", (x, heads) =>
            [
                .. Enumerable
                    .Range(0, heads)
                    .Select(h => x.SubMatrix(h * x.RowCount / heads, x.RowCount / heads, 0, x.ColumnCount)),
            ]
        );

    [Fact]
    public void Heads_that_overlap() => Says(Exercise.SplitHeads, "so the heads overlap", (x, heads) =>
        {
            var parts = new Matrix<float>[heads];
            for (int h = 0; h < heads; h++)
            {
                parts[h] = x.SubMatrix(0, x.RowCount, h, x.ColumnCount / heads);
            }

            return parts;
        });

    [Fact]
    public void Three_projections_of_one_shape() =>
        Says(Exercise.CountParameters, "dK counts three times and dV once.", (dModel, heads, dK, dV) =>
            heads * 3 * (dModel * dK) + dModel * heads * dV
        );

    [Fact]
    public void A_leak_test_that_changes_the_words_themselves() =>
        Says(Exercise.LeakTest, "changes its input X", (layer, x) =>
        {
            Matrix<float> before = layer(x);
            x[x.RowCount - 1, 0] += 1;
            return !layer(x).Row(0).Equals(before.Row(0));
        });

    [Fact]
    public void A_leak_test_whose_changes_stay_from_turn_to_turn() =>
        Says(Exercise.LeakTest, "changes its input X", (layer, x) =>
        {
            Matrix<float> before = layer(x);
            for (int t = 0; t < x.RowCount; t++)
            {
                x.SetRow(t, x.Row(t) + 1);
                Matrix<float> after = layer(x);
                if (Enumerable.Range(0, t).Any(i => !after.Row(i).Equals(before.Row(i))))
                {
                    return true;
                }
            }

            return false;
        });

    [Fact]
    public void A_leak_test_with_a_generous_tolerance() =>
        Says(Exercise.LeakTest, "your tolerance is too generous", (layer, x) => Enumerable
                .Range(1, x.RowCount - 1)
                .Any(t =>
                {
                    Matrix<float> y = x.Clone();
                    y.SetRow(t, x.Row(t) + 1);
                    return (layer(y) - layer(x))
                        .SubMatrix(0, t, 0, x.ColumnCount)
                        .Enumerate()
                        .Any(move => MathF.Abs(move) > 1e-3f);
                }));

    [Fact]
    public void Weights_hidden_after_softmax_and_divided_again() =>
        Says(Exercise.MaskedWeights, "counts hidden scores while dividing", (s, length) =>
            Matrix<float>
                .Build.DenseOfRows(
                    s.EnumerateRows()
                        .Select(row => row.Subtract(row.Maximum()).PointwiseExp())
                        .Select(row => row / row.Sum())
                )
                .MapIndexed((i, j, weight) => j <= i && j < length ? weight : 0)
                .NormalizeRows(1)
        );

    [Fact]
    public void Rounding_down_gives_the_last_n_that_fits() =>
        Says(Exercise.LeavesTheCache, "returns the last that fits", cacheBytes => (int)Math.Sqrt(cacheBytes / 4));

    [Fact]
    public void A_fixed_factor_of_two() => Says(Exercise.Lengthen, "uses one factor for all", (x, _, j) =>
        {
            Matrix<float> y = x.Clone();
            y.SetRow(j, x.Row(j) * 2);
            return y;
        });

    [Fact]
    public void A_shorter_query_beats_its_own_answer_and_fails_where_a_third_word_leads()
    {
        static Matrix<float> Shortened(Matrix<float> x, int i, int j)
        {
            Matrix<float> y = x.Clone();
            y.SetRow(i, x.Row(i) * 0.1f);
            return y;
        }

        Says(Exercise.Lengthen, "lengthens the vector that asks", Shortened);
        Assert.Contains(Exercise.Lengthen.Check(Shortened).Paragraphs, text =>
            text.Contains("a third word that is in the lead", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void A_fixed_factor_that_is_enough_for_most(float factor) =>
        Says(Exercise.Lengthen, "uses one factor for all", (x, _, j) =>
        {
            Matrix<float> y = x.Clone();
            y.SetRow(j, x.Row(j) * factor);
            return y;
        });

    [Fact]
    public void Any_factor_that_is_large_enough_is_right() =>
        Assert.True(
            Exercise
                .Lengthen.Check(
                    (x, i, j) =>
                    {
                        Matrix<float> y = x.Clone();
                        y.SetRow(j, x.Row(j) * (1 + 7 * (x * x.Row(i)).Maximum() / (x.Row(i) * x.Row(j))));
                        return y;
                    }
                )
                .IsSolved
        );

    [Fact]
    public void A_search_in_coarse_steps() =>
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

    private static void Says<T>(Exercise<T> exercise, string ideaOrText, T attempt)
        where T : notnull
    {
        string expected = exercise.WrongIdeas.FirstOrDefault(idea => idea.Name == ideaOrText)?.Message ?? ideaOrText;

        Feedback feedback = exercise.Check(attempt, Subject.Limit);

        Assert.Equal(Verdict.NotYet, feedback.Verdict);
        Assert.Contains(expected, feedback.Paragraphs[0], StringComparison.Ordinal);
    }
}
