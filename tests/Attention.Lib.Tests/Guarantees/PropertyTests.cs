namespace Attention.Lib.Tests;

/// <summary>
/// What is true of attention for all inputs: random, from fixed seeds, shrinking to the smallest counterexample.
/// </summary>
public partial class PropertyTests
{
    [Fact]
    public void Rows_of_the_weights_sum_to_one_and_lie_between_zero_and_one() =>
        Holds(p =>
        {
            MatrixView weights = Problem.Weights(p.Queries, p.Keys, p.Mask);
            MatrixView bias = p.Mask.Materialize(p.L, p.S);
            return Rows(weights)
                .Select(
                    (row, i) =>
                        row.All(weight => weight is >= 0 and <= 1.000001f)
                        && Near(row.Sum(), bias.Row(i).ToArray().Any(b => b == 0) ? 1 : 0)
                )
                .All(x => x);
        });

    [Fact]
    public void Adding_a_constant_to_a_row_of_scores_changes_nothing() =>
        Holds(p =>
        {
            MatrixView shift = new(p.L, p.S);
            for (int i = 0; i < p.L; i++)
            {
                shift.Row(i).Fill(i - 3.5f);
            }

            return Near(
                p.Attend(p.Queries, p.Keys, p.Values, p.Mask),
                p.Attend(p.Queries, p.Keys, p.Values, p.Mask & AttentionMask.Bias(shift)), 1e-5f);
        });

    [Fact]
    public void Permuting_keys_values_and_mask_columns_together_changes_nothing() =>
        Holds(p =>
        {
            int[] order = Shuffled(p.S, p.Seed);
            MatrixView bias = p.Mask.Materialize(p.L, p.S),
                permutedBias = new(p.L, p.S);
            for (int i = 0; i < p.L; i++)
            {
                for (int j = 0; j < p.S; j++)
                {
                    permutedBias[i, j] = bias[i, order[j]];
                }
            }

            return Near(
                p.Attend(p.Queries, p.Keys, p.Values, p.Mask),
                p.Attend(
                    p.Queries, Permuted(p.Keys, order), Permuted(p.Values, order), AttentionMask.Bias(permutedBias))
            );
        });

    [Fact]
    public void Permuting_queries_permutes_the_rows_and_nothing_else() =>
        Holds(p =>
        {
            int[] order = Shuffled(p.L, p.Seed);
            return Same(
                Permuted(p.Attend(p.Queries, p.Keys, p.Values, AttentionMask.None), order),
                p.Attend(Permuted(p.Queries, order), p.Keys, p.Values, AttentionMask.None));
        });

    [Fact]
    public void Constant_values_come_back_as_the_constant() =>
        Holds(p =>
        {
            MatrixView values = new(p.S, 3);
            values.Fill(2.5f);
            return Rows(p.Attend(p.Queries, p.Keys, values, AttentionMask.None))
                .All(row => row.All(x => Near(x, 2.5f)));
        });

    [Fact]
    public void The_identity_as_values_gives_the_weights() =>
        Holds(p =>
        {
            MatrixView identity = new(p.S, p.S);
            for (int j = 0; j < p.S; j++)
            {
                identity[j, j] = 1;
            }

            return Near(Problem.Weights(p.Queries, p.Keys, p.Mask), p.Attend(p.Queries, p.Keys, identity, p.Mask));
        });

    [Fact]
    public void Every_output_lies_between_the_least_and_the_greatest_value_of_its_column() =>
        Holds(p =>
        {
            float[][] values = Rows(p.Values);
            return Rows(p.Attend(p.Queries, p.Keys, p.Values, AttentionMask.None))
                .All(row =>
                    row.Select(
                            (x, c) =>
                                x >= values.Min(value => value[c]) - 1e-6f && x <= values.Max(value => value[c]) + 1e-6f
                        )
                        .All(x => x)
                );
        });

    [Fact]
    public void A_later_key_or_value_never_changes_an_earlier_row() =>
        Holds(p =>
        {
            int offset = p.Seed % 5 - 2,
                changed = p.Seed % p.S;
            AttentionMask causal = AttentionMask.Causal(offset);
            MatrixView before = p.Attend(p.Queries, p.Keys, p.Values, causal);
            MatrixView keys = Copy(p.Keys),
                values = Copy(p.Values);
            keys.Row(changed).Fill(5);
            values.Row(changed).Fill(-9);
            MatrixView after = p.Attend(p.Queries, keys, values, causal);
            return Rows(before)
                .Zip(Rows(after))
                .Select((pair, i) => changed <= i + offset || pair.First.SequenceEqual(pair.Second))
                .All(x => x);
        });

    [Fact]
    public void Hidden_content_never_matters() =>
        Holds(p =>
        {
            MatrixView bias = p.Mask.Materialize(p.L, p.S),
                keys = Copy(p.Keys),
                values = Copy(p.Values);
            for (int j = 0; j < p.S; j++)
            {
                if (Rows(bias).All(row => row[j] != 0))
                {
                    keys.Row(j).Fill(float.NaN);
                    values.Row(j).Fill(float.NegativeInfinity);
                }
            }

            return Same(p.Attend(p.Queries, p.Keys, p.Values, p.Mask), p.Attend(p.Queries, keys, values, p.Mask));
        });

    [Fact]
    public void One_visible_key_gives_its_value() =>
        Holds(p =>
        {
            int only = p.Seed % p.S;
            MatrixView output = p.Attend(
                p.Queries, p.Keys, p.Values,
                AttentionMask.Boolean([.. Enumerable.Range(0, p.S).Select(j => j == only)], 1, p.S));
            return Rows(output).All(row => row.SequenceEqual(p.Values.Row(only).ToArray()));
        });

    [Fact]
    public void A_scale_of_nearly_nothing_gives_the_mean_of_the_values() =>
        Holds(p =>
        {
            MatrixView output = p.Attend(p.Queries, p.Keys, p.Values, AttentionMask.None, new() { Scale = 1e-20f });
            return Rows(output)
                .All(row => row.Select((x, c) => Near(x, Rows(p.Values).Average(value => value[c]))).All(x => x));
        });

    [Fact]
    public void Batch_entries_and_heads_do_not_influence_each_other() =>
        Holds(p =>
        {
            HeadTensor q = Sample.Tensor(2, 4, p.L, p.D, p.Seed),
                k = Sample.Tensor(2, 2, p.S, p.D, p.Seed + 1),
                v = Sample.Tensor(2, 2, p.S, 3, p.Seed + 2);
            HeadTensor together = new(2, 4, p.L, 3);
            Variants.All[p.Variant](q, k, v, p.Mask, together, default);
            return Enumerable
                .Range(0, 8)
                .All(at =>
                    Same(
                        together.Head(at / 4, at % 4),
                        p.Attend(
                            q.Head(at / 4, at % 4), k.Head(at / 4, at % 4 / 2), v.Head(at / 4, at % 4 / 2), p.Mask))
                );
        });

    [Fact]
    public void Row_t_of_the_full_run_equals_decoding_step_t() =>
        Holds(p =>
        {
            MatrixView full = p.Attend(p.Queries, p.Keys, p.Values, AttentionMask.Causal());
            return Enumerable
                .Range(0, Math.Min(p.L, p.S))
                .All(t =>
                    Near(
                        full.SliceRows(t, 1),
                        p.Attend(
                            p.Queries.SliceRows(t, 1), p.Keys.SliceRows(0, t + 1), p.Values.SliceRows(0, t + 1),
                            AttentionMask.Causal(t))
                    )
                );
        });

    [Fact]
    public void All_variants_and_register_widths_agree_with_the_reference() =>
        Holds(p =>
        {
            MatrixView bias = p.Mask.Materialize(p.L, p.S);
            Reference expected = Oracle.Attention(p.Queries, p.Keys, p.Values, (i, j) => bias[i, j]);
            Oracle.AssertWithinBound(expected, p.Attend(p.Queries, p.Keys, p.Values, p.Mask), p.Variant);
            return true;
        });

    [Fact]
    public void A_gradient_with_respect_to_the_scores_sums_to_zero_along_each_row() =>
        Holds(p =>
        {
            MatrixView gradient = Sample.Matrix(p.L, p.Values.Columns, p.Seed),
                dBias = new(p.L, p.S);
            ScaledDotProductAttention.Backward(
                p.Queries, p.Keys, p.Values, p.Mask, gradient, new MatrixView(p.L, p.D), new MatrixView(p.S, p.D),
                new MatrixView(p.S, p.Values.Columns), default, dBias);
            return Rows(dBias).All(row => Near(row.Sum(), 0));
        });
}
