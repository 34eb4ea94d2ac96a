using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

public class SoftmaxTests
{
    private delegate void Variant(ReadOnlySpan<float> logits, Span<float> destination);

    private static readonly Variant[] Variants =
    [
        Softmax.Naive,
        Softmax.Compute,
        SoftmaxRow.Kernel<Simd128>,
        SoftmaxRow.Kernel<Simd256>,
        SoftmaxRow.Kernel<Simd512>,
    ];

    [Fact]
    public void Every_length_and_width_agrees_with_the_definition_in_double()
    {
        for (int length = 0; length <= 140; length++)
        {
            float[] logits = [.. Sample.Vector(length, 1).Select(x => 20 * x)];
            double[] exact = new double[length];
            Softmax.Naive<double>(Sample.ToDouble(logits), exact);
            foreach (Variant variant in Variants)
            {
                float[] actual = [.. Enumerable.Repeat(float.NaN, length + 1)];
                variant(logits, actual.AsSpan(0, length));
                Assert.All(Enumerable.Range(0, length), i =>
                    Assert.InRange(Math.Abs(actual[i] - exact[i]), 0, 3e-6 * exact[i] + 1e-37)
                );
                Assert.True(float.IsNaN(actual[length]), "something was written behind the destination");
            }
        }
    }

    [Theory]
    [InlineData(new float[] { 0, 0.6931472f, 1.609438f }, new[] { 0.125f, 0.25f, 0.625f })] // ln 1, ln 2, ln 5
    [InlineData(new float[] { 2, 1 }, new[] { 0.7310586f, 0.2689414f })] // not 67 : 33
    [InlineData(new[] { 100f, 1, 1 }, new[] { 1f, 0, 0 })] // e^100 overflows
    [InlineData(new[] { -200f, -201 }, new[] { 0.7310586f, 0.2689414f })] // e^-200 underflows
    [InlineData(new[] { 1e4f, -1e4f }, new[] { 1f, 0 })]
    [InlineData(new[] { 3f }, new[] { 1f })]
    [InlineData(new[] { 5f, 5, 5, 5 }, new[] { 0.25f, 0.25f, 0.25f, 0.25f })]
    [InlineData(new[] { 1f, float.NegativeInfinity, 1 }, new[] { 0.5f, 0, 0.5f })]
    [InlineData(new[] { float.MaxValue, float.MinValue }, new[] { 1f, 0 })]
    public void Shares_are_those_of_hand_arithmetic(float[] logits, float[] expected)
    {
        foreach (Variant variant in Variants)
        {
            float[] actual = new float[logits.Length];
            variant(logits, actual);
            Assert.Equal(expected, actual, (x, y) => Math.Abs(x - y) <= 2e-7f);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Without_a_softmax_the_row_is_NaN(float culprit)
    {
        foreach (Variant variant in Variants)
        {
            foreach (int length in (int[])[1, 3, 40])
            {
                foreach (int at in (int[])[0, length / 2, length - 1])
                {
                    float[] logits = Sample.Vector(length, 1);
                    logits[at] = culprit;
                    variant(logits, logits);
                    Assert.All(logits, share =>
                        Assert.True(float.IsNaN(share) || (length > 1 && culprit > 0 && share == 0))
                    );
                    Assert.True(float.IsNaN(logits[at]));
                }

                float[] nothing = [.. Enumerable.Repeat(float.NegativeInfinity, length)];
                variant(nothing, nothing);
                Assert.All(nothing, share => Assert.True(float.IsNaN(share)));
            }
        }
    }

    [Fact]
    public void Every_row_of_a_matrix_is_taken_by_itself_and_in_place_if_wished()
    {
        MatrixView logits = GuardedMatrix.Random(5, 19, 1),
            expected = new(5, 19);
        for (int row = 0; row < 5; row++)
        {
            Softmax.Compute(logits.Row(row), expected.Row(row));
        }

        MatrixView apart = GuardedMatrix.Random(5, 19, 2);
        Softmax.Compute(logits, apart);
        Softmax.Compute(logits, logits);
        Assert.Equal(Sample.ToArray(expected), Sample.ToArray(apart));
        Assert.Equal(Sample.ToArray(expected), Sample.ToArray(logits));
    }

    [Fact]
    public void A_million_shares_still_sum_to_one()
    {
        float[] shares = new float[1 << 20];
        Array.Fill(shares, -1.2f, 1, shares.Length - 1);
        Softmax.Compute(shares, shares);
        Assert.Equal(1, shares.Sum(share => (double)share), 2e-5);
    }

    [Fact]
    public void A_destination_that_is_too_short_or_overlaps_in_part_is_refused()
    {
        float[] x = new float[10];
        Assert.Equal(
            "destination.Length is 9 but logits.Length is 10; it must not be smaller.",
            ArgumentErrors.Message(() => Softmax.Compute(x, x.AsSpan(0, 9))));
        Assert.Throws<ArgumentException>(() => Softmax.Naive<float>(x, x.AsSpan(1, 0)));
        Assert.Equal(
            "destination overlaps logits in part; it must be the same memory or none of it.",
            ArgumentErrors.Message(() => Softmax.Compute(x.AsSpan(0, 6), x.AsSpan(1, 6))));
        Softmax.Compute(new MatrixView(x, 0, 1, 5, 5), new MatrixView(x, 0, 1, 5, 10)); // one row has no stride
        MatrixView matrix = new(4, 4);
        Assert.Throws<ArgumentException>(() => Softmax.Compute(matrix.SliceColumns(0, 2), matrix.SliceColumns(1, 2)));
        Assert.Throws<ArgumentException>(() => Softmax.Compute(matrix, new MatrixView(4, 3)));
    }
}
