using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

public class StorageTests
{
    [Fact]
    public void Every_bfloat16_survives_the_way_to_float_and_back()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            var stored = new BFloat16((ushort)bits);
            float value = stored;
            if (float.IsNaN(value))
            {
                Assert.True(float.IsNaN((BFloat16)value));
            }
            else
            {
                Assert.Equal(stored, (BFloat16)value);
            }
        }
    }

    [Theory]
    [InlineData(1, 0x3F80)]
    [InlineData(-2, 0xC000)]
    [InlineData(1.00390625f, 0x3F80)]  // half a unit: to the even neighbour below
    [InlineData(1.01171875f, 0x3F82)]  // half a unit: to the even neighbour above
    [InlineData(1.00391f, 0x3F81)]     // just over half a unit
    [InlineData(float.MaxValue, 0x7F80)]
    [InlineData(float.NegativeInfinity, 0xFF80)]
    [InlineData(float.Epsilon, 0)]
    [InlineData(-0f, 0x8000)]
    public void Bfloat16_rounds_to_nearest_ties_to_even(float value, int bits)
        => Assert.Equal(bits, ((BFloat16)value).Bits);

    [Fact]
    public void A_NaN_whose_payload_would_be_cut_off_stays_NaN()
    {
        // Not a constant: the compiler would set the quiet bit.
        for (int payload = 1; payload < 1 << 16; payload *= 2)
        {
            Assert.True(float.IsNaN((BFloat16)BitConverter.Int32BitsToSingle(0x7F800000 | payload)));
        }
    }

    [Fact]
    public void Arrays_are_narrowed_and_widened_number_by_number()
    {
        float[] source = [1, -0.1f, 70000, 1e-8f, float.NaN], halves = new float[5], bfloats = new float[5];
        var half = new Half[5];
        var bfloat = new BFloat16[5];
        Storage.Narrow(source, half);
        Storage.Widen(half, halves);
        Storage.Narrow(source, bfloat);
        Storage.Widen(bfloat, bfloats);

        Assert.Equal([1, -0.099975586f, float.PositiveInfinity, 0, float.NaN], halves);
        Assert.Equal([1, -0.100097656f, 70144, 1.0011718E-08f, float.NaN], bfloats);
    }

    [Fact]
    public void A_destination_that_is_too_short_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Storage.Narrow(new float[2], new Half[1]));
        Assert.Throws<ArgumentException>(() => Storage.Narrow(new float[2], new BFloat16[1]));
        Assert.Throws<ArgumentException>(() => Storage.Widen(new Half[2], new float[1]));
        Assert.Throws<ArgumentException>(() => Storage.Widen(new BFloat16[2], new float[1]));
    }

    [Fact]
    public unsafe void Spans_of_more_than_two_gigabytes_are_told_apart_by_their_bytes()
    {
        // Nothing is read: the spans stand for memory that nobody has.
        byte* begin = (byte*)(1L << 40);
        ReadOnlySpan<Half> source = new(begin, int.MaxValue);
        Span<float> before = new(begin - 4L * int.MaxValue, int.MaxValue),
            behind = new(begin + 2L * int.MaxValue, int.MaxValue);
        Require.Apart(source, before);
        Require.Apart(source, behind);
        Assert.Throws<ArgumentException>(() => Require.Apart(
            new ReadOnlySpan<Half>(begin, int.MaxValue), new Span<float>(begin + 2L * int.MaxValue - 2, 1)));
        Assert.Throws<ArgumentException>(() => Require.Apart(
            new ReadOnlySpan<Half>(begin, 1), new Span<float>(begin - 4L * int.MaxValue + 1, int.MaxValue)));
    }

    [Fact]
    public void Every_16_bit_number_is_widened_exactly_at_every_width()
    {
        ushort[] bits = [.. Enumerable.Range(0, 1 << 16).Select(i => (ushort)i)];
        float[] halves = [.. bits.Select(b => (float)BitConverter.UInt16BitsToHalf(b))];
        float[] bfloats = [.. bits.Select(b => BitConverter.UInt32BitsToSingle((uint)b << 16))];
        AssertWidens<Internal.Simd128>();
        AssertWidens<Internal.Simd256>();
        AssertWidens<Internal.Simd512>();

        void AssertWidens<TSimd>()
            where TSimd : struct, Internal.ISimd<TSimd>
        {
            float[] widened = new float[bits.Length];
            Assert.Equal(bits.Length, Storage.Kernel<HalfFormat, TSimd>(bits, widened));
            Assert.Equal(halves, widened);
            ushort[] finite = [.. bits.Where(b => Half.IsFinite(BitConverter.UInt16BitsToHalf(b)))];
            float[] finiteWidened = new float[finite.Length];
            Assert.Equal(finite.Length, Storage.Kernel<FiniteHalfFormat, TSimd>(finite, finiteWidened));
            float[] correction = new float[TSimd.Width];
            TSimd.Store(FiniteHalfFormat.Factor<TSimd>(1), ref correction[0], 0);
            Assert.Equal(halves.Where(float.IsFinite), finiteWidened.Select(x => x * correction[0]));
            Assert.Equal(bits.Length, Storage.Kernel<BFloat16Format, TSimd>(bits, widened));
            Assert.Equal(bfloats, widened);
        }
    }
}
