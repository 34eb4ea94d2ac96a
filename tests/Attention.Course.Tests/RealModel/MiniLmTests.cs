using Attention.Course.RealModel;
using Attention.Lib;

namespace Attention.Course.Tests.RealModel;

/// <summary>The encoder on a model of few numbers, against the formulas in double precision.</summary>
public class MiniLmTests
{
    private const double Close = 2e-5;

    private static readonly MiniLm s_model = TinyOnnx.Model;

    [Theory]
    [InlineData("a")]
    [InlineData("a b, c workings 我!")]
    public void The_states_are_those_of_the_formulas(string text)
    {
        double[][] expected = ReferenceFormulas.Encode(s_model.Encode(text), []);
        Reading reading = s_model.Read(text);
        AssertClose(expected, reading.States);
        AssertClose(expected, s_model.States(s_model.Encode(text)));
    }

    [Fact]
    public void A_text_without_words_is_two_tokens()
        => Assert.Equal(["[CLS]", "[SEP]"], s_model.Read("").Tokens);

    [Fact]
    public void Each_row_of_each_map_adds_up_to_1_and_there_is_a_map_per_head()
    {
        Reading reading = s_model.Read("a b c");
        for (int layer = 0; layer < s_model.Layers; layer++)
        {
            for (int head = 0; head < s_model.Heads; head++)
            {
                Assert.All(reading.Map(layer, head).RowSums(), sum => Assert.Equal(1, sum, 1e-5));
            }
        }

        Assert.NotEqual(reading.Map(0, 0), reading.Map(0, 1));
        Assert.NotEqual(reading.Map(0, 0), reading.Map(1, 0));
    }

    [Fact]
    public void Without_heads_their_part_of_the_output_is_missing_and_the_model_itself_is_as_before()
    {
        const string Text = "a b c a";
        double[][] expected = ReferenceFormulas.Encode(s_model.Encode(Text), [(0, 1), (1, 0), (1, 1)]);
        AssertClose(expected, s_model.WithoutHeads((0, 1), (1, 0), (1, 1)).Read(Text).States);
        AssertClose(ReferenceFormulas.Encode(s_model.Encode(Text), []), s_model.Read(Text).States);
    }

    [Fact]
    public void Heads_can_be_left_out_one_after_the_other()
        => Assert.Equal(
            s_model.WithoutHeads((1, 0), (1, 1)).Read("a b").Vector,
            s_model.WithoutHeads((1, 0)).WithoutHeads((1, 1)).Read("a b").Vector);

    [Fact]
    public void Without_positions_the_order_of_the_words_does_not_matter_and_with_them_it_does()
    {
        MiniLm without = s_model.WithoutPositions();
        Assert.Equal(1, without.Read("a b c").CosineWith(without.Read("c a b")), 1e-6);
        Assert.InRange(s_model.Read("a b c").CosineWith(s_model.Read("c a b")), -1, 0.99999);
        MiniLm withoutBoth = without.WithoutHeads((0, 0));
        Assert.Equal(1, withoutBoth.Read("a b c").CosineWith(withoutBoth.Read("c a b")), 1e-6);
    }

    [Fact]
    public void The_length_of_a_value_is_that_of_its_row_of_X_times_W_V_plus_b()
    {
        Reading reading = s_model.Read("a b");
        Assert.Equal(
            ReferenceFormulas.ValueLengths(s_model.Encode("a b"), layer: 1, head: 1),
            reading.ValueLengths(1, 1).Select(length => (double)length), (x, y) => Math.Abs(x - y) < Close);
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
        => Assert.Equal(Row(s_model.States([2, 4, 5, 3], 1)), Row(s_model.States([2, 4, 5, 3], 2)));

    [Fact]
    public void A_text_with_more_tokens_than_positions_and_heads_that_do_not_exist_are_refused()
    {
        Assert.Contains("18 tokens", Assert.Throws<ArgumentException>(
            () => s_model.Read(string.Join(' ', Enumerable.Repeat("a", 16)))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => s_model.WithoutHeads((2, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => s_model.WithoutHeads((0, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => s_model.WithoutHeads((0, -1)));
        Assert.Throws<ArgumentNullException>(() => s_model.Read(null!));
    }

    [Fact]
    public void A_number_of_heads_that_does_not_divide_the_features_is_refused()
        => Assert.Throws<InvalidDataException>(
            () => new MiniLm(OnnxFile.Read(TinyOnnx.File()), new WordPiece(TinyOnnx.Pieces), 3));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void GELU_is_x_times_the_share_of_a_normal_distribution_below_x(int count)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(i => (i - count / 2) * 0.02f)];
        float[] results = [.. values];
        Gelu.Apply(results);
        for (int i = 0; i < count; i++)
        {
            double exact = 0.5 * values[i] * (1 + MathNet.Numerics.SpecialFunctions.Erf(values[i] / Math.Sqrt(2)));
            Assert.Equal(exact, results[i], 4e-7 * Math.Max(1, Math.Abs(values[i])));
        }
    }

    [Theory]
    [InlineData(-1e30f, 0)]
    [InlineData(-100, 0)]
    [InlineData(100, 100)]
    [InlineData(1e30f, 1e30f)]
    public void GELU_of_a_large_number_is_the_number_or_0(float x, float expected)
    {
        float[] values = [x];
        Gelu.Apply(values);
        Assert.Equal(expected, values[0]);
    }

    private static float[] Row(MatrixView states)
        => [.. Enumerable.Range(0, states.Rows).SelectMany(row => states.Row(row).ToArray())];

    private static void AssertClose(double[][] expected, ReadOnlyMatrixView states)
    {
        Assert.Equal((expected.Length, expected[0].Length), (states.Rows, states.Columns));
        for (int row = 0; row < states.Rows; row++)
        {
            for (int column = 0; column < states.Columns; column++)
            {
                Assert.Equal(expected[row][column], states[row, column], Close);
            }
        }
    }
}
