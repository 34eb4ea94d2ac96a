using Attention.Lib;

namespace Attention.Course.Tests;

public class OneHeadTests
{
    private static readonly string[] s_ways =
        [.. typeof(OneHead).GetMethods()
        .Where(method => method.ReturnType == typeof(void) && method.GetParameters().Length == 0)
        .Select(method => method.Name)];

    [Fact]
    public void Chapter_7_measures_every_way()
    {
        string chapter = Repository.Read("notebooks", "07-performance.ipynb");

        Assert.All(s_ways, way => Assert.Matches($@"\b(head|heads\[0\]|one)\.{way}\b", chapter));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(40, 64)]
    public void Every_way_gives_what_the_definition_gives(int tokens, int features)
    {
        var head = OneHead.Random(tokens, features);

        Assert.All(
            s_ways.Except([nameof(OneHead.Causal), nameof(OneHead.WordByWord), nameof(OneHead.LastToken)])
            .Select(name => typeof(OneHead).GetMethod(name)!.CreateDelegate<Action>(head)),
            way => Assert.InRange(head.Difference(head.Naive, way), 0, 1e-5f));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 16)]
    public void Causal_attention_is_the_same_word_by_word_and_on_other_libraries(int tokens, int features)
    {
        var head = OneHead.Random(tokens, features);
        void Naive() =>
            ScaledDotProductAttention.Naive(head.Queries, head.Keys, head.Values, AttentionMask.Causal(), head.Output);
        void Tensors() => Baselines.TensorPrimitives(head.Queries, head.Keys, head.Values, head.Output, causal: true);
        void MathNet() =>
            Baselines.MathNet(head.Queries.ToMathNet(), head.Keys.ToMathNet(), head.Values.ToMathNet(), causal: true)
            .ToRowMajor().CopyTo(head.Output);

        Assert.All([head.Causal, head.WordByWord, Tensors, MathNet], way =>
            Assert.InRange(head.Difference(Naive, way), 0, 1e-5f));
    }

    [Fact]
    public void The_last_token_alone_is_the_last_row()
    {
        var head = OneHead.Random(20, 8);

        head.Output.Fill(0);
        head.LastToken();
        float[] last = head.Output.Row(19).ToArray();
        head.Naive();

        Assert.All(last.Zip(head.Output.Row(19).ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
    }

    [Fact]
    public void The_costs_are_counted_as_the_chapter_counts_them()
    {
        var head = OneHead.Random(8, 6);

        Assert.Equal((1536, 864, 768, 1280), (head.Flops, head.CausalFlops, head.Bytes, head.BytesWithScores));
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

    [Fact]
    public void Flash_attention_allocates_no_matrix_of_scores_and_rows_of_weights_do()
    {
        const int Tokens = 1024;
        var head = OneHead.Random(Tokens, 16);

        Assert.InRange(AllocatedBytes.Of(head.Flash).First, 1, 4 * Tokens * Tokens / 4);
        Assert.Equal(0, AllocatedBytes.Of(head.Flash).Again);
        Assert.True(AllocatedBytes.Of(head.Rows).First >= 4 * Tokens * Tokens);
    }

    [Fact]
    public void The_tokens_of_a_chapter_are_a_power_of_two_within_bounds()
    {
        Assert.Equal(128, Machine.TokensWithin(0));
        Assert.Equal(1024, Machine.TokensWithin(1e6));
    }
}
