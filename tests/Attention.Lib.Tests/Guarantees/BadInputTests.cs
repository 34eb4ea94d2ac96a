namespace Attention.Lib.Tests;

/// <summary>Wrong calls end at the border, with a message that names both sides.</summary>
public class BadInputTests
{
    private static readonly MatrixView Queries = new(2, 8);
    private static readonly MatrixView Keys = new(3, 8);
    private static readonly MatrixView Values = new(3, 4);
    private static readonly MatrixView Output = new(2, 4);

    [Fact]
    public void Matrices_that_do_not_fit_are_refused_with_both_sides_named()
    {
        AssertRefused(
            "queries.Columns is 8 but keys.Columns is 16; they must be equal.", Queries, new MatrixView(3, 16), Values,
            Output);
        AssertRefused(
            "keys.Rows is 3 but values.Rows is 4; they must be equal.", Queries, Keys, new MatrixView(4, 4), Output);
        AssertRefused(
            "destination.Rows is 3 but queries.Rows is 2; they must be equal.", Queries, Keys, Values,
            new MatrixView(3, 4));
        AssertRefused(
            "destination.Columns is 5 but values.Columns is 4; they must be equal.", Queries, Keys, Values,
            new MatrixView(2, 5));
        AssertRefused("destination shares memory with queries.", Queries, Keys, Values, Queries.SliceColumns(2, 4));
        AssertRefused(
            "destination shares memory with keys.", Queries, Keys, Values, Keys.SliceRows(1, 2).SliceColumns(4, 4));
        AssertRefused("destination shares memory with values.", Queries, Keys, Values, Values.SliceRows(0, 2));
        AssertRefused(
            "The queries and keys have 0 features, for which the scale 1/√d does not exist; give "
                + "AttentionOptions.Scale.",
            new MatrixView(2, 0), new MatrixView(3, 0), Values, Output);
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_refused_with_both_sides_named()
    {
        HeadTensor q = new(2, 4, 5, 8),
            k = new(2, 2, 6, 8),
            v = new(2, 2, 6, 3),
            o = new(2, 4, 5, 3);
        AssertRefused("queries.Batch is 2 but keys.Batch is 1; they must be equal.", q, new(1, 2, 6, 8), v, o);
        AssertRefused("queries.Features is 8 but keys.Features is 7; they must be equal.", q, new(2, 2, 6, 7), v, o);
        AssertRefused(
            "queries.Heads is 4 but keys.Heads is 3; the first must be a multiple of the second.", q, new(2, 3, 6, 8),
            v, o);
        AssertRefused("keys.Heads is 2 but values.Heads is 4; they must be equal.", q, k, new(2, 4, 6, 3), o);
        AssertRefused("keys.Batch is 2 but values.Batch is 3; they must be equal.", q, k, new(3, 2, 6, 3), o);
        AssertRefused("keys.Tokens is 6 but values.Tokens is 5; they must be equal.", q, k, new(2, 2, 5, 3), o);
        AssertRefused("destination.Batch is 1 but queries.Batch is 2; they must be equal.", q, k, v, new(1, 4, 5, 3));
        AssertRefused("destination.Heads is 2 but queries.Heads is 4; they must be equal.", q, k, v, new(2, 2, 5, 3));
        AssertRefused("destination.Tokens is 6 but queries.Tokens is 5; they must be equal.", q, k, v, new(2, 4, 6, 3));
        AssertRefused(
            "destination.Features is 8 but values.Features is 3; they must be equal.", q, k, v, new(2, 4, 5, 8));
    }

    [Fact]
    public void Masks_that_do_not_fit_are_refused_with_both_sides_named()
    {
        HeadTensor q = new(2, 4, 5, 8),
            k = new(2, 2, 6, 8),
            o = new(2, 4, 5, 8);
        AssertRefused(
            "mask has 3 valid lengths but queries.Batch is 2; they must be equal, or one for all.",
            AttentionMask.Padding(1, 2, 3));
        AssertRefused(
            "mask has a valid length of 7 but the number of keys is 6; it must lie between 0 and that.",
            AttentionMask.Padding(1, 7));
        AssertRefused(
            "mask has a valid length of -1 but the number of keys is 6; it must lie between 0 and that.",
            AttentionMask.Padding(-1));
        AssertRefused(
            "mask has 3 query offsets but queries.Batch is 2; they must be equal, or one for all.",
            AttentionMask.Causal(QueryOffset.PerBatchEntry(1, 2, 3)));
        AssertRefused(
            "mask has 3 batch entries but the queries have 2; they must be equal, or one for all.",
            AttentionMask.Bias(new HeadTensor(3, 4, 5, 6)));
        AssertRefused(
            "mask has 2 heads but the queries have 4; they must be equal, or one for all.",
            AttentionMask.Boolean(new bool[60], 5, 6, heads: 2));
        AssertRefused(
            "mask has 4 queries but the queries have 5; they must be equal, or one for all.",
            AttentionMask.Bias(new MatrixView(4, 6)));
        AssertRefused("mask names 7 keys but there are only 6.", AttentionMask.Boolean(new bool[35], 5, 7));

        void AssertRefused(string message, AttentionMask mask)
        {
            // Also when the part that does not fit is not the first.
            foreach (
                AttentionMask composed in (AttentionMask[])
                    [
                        mask,
                        AttentionMask.Causal(1) & AttentionMask.Padding(5) & AttentionMask.Boolean([true], 1, 1) & mask,
                    ]
            )
            {
                Assert.Equal(message, ArgumentErrors.Message(() => FlashAttention.Compute(q, k, k, composed, o)));
                Assert.Equal(
                    message,
                    ArgumentErrors.Message(() =>
                        ScaledDotProductAttention.Scores(q, k, composed, ScoreStage.Raw, new(2, 4, 5, 6))
                    )
                );
            }
        }
    }

    [Fact]
    public void Masks_refuse_nonsense_when_they_are_made()
    {
        Assert.Equal("validKeys", Assert.Throws<ArgumentNullException>(() => AttentionMask.Padding(null!)).ParamName);
        Assert.Equal(
            "mayAttend", Assert.Throws<ArgumentNullException>(() => AttentionMask.Boolean(null!, 1, 1)).ParamName);
        Assert.Equal("mayAttend", Assert.Throws<ArgumentNullException>(() => AttentionMask.Boolean(null!)).ParamName);
        Assert.Equal("offsets", Assert.Throws<ArgumentNullException>(() => QueryOffset.PerBatchEntry(null!)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => AttentionMask.SlidingWindow(-2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => AttentionMask.SlidingWindow(0, -2));
        Assert.Equal(
            "queries", Assert.Throws<ArgumentOutOfRangeException>(() => AttentionMask.Boolean([], -1, 0)).ParamName);
        Assert.Equal(
            "A 1 x 1 x 2 x 3 mask needs 6 values but mayAttend.Length is 5.",
            ArgumentErrors.Message(() => AttentionMask.Boolean(new bool[5], 2, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => AttentionMask.None.Materialize(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => AttentionMask.None.Materialize(2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AttentionMask.Padding(1, 2).Materialize(2, 2, batchEntry: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            AttentionMask.Bias(new HeadTensor(1, 2, 1, 2)).Materialize(2, 2, head: 2)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => AttentionMask.None.Materialize(2, 2, batchEntry: -1));
        Assert.Throws<ArgumentException>(() => AttentionMask.Padding(3).Materialize(2, 2));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void N16_N17_A_scale_or_softcap_that_is_not_finite_is_refused(float value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttentionOptions { Scale = value });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttentionOptions { Softcap = value });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttentionOptions { Softcap = -1 });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_number_of_threads_below_one_is_refused(int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttentionOptions { DegreeOfParallelism = threads });

    [Fact]
    public void Optional_results_are_checked_like_any_other()
    {
        AssertRefused("logSumExp.Rows is 3 but queries.Rows is 2; they must be equal.", () =>
            FlashAttention.Compute(Queries, Keys, Values, default, Output, default, new MatrixView(3, 1))
        );
        AssertRefused("logSumExp.Columns is 2 but its only possible size is 1; they must be equal.", () =>
            FlashAttention.Compute(Queries, Keys, Values, default, Output, default, new MatrixView(2, 2))
        );
        AssertRefused("logSumExp shares memory with queries.", () =>
            FlashAttention.Compute(Queries, Keys, Values, default, Output, default, Queries.SliceColumns(0, 1))
        );
        AssertRefused("destination shares memory with logSumExp.", () =>
            FlashAttention.Compute(Queries, Keys, Values, default, Output, default, Output.SliceColumns(0, 1))
        );
        AssertRefused("weights.Columns is 4 but keys.Rows is 3; they must be equal.", () =>
            ScaledDotProductAttention.Compute(Queries, Keys, Values, default, Output, default, new MatrixView(2, 4))
        );
        AssertRefused("weights shares memory with keys.", () =>
            ScaledDotProductAttention.Compute(
                Queries, Keys, Values, default, Output, default, Keys.SliceRows(0, 2).SliceColumns(0, 3))
        );
        AssertRefused("destination.Columns is 2 but keys.Rows is 3; they must be equal.", () =>
            ScaledDotProductAttention.Scores(Queries, Keys, default, ScoreStage.Raw, new MatrixView(2, 2))
        );
        AssertRefused("destination shares memory with queries.", () =>
            ScaledDotProductAttention.Scores(Queries, Keys, default, ScoreStage.Raw, Queries.SliceColumns(0, 3))
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            ScaledDotProductAttention.Scores(Queries, Keys, default, (ScoreStage)4, new MatrixView(2, 3))
        );
        AssertRefused("outputGradient.Columns is 5 but values.Columns is 4; they must be equal.", () =>
            Backward(new(2, 5), new(2, 8), new(3, 8), new(3, 4))
        );
        AssertRefused("queryGradient.Rows is 3 but queries.Rows is 2; they must be equal.", () =>
            Backward(Output, new(3, 8), new(3, 8), new(3, 4))
        );
        AssertRefused("valueGradient.Columns is 5 but values.Columns is 4; they must be equal.", () =>
            Backward(Output, new(2, 8), new(3, 8), new(3, 5))
        );
        AssertRefused("keyGradient shares memory with keys.", () => Backward(Output, new(2, 8), Keys, new(3, 4)));
        AssertRefused("biasGradient.Columns is 2 but keys.Rows is 3; they must be equal.", () =>
            Backward(Output, new(2, 8), new(3, 8), new(3, 4), new MatrixView(2, 2))
        );
        AssertRefused("biasGradient has 3 queries but the queries have 2; they must be equal, or one for all.", () =>
            Backward(Output, new(2, 8), new(3, 8), new(3, 4), new MatrixView(3, 3))
        );

        static void AssertRefused(string message, Action call) => Assert.Equal(message, ArgumentErrors.Message(call));
        static void Backward(
            MatrixView gradient, MatrixView dQ, MatrixView dK, MatrixView dV,
            MatrixView? dBias = null)
            => ScaledDotProductAttention.Backward(
                Queries, Keys, Values, default, gradient, dQ, dK, dV, default, dBias);
    }

    /// <summary>Every kind of attention refuses these inputs with this message.</summary>
    private static void AssertRefused(
        string message, HeadTensor queries, HeadTensor keys, HeadTensor values, HeadTensor output)
    {
        Action[] calls =
        [
            () => FlashAttention.Compute(queries, keys, values, AttentionMask.None, output),
            () => ScaledDotProductAttention.Compute(queries, keys, values, AttentionMask.None, output),
            () => ScaledDotProductAttention.Naive(queries, keys, values, AttentionMask.None, output),
        ];
        Assert.All(calls, call => Assert.Equal(message, ArgumentErrors.Message(call)));
    }
}
