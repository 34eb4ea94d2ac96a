namespace Attention.Lib.Tests;

public class AttentionMaskTests
{
    [Fact]
    public void A_mask_does_not_change_when_the_arrays_it_was_made_from_change()
    {
        bool[] seen = [true, false];
        float[] bias = [1, 2];
        int[] valid = [2],
            offsets = [1];
        AttentionMask mask =
            AttentionMask.Boolean(seen, 1, 2)
            & AttentionMask.Bias(new MatrixView(bias, 1, 2))
            & AttentionMask.Padding(valid)
            & AttentionMask.Causal(QueryOffset.PerBatchEntry(offsets));
        float[] before = Sample.ToArray(mask.Materialize(1, 2));

        (seen[0], seen[1], bias[0], valid[0], offsets[0]) = (false, true, 7, 0, -5);

        Assert.Equal([1, float.NegativeInfinity], before);
        Assert.Equal(before, Sample.ToArray(mask.Materialize(1, 2)));
    }

    [Fact]
    public void A_mask_made_before_an_append_does_not_change_with_it()
    {
        var cache = new KeyValueCache(1, 1, 4, 2);
        cache.Append(new HeadTensor(1, 1, 2, 2), new HeadTensor(1, 1, 2, 2));
        AttentionMask mask = AttentionMask.Causal(cache.LastAppended);
        float[] before = Sample.ToArray(mask.Materialize(2, 4));

        cache.Append(new HeadTensor(1, 1, 1, 2), new HeadTensor(1, 1, 1, 2));

        Assert.Equal(before, Sample.ToArray(mask.Materialize(2, 4)));
    }

    private const float X = float.NegativeInfinity;

    [Fact]
    public void Causal_hides_the_keys_behind_each_query() =>
        AssertMask(AttentionMask.Causal(), 3, 4, [0, X, X, X, 0, 0, X, X, 0, 0, 0, X]);

    [Fact]
    public void Causal_behind_two_cached_keys_shows_those_to_all() =>
        AssertMask(AttentionMask.Causal(2), 2, 4, [0, 0, 0, X, 0, 0, 0, 0]);

    [Fact]
    public void Causal_from_the_bottom_right_lets_the_last_query_see_all_keys()
    {
        AssertMask(AttentionMask.Causal(QueryOffset.BottomRight), 2, 3, [0, 0, X, 0, 0, 0]);
        AssertMask(AttentionMask.Causal(QueryOffset.BottomRight), 3, 2, [X, X, 0, X, 0, 0]);
    }

    [Fact]
    public void Causal_from_the_last_valid_key_follows_each_entry_of_the_batch()
    {
        AttentionMask mask = AttentionMask.Causal(QueryOffset.LastValidKey) & AttentionMask.Padding(3, 1, 4);
        AssertMask(mask, 2, 4, [0, 0, X, X, 0, 0, 0, X], batchEntry: 0);
        AssertMask(mask, 2, 4, [X, X, X, X, 0, X, X, X], batchEntry: 1);
        AssertMask(mask, 2, 4, [0, 0, 0, X, 0, 0, 0, 0], batchEntry: 2);
    }

    [Fact]
    public void The_last_valid_key_is_the_last_key_where_nothing_is_padding() =>
        AssertMask(AttentionMask.Causal(QueryOffset.LastValidKey), 2, 3, [0, 0, X, 0, 0, 0]);

    [Fact]
    public void Bottom_right_counts_padding_as_keys() =>
        AssertMask(
            AttentionMask.Causal(QueryOffset.BottomRight) & AttentionMask.Padding(2), 3, 3,
            [0, X, X, 0, 0, X, 0, 0, X]);

    [Fact]
    public void An_offset_per_entry_moves_each_diagonal()
    {
        AttentionMask mask = AttentionMask.Causal(QueryOffset.PerBatchEntry(1, -1));
        AssertMask(mask, 2, 3, [0, 0, X, 0, 0, 0], batchEntry: 0);
        AssertMask(mask, 2, 3, [X, X, X, 0, X, X], batchEntry: 1);
    }

    [Fact]
    public void A_window_shows_the_keys_around_each_position()
    {
        AssertMask(AttentionMask.SlidingWindow(1, 1), 3, 4, [0, 0, X, X, 0, 0, 0, X, X, 0, 0, 0]);
        AssertMask(AttentionMask.SlidingWindow(0, 0, 1), 2, 3, [X, 0, X, X, X, 0]);
        AssertMask(AttentionMask.SlidingWindow(1, -1), 3, 3, [0, 0, 0, 0, 0, 0, X, 0, 0]);
        AssertMask(AttentionMask.SlidingWindow(-1, -1), 1, 3, [0, 0, 0]);
    }

    [Fact]
    public void A_window_over_equal_scores_averages_the_values_in_it()
    {
        MatrixView zeros = new(5, 1),
            values = new([0, 1, 2, 3, 4], 5, 1);
        Assert.All(Variants.All.Keys, variant =>
            Assert.Equal(
                [1, 1.5f, 2.5f, 3, 3.5f],
                Sample.ToArray(
                    Variants.Run(variant, zeros, zeros, values, AttentionMask.SlidingWindow(left: 1, right: 2))))
        );
    }

    [Fact]
    public void Padding_hides_the_keys_behind_each_valid_length()
    {
        AssertMask(AttentionMask.Padding(2), 2, 3, [0, 0, X, 0, 0, X]);
        AssertMask(AttentionMask.Padding(0, 3), 1, 3, [X, X, X], batchEntry: 0);
        AssertMask(AttentionMask.Padding(0, 3), 1, 3, [0, 0, 0], batchEntry: 1);
    }

    [Fact]
    public void True_means_may_attend() =>
        AssertMask(
            AttentionMask.Boolean(
                new[,]
                {
                    { true, false },
                    { false, true },
                }
            ),
            2,
            2,
            [0, X, X, 0]
        );

    [Fact]
    public void A_table_of_one_row_head_or_entry_serves_all()
    {
        AssertMask(
            AttentionMask.Boolean([true, false], queries: 1, keys: 2), 2, 2, [0, X, 0, X], batchEntry: 7, head: 9);
        AttentionMask perHead = AttentionMask.Bias(HeadTensor.HeadMajor([1, 2, 3, 4], 1, 2, 1, 2));
        AssertMask(perHead, 2, 2, [1, 2, 1, 2], batchEntry: 3, head: 0);
        AssertMask(perHead, 2, 2, [3, 4, 3, 4], batchEntry: 3, head: 1);
        AttentionMask perEntry = AttentionMask.Boolean([true, true, false, true], queries: 1, keys: 2, batch: 2);
        AssertMask(perEntry, 1, 2, [X, 0], batchEntry: 1, head: 5);
    }

    [Fact]
    public void A_table_that_names_too_few_keys_hides_the_rest()
    {
        AssertMask(AttentionMask.Boolean([true, false], 1, 2), 1, 4, [0, X, X, X]);
        AssertMask(AttentionMask.Bias(new MatrixView([3, 4], 1, 2)), 1, 4, [3, 4, X, X]);
        AssertMask(AttentionMask.Boolean([], 1, 0), 1, 2, [X, X]);
    }

    [Fact]
    public void A_bias_may_be_any_strided_view()
    {
        MatrixView wide = new([9, 1, 2, 9, 9, 3, 4, 9], 2, 4);
        AssertMask(AttentionMask.Bias(wide.SliceColumns(1, 2)), 2, 2, [1, 2, 3, 4]);
    }

    [Fact]
    public void Composed_masks_show_what_all_show_and_add_their_biases()
    {
        AttentionMask mask =
            AttentionMask.Causal()
            & AttentionMask.Padding(3)
            & AttentionMask.SlidingWindow(1, -1)
            & AttentionMask.Boolean([true, true, false, true], 1, 4)
            & AttentionMask.Bias(new MatrixView([1, 2, 3, 4], 1, 4))
            & AttentionMask.Bias(new MatrixView([10, X, 30, 40], 1, 4));
        AssertMask(mask, 4, 4, [11, X, X, X, 11, X, X, X, X, X, X, X, X, X, X, X]);
    }

    [Fact]
    public void Two_windows_leave_the_narrower_side_of_each()
    {
        AssertMask(
            AttentionMask.SlidingWindow(0, 2) & AttentionMask.SlidingWindow(5, 1), 2, 4, [0, 0, X, X, X, 0, 0, X]);
        AssertMask(
            AttentionMask.SlidingWindow(5, 1) & AttentionMask.SlidingWindow(0, 2), 2, 4, [0, 0, X, X, X, 0, 0, X]);
    }

    [Fact]
    public void Windows_that_count_from_different_places_compose_too()
    {
        AttentionMask mask =
            AttentionMask.Causal()
            & AttentionMask.Causal(QueryOffset.BottomRight)
            & AttentionMask.SlidingWindow(0, -1, -1);
        AssertMask(mask, 3, 2, [X, X, 0, X, X, 0]);
        AssertMask(AttentionMask.Padding(3) & AttentionMask.Padding(2, 4), 1, 4, [0, 0, 0, X], batchEntry: 1);
    }

    [Fact]
    public void A_hundred_thousand_parts_are_not_too_many()
    {
        AttentionMask mask = AttentionMask.None,
            part = AttentionMask.Boolean([true, false], 1, 2);
        for (int i = 0; i < 100_000; i++)
        {
            mask &= part;
        }

        Assert.Equal([0, float.NegativeInfinity], Sample.ToArray((part & mask).Materialize(1, 2)));
    }

    [Fact]
    public void A_table_without_queries_or_keys_takes_no_memory_whatever_its_other_sizes()
    {
        const int many = int.MaxValue;
        AttentionMask noKeys = AttentionMask.Boolean([], many, 0, many);
        AttentionMask noQueries = AttentionMask.Boolean([], 0, 9, many);
        Assert.Equal(0, noKeys.Materialize(many, 0, head: many - 1).Columns);
        Assert.Equal(0, noQueries.Materialize(0, 9, head: many - 1).Rows);
    }

    [Fact]
    public void Composition_does_not_depend_on_the_order()
    {
        AttentionMask[] parts =
        [
            AttentionMask.Causal(1),
            AttentionMask.Causal(QueryOffset.BottomRight),
            AttentionMask.SlidingWindow(3, 2, 2),
            AttentionMask.Padding(5),
            AttentionMask.Padding(6),
            AttentionMask.Boolean([true, false, true, true, true, true, true], 1, 7),
            AttentionMask.Bias(Sample.Matrix(5, 7, 1)),
            AttentionMask.Bias(new MatrixView([0, 1, 2, 3, 4, 5], 1, 6)),
            AttentionMask.None,
        ];
        float[] expected = Sample.ToArray(parts.Aggregate((x, y) => x & y).Materialize(5, 7));
        var random = new Random(1);
        for (int attempt = 0; attempt < 50; attempt++)
        {
            random.Shuffle(parts);
            AttentionMask left = parts.Aggregate((x, y) => x & y),
                right = parts.Aggregate((x, y) => y.And(x));
            AttentionMask balanced = parts[..4].Aggregate((x, y) => x & y) & parts[4..].Aggregate((x, y) => x & y);
            Assert.Equal(expected, Sample.ToArray(left.Materialize(5, 7)));
            Assert.Equal(expected, Sample.ToArray(right.Materialize(5, 7)));
            Assert.Equal(expected, Sample.ToArray(balanced.Materialize(5, 7)));
        }
    }

    [Fact]
    public void Offsets_near_the_ends_of_int_do_not_overflow()
    {
        AssertMask(AttentionMask.Causal(int.MaxValue), 1, 2, [0, 0]);
        AssertMask(AttentionMask.Causal(int.MinValue), 1, 2, [X, X]);
        AssertMask(AttentionMask.SlidingWindow(int.MaxValue, int.MaxValue, int.MinValue), 1, 2, [X, X]);
        AssertMask(AttentionMask.SlidingWindow(int.MaxValue, int.MaxValue, int.MaxValue), 1, 2, [0, 0]);
    }

    private static void AssertMask(
        AttentionMask mask, int queries, int keys, float[] expected, int batchEntry = 0,
        int head = 0) => Assert.Equal(expected, Sample.ToArray(mask.Materialize(queries, keys, batchEntry, head)));
}
