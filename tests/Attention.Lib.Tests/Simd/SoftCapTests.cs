using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

public class SoftCapTests
{
    [Fact]
    public void Tanh_is_within_two_units_of_the_last_place_at_every_width()
    {
        for (float x = 1e-30f; x < 40; x = x < 1e-3f ? x * 3 : x * 1.003f)
        {
            foreach (float signed in (float[])[x, -x])
            {
                double exact = Math.Tanh(signed), bound = 2 * Math.Pow(2, -23) * Math.Abs(exact);
                Assert.All(AtEveryWidth(signed), value => Assert.InRange(value, exact - bound, exact + bound));
            }
        }
    }

    [Fact]
    public void Zero_gives_zero_infinity_gives_one_and_NaN_stays()
    {
        Assert.All(AtEveryWidth(0), value => Assert.Equal(0, value));
        Assert.All(AtEveryWidth(-0f), value => Assert.Equal(0, value));
        Assert.All(AtEveryWidth(float.PositiveInfinity), value => Assert.Equal(1, value));
        Assert.All(AtEveryWidth(float.NegativeInfinity), value => Assert.Equal(-1, value));
        Assert.All(AtEveryWidth(float.NaN), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void The_last_scores_that_fill_no_register_are_capped_like_the_others()
    {
        for (int length = 0; length < 40; length++)
        {
            float[] scores = [.. Enumerable.Repeat(3f, length), 77];
            SoftCap.Apply<Simd512>(2, scores.AsSpan(0, length));
            Assert.All(scores[..length], score => Assert.Equal(2 * MathF.Tanh(1.5f), score, 1e-6f));
            Assert.Equal(77, scores[length]);
        }
    }

    private static float[] AtEveryWidth(float x) => [Of<Simd128>(x), Of<Simd256>(x), Of<Simd512>(x)];

    private static float Of<TSimd>(float x)
        where TSimd : struct, ISimd<TSimd>
    {
        float[] lanes = new float[TSimd.Width];
        TSimd.Store(SoftCap.Tanh(TSimd.Broadcast(x)), ref lanes[0], 0);
        return lanes[^1];
    }
}
