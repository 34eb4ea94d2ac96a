namespace Attention.Course.Tests;

public class SplitMix64Tests
{
    [Fact]
    public void The_sequence_is_the_published_one()
    {
        var random = new SplitMix64(1234567);

        // Reference values of the algorithm, as listed for this seed on rosettacode.org.
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => random.Next()));
    }

    [Fact]
    public void Whole_numbers_below_a_limit_are_equally_frequent()
    {
        var random = new SplitMix64(1);
        int[] counts = new int[6];
        for (int i = 0; i < 60_000; i++)
        {
            counts[random.Below(6)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400)); // 10 000 ± 4.4 standard deviations
    }

    [Fact]
    public void Normal_numbers_have_mean_0_and_variance_1()
    {
        float[] sample = new SplitMix64(1).Normal(100_000);

        Assert.Equal(0, sample.Average(), 0.015);
        Assert.Equal(1, sample.Average(x => x * x), 0.02);
        Assert.Equal(0.6827, sample.Count(x => Math.Abs(x) < 1) / 100_000.0, 0.01); // the share within one deviation
    }

    [Fact]
    public void Every_order_of_three_is_equally_frequent()
    {
        var random = new SplitMix64(1);
        var counts = Enumerable.Range(0, 60_000).CountBy(_ => string.Concat(random.Permutation(3))).ToArray();

        Assert.Equal(6, counts.Length);
        Assert.All(counts, order => Assert.InRange(order.Value, 9_600, 10_400));
        Assert.Empty(random.Permutation(0));
    }

    [Fact]
    public void A_limit_or_length_that_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplitMix64(1).Below(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplitMix64(1).Normal(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplitMix64(1).Permutation(-1));
        Assert.Empty(new SplitMix64(1).Normal(0));
    }
}
