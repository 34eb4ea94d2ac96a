using System.Globalization;
using Attention.Course.Experiments;

namespace Attention.Course.Tests.Experiments;

/// <summary>What the course says the experiments show, on more than one seed.</summary>
public class ClaimsTests
{
    private static readonly ulong[] s_seeds = [1, 2];
    private static readonly ulong[] s_ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    [Fact]
    public void With_query_key_and_value_of_its_own_a_word_finds_the_noun_that_is_meant() => ForAll(s_seeds, QueryKeyValue);

    [Fact]
    public void Without_the_scale_wide_keys_are_not_learnt() => ForAll(s_seeds, Scale);

    [Fact]
    public void One_head_answers_one_question_and_two_heads_answer_two() => ForAll(s_seeds, Heads);

    [Fact]
    public void Two_heads_that_start_alike_stay_one() => ForAll(s_seeds, Twins);

    [Fact]
    public void Only_a_leak_gets_below_ln_8_on_random_tokens() => ForAll(s_seeds, Impossible);

    [Fact]
    public void One_head_learns_to_copy_to_reverse_and_to_look_back() => ForAll(s_seeds, Sequences);

    /// <summary>
    /// All claims on ten seeds, with a table of what was measured. About half a minute, hence only on demand:
    /// <c>dotnet run --project tests/Attention.Course.Tests -- -explicit only -showLiveOutput</c>.
    /// </summary>
    [Fact(Explicit = true)]
    public void All_claims_hold_on_ten_seeds()
    {
        foreach ((string name, Func<ulong, double[,]> claim) in new (string, Func<ulong, double[,]>)[]
        {
            (nameof(QueryKeyValue), QueryKeyValue), (nameof(Scale), Scale), (nameof(Heads), Heads), (nameof(Twins), Twins), (nameof(Impossible), Impossible), (nameof(Sequences), Sequences),
        })
        {
            TestContext.Current.TestOutputHelper!.WriteLine(name);
            double[][,] all = ForAll(s_ten, claim);
            for (int row = 0; row < all[0].GetLength(0); row++)
            {
                TestContext.Current.TestOutputHelper.WriteLine("  " + string.Join("   ", Enumerable.Range(0, all[0].GetLength(1)).Select(column => string.Create(
                    CultureInfo.InvariantCulture, $"{all.Min(m => m[row, column])} … {all.Max(m => m[row, column])} (mean {all.Average(m => m[row, column]):0.###})"))));
            }
        }
    }

    private static double[][,] ForAll(ulong[] seeds, Func<ulong, double[,]> claim) => [.. seeds.Select(claim)];

    private static double[,] QueryKeyValue(ulong seed)
    {
        double[,] m = WhyQkv.Train(seed).Measures(); // models × (right %, on the noun %, on itself %, parameters)

        Assert.InRange(m[0, 0], 0, 25);
        Assert.InRange(m[0, 2], 75, 100);
        Assert.InRange(m[1, 0], 0, 45);
        Assert.Equal(m[0, 2], m[1, 2]); // W_V changes what is handed over, not who looks where
        Assert.True(m[2, 0] > m[1, 0] && m[2, 0] < m[3, 0], "tied lies between");
        Assert.True(m[2, 2] > m[3, 2], "a tied word looks more at itself");
        Assert.InRange(m[3, 0], 95, 100);
        Assert.InRange(m[3, 1], 60, 100);
        Assert.InRange(m[3, 2], 0, 10);
        return m;
    }

    private static double[,] Scale(ulong seed)
    {
        double[,] m = WhyScale.Train(seed).Measures(); // d_k = 4, 16, 64, 256 × (scaled, unscaled)

        Assert.InRange(m[0, 0], 90, 100);
        Assert.InRange(m[0, 1], 85, 100); // with 4 features the scale hardly matters
        Assert.All([1, 2, 3], size => Assert.Equal(100, m[size, 0]));
        Assert.InRange(m[2, 1], 15, 85);
        Assert.InRange(m[3, 1], 15, 75);
        return m;
    }

    private static double[,] Heads(ulong seed)
    {
        WhyHeads experiment = WhyHeads.Train(seed);
        double[,] m = experiment.Measures(), without = experiment.AblationMeasures();

        Assert.InRange(m[0, 2], 55, 72); // one head, narrow or wide: about (100 + 25) / 2
        Assert.InRange(m[2, 2], 55, 72);
        Assert.Equal((100, 100), (m[1, 0], m[1, 1]));
        int first = without[1, 0] < without[1, 1] ? 0 : 1; // the question that head 1 answers
        Assert.InRange(without[1, first], 15, 35);
        Assert.Equal(100, without[1, 1 - first]);
        Assert.InRange(without[2, 1 - first], 15, 35);
        Assert.Equal(100, without[2, first]);
        return m;
    }

    private static double[,] Twins(ulong seed)
    {
        WhyHeads experiment = WhyHeads.Train(seed, sameStart: true);
        double[,] m = experiment.Measures(), first = experiment.LearntScores(0), second = experiment.LearntScores(1);

        Assert.Equal(first.Cast<double>(), second.Cast<double>()); // not nearly: bit for bit
        Assert.InRange(m[1, 2], 55, 72);
        return m;
    }

    private static double[,] Impossible(ulong seed)
    {
        double[,] m = ImpossibleScore.Train(seed).Measures(); // (no mask, causal) × (loss, right)

        Assert.InRange(m[0, 0], 0, 0.001);
        Assert.Equal(1, m[0, 1]);
        Assert.Equal(ImpossibleScore.Floor, m[1, 0], 0.01);
        Assert.InRange(m[1, 1], 0.1, 0.15);
        return m;
    }

    private static double[,] Sequences(ulong seed)
    {
        double[,] m = SequenceTasks.Train(seed).Measures(); // tasks × (loss, right)

        Assert.All([0, 1, 2], task => Assert.InRange(m[task, 0], 0, 0.1));
        Assert.All([0, 1, 2], task => Assert.InRange(m[task, 1], 0.95, 1));
        return m;
    }
}
