using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

public class ExponentialTests
{
    [Fact]
    public void The_documented_error_holds_at_every_register_width()
    {
        for (int i = 0; i <= 1_000_000; i++)
        {
            float x = -87.6f * i / 1_000_000;
            double exact = Math.Exp(x);
            double bound = Math.Pow(2, x >= -20 ? -22 : -21) * exact;
            Assert.InRange(Of<Simd128>(x), exact - bound, exact + bound);
            Assert.InRange(Of<Simd256>(x), exact - bound, exact + bound);
            Assert.InRange(Of<Simd512>(x), exact - bound, exact + bound);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-0f, 1)]
    [InlineData(-87.7f, 0)]
    [InlineData(-1e10f, 0)]
    [InlineData(float.MinValue, 0)]
    [InlineData(float.NegativeInfinity, 0)]
    [InlineData(float.NaN, float.NaN)]
    public void What_softmax_relies_on_is_exact(float x, float expected)
    {
        Assert.Equal(expected, Of<Simd128>(x));
        Assert.Equal(expected, Of<Simd256>(x));
        Assert.Equal(expected, Of<Simd512>(x));
    }

    [Fact]
    public void A_NaN_of_any_payload_stays_NaN()
    {
        for (int payload = 1; payload < 1 << 23; payload += 997)
        {
            Assert.True(float.IsNaN(Of<Simd128>(BitConverter.Int32BitsToSingle(0x7F800000 | payload))));
            Assert.True(float.IsNaN(Of<Simd512>(BitConverter.Int32BitsToSingle(0x7F800000 | payload))));
        }
    }

    private static float Of<TSimd>(float x)
        where TSimd : struct, ISimd<TSimd>
    {
        Span<float> lanes = stackalloc float[16];
        TSimd.Store(TSimd.Broadcast(x), ref lanes[0], 0);
        Exponential.OfDifferences(ref lanes[0], ref lanes[0], (nuint)TSimd.Width, TSimd.Broadcast(0), out _);
        return lanes[TSimd.Width - 1];
    }
}
