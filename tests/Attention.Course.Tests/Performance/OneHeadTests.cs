using Attention.Lib;

namespace Attention.Course.Tests;

public class OneHeadTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 16)]
    public void Causal_attention_is_the_same_on_other_libraries(int tokens, int features)
    {
        var head = OneHead.Random(tokens, features);
        void Naive() =>
            ScaledDotProductAttention.Naive(head.Queries, head.Keys, head.Values, AttentionMask.Causal(), head.Output);
        void Tensors() => Baselines.TensorPrimitives(head.Queries, head.Keys, head.Values, head.Output, causal: true);
        void MathNet() =>
            Baselines.MathNet(head.Queries.ToMathNet(), head.Keys.ToMathNet(), head.Values.ToMathNet(), causal: true)
            .ToRowMajor().CopyTo(head.Output);

        Assert.All([Tensors, (Action)MathNet], way => Assert.InRange(head.Difference(Naive, way), 0, 1e-5f));
    }

    [Theory]
    [InlineData(7, 5)]
    [InlineData(40, 64)]
    public void Full_attention_is_the_same_on_other_libraries(int tokens, int features)
    {
        var head = OneHead.Random(tokens, features);
        void Naive() =>
            ScaledDotProductAttention.Naive(head.Queries, head.Keys, head.Values, AttentionMask.None, head.Output);
        void Tensors() => Baselines.TensorPrimitives(head.Queries, head.Keys, head.Values, head.Output);
        void MathNet() => Baselines.MathNet(head.Queries.ToMathNet(), head.Keys.ToMathNet(), head.Values.ToMathNet())
            .ToRowMajor().CopyTo(head.Output);

        Assert.All([Tensors, (Action)MathNet], way => Assert.InRange(head.Difference(Naive, way), 0, 1e-5f));
    }

    [Fact]
    public void One_token_is_one_row_of_each_matrix_and_its_output_is_written_in_place()
    {
        var head = OneHead.Random(20, 8);
        (HeadTensor query, HeadTensor key, HeadTensor value, HeadTensor output) = head.Token(19);

        Assert.Equal(head.Queries.Row(19), query.Head(0, 0).Row(0));
        Assert.Equal(head.Keys.Row(19), key.Head(0, 0).Row(0));
        Assert.Equal(head.Values.Row(19), value.Head(0, 0).Row(0));
        output.Fill(5);
        Assert.Equal(5, head.Output[19, 0]);
        Assert.NotEqual(5, head.Output[18, 0]);
    }

    [Fact]
    public void The_arrays_hold_the_same_numbers_row_after_row()
    {
        var head = OneHead.Random(3, 2);
        (float[] queries, float[] keys, float[] values) = head.ToArrays();

        Assert.Equal(head.Queries[2, 1], queries[5]);
        Assert.Equal(head.Keys[1, 0], keys[2]);
        Assert.Equal(head.Values[0, 1], values[1]);
        Assert.Equal((6, 3), (queries.Length, head.Tokens));
    }

    [Fact]
    public void The_costs_are_counted_as_the_chapter_counts_them()
    {
        var head = OneHead.Random(8, 6);

        Assert.Equal((1536, 768, 1280), (head.Flops, head.Bytes, head.BytesWithScores));
    }

    [Fact]
    public void Heads_that_share_keys_give_what_their_copies_give()
    {
        var shared = Decoding.Random(tokens: 33, features: 8, queryHeads: 4, keyHeads: 2);
        Decoding own = shared.WithoutSharing();

        shared.Attend();
        float[] expected = shared.Output.Row(0).ToArray();
        shared.Output.Fill(float.NaN);
        own.Attend();

        Assert.Equal(expected, own.Output.Row(0).ToArray());
        Assert.Equal((4.0 * 4 * 33 * 8, 4.0 * 4 * 33 * 8), (shared.Flops, own.Flops));
        Assert.Equal((8.0 * 2 * 33 * 8, 8.0 * 4 * 33 * 8), (shared.Bytes, own.Bytes));
    }

    /// <summary>Softmax over keys that stand there three times blends the values as if they stood there once.</summary>
    [Fact]
    public void Random_keys_and_values_begin_anew_after_a_million_numbers()
    {
        const int Features = 1024, Tokens = 1024;
        float[] once = Output(Tokens), thrice = Output(3 * Tokens), oneMore = Output(Tokens + 1);

        Assert.All(once.Zip(thrice), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.NotEqual(once, oneMore);

        static float[] Output(int tokens)
        {
            var decoding = Decoding.Random(tokens, Features, queryHeads: 1, keyHeads: 1);
            decoding.Attend();
            return decoding.Output.Row(0).ToArray();
        }
    }

    [Fact]
    public void Flash_attention_allocates_no_matrix_of_scores_and_stored_weights_are_one()
    {
        const int Tokens = 1024;
        var head = OneHead.Random(Tokens, 16);
        AttentionOptions oneCore = new() { DegreeOfParallelism = 1 };
        void Flash() => FlashAttention.Compute(
            head.Queries, head.Keys, head.Values, AttentionMask.None, head.Output, oneCore);
        void Stored() => Rungs.VectorExponentials(
            head.Queries, head.Keys, head.Values, new(Tokens, Tokens), head.Output);

        Assert.InRange(AllocatedBytes.Of(Flash).First, 1, 4 * Tokens * Tokens / 4);
        Assert.Equal(0, AllocatedBytes.Of(Flash).Again);
        Assert.True(AllocatedBytes.Of(Stored).First >= 4 * Tokens * Tokens);
    }
}
