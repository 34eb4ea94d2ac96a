using Attention.Course.Experiments;
using Attention.Lib;

namespace Attention.Course.Tests.Experiments;

/// <summary>What chapter 8 says of its experiment holds with all ten seeds.</summary>
public class WhyPositionsTests
{
    [Fact]
    public void Copying_needs_no_positions_and_the_token_before_needs_them()
    {
        TenSeeds ten = WhyPositions.TenSeeds;

        Assert.Equal(100, ten["no positions", "copy %"].Lowest);
        Assert.InRange(ten["no positions", "before %"].Highest, 25, 40);
        Assert.All(["sinusoidal", "rotary"], model => Assert.Equal(100, ten[model, "before %"].Lowest));
    }

    [Fact]
    public void Rotary_positions_know_distances_and_cannot_reverse()
    {
        TenSeeds ten = WhyPositions.TenSeeds;

        Assert.Equal(100, ten["sinusoidal", "reverse %"].Lowest);
        Assert.InRange(ten["rotary", "reverse %"].Highest, 30, 45);
    }

    /// <summary>Distances beyond those trained are the trouble: hidden, they do no harm.</summary>
    [Fact]
    public void In_64_tokens_rotary_positions_need_a_window_as_wide_as_the_training_and_sinusoids_fail_with_it()
    {
        TenSeeds ten = WhyPositions.LongerOfTenSeeds;

        Assert.InRange(ten["rotary", "64 tokens %"].Highest, 35, 55);
        Assert.InRange(ten["rotary", "64 tokens, window %"].Lowest, 99, 100);
        Assert.InRange(ten["sinusoidal", "64 tokens %"].Highest, 15, 30);
        Assert.InRange(ten["sinusoidal", "64 tokens, window %"].Highest, 40, 60);
    }

    [Fact]
    public void A_window_holds_the_tokens_at_most_7_positions_away_and_the_right_answer()
    {
        var tokens = TokenSequence.Draw(new SplitMix64(5), 20);
        Example[] windows = [.. WhyPositions.Windows(WhyPositions.ToExample(tokens, SequenceTask.Previous, "rotary"))];

        Assert.Equal(19, windows.Length);
        foreach ((int i, Example window) in windows.Index())
        {
            int place = i + 1, first = Math.Max(0, place - 7);
            Assert.Equal(Math.Min(20, place + 8) - first, window.Inputs.GetLength(0));
            Assert.Equal(window.Inputs.GetLength(0), window.Visible.Single());
            Assert.Equal(place - first, window.AskingPositions.Single());
            Assert.Equal(tokens.Tokens[place - 1], window.Answers.Single().Single());
            Assert.Equal(1, window.Inputs[place - first, tokens.Tokens[place]]);
            Assert.Equal(1, window.Asking[0, tokens.Tokens[place]]);
        }
    }

    /// <summary>The model turns in double precision what the library turns in single precision.</summary>
    [Fact]
    public void The_model_turns_queries_and_keys_as_the_library_does()
    {
        var random = new SplitMix64(3);
        float[] values = random.Normal(10 * 16);
        var rows = new double[10, 16];
        Buffer.BlockCopy(Array.ConvertAll(values, value => (double)value), 0, rows, 0, values.Length * sizeof(double));

        new Rotary(16).Turn(rows);
        RotaryPositions.Apply(HeadTensor.HeadMajor(values, 1, 1, 10, 16), RotaryPairing.Neighbours);

        Assert.All(values.Zip(rows.Cast<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        new Rotary(16).TurnBack(rows);
        Assert.All(
            new SplitMix64(3).Normal(10 * 16).Zip(rows.Cast<double>()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void Sinusoids_are_a_sine_and_a_cosine_for_each_of_the_wavelengths()
    {
        double[,] waves = WhyPositions.Sinusoids(3, 4);

        Assert.Equal([0, 1, 0, 1], Enumerable.Range(0, 4).Select(f => waves[0, f]));
        Assert.Equal(Math.Sin(2), waves[2, 0], 1e-15);
        Assert.Equal(Math.Cos(2), waves[2, 1], 1e-15);
        Assert.Equal(Math.Sin(0.02), waves[2, 2], 1e-15);
        Assert.Equal(Math.Cos(0.02), waves[2, 3], 1e-15);
    }
}
