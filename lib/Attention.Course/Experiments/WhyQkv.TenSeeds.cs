namespace Attention.Course.Experiments;

/// <content>The measures of ten seeds.</content>
public sealed partial class WhyQkv
{
    /// <summary>
    /// The four models and two controls with other key widths, each trained with ten seeds: right answers and
    /// attention, in percent. “tied” has as many parameters as “all three, d_k = 4”; “tied, d_k = 16” has as many as
    /// “all three”.
    /// </summary>
    public static TenSeeds TenSeeds => TenSeeds.Of(nameof(WhyQkv));

    /// <summary>
    /// The full model on sentences with fruits, with each of the ten seeds, in percent: its attention to the fruit, and
    /// the share of the fruit as the answer when the sentence does not name it.
    /// </summary>
    public static TenSeeds FruitsOfTenSeeds => TenSeeds.Of(nameof(FruitsOfTenSeeds));

    /// <summary>All measures in <c>data/ten-seeds.tsv</c>, for one seed.</summary>
    internal static IEnumerable<Measured> Measure(ulong seed)
    {
        WhyQkv trained = Train(seed);
        IEnumerable<Candidate> controls = trained.Controls.Select(control => trained.Train(control, seed));
        foreach (Candidate candidate in trained.Candidates.Concat(controls))
        {
            NounResult result = trained.Result(candidate);
            yield return new(candidate.Name, "right %", result.Accuracy);
            yield return new(candidate.Name, "on the noun %", result.OnNoun);
            yield return new(candidate.Name, "on itself %", result.OnItself);
            yield return new(candidate.Name, "parameters", result.Parameters);
        }
    }

    /// <summary>
    /// What the full model does with apples and with the fruit on which it looks least, for one of the ten seeds.
    /// </summary>
    internal static IEnumerable<Measured> MeasureFruits(ulong seed)
    {
        WhyQkv trained = Train(seed);
        double[,] running = trained.Model.Weights(trained.Asked(Corpus.Sentence.Words));
        string least = s_fruits.MinBy(trained.AttentionOn)!;
        yield return new(
            Full, "on the apples of the running sentence %", Candidate.Percent(running[0, 3] + running[0, 5]));
        yield return new(Full, "on the fruit looked at least %", Candidate.Percent(trained.AttentionOn(least)));
        yield return new(
            Full, "that fruit as the answer without it %", Candidate.Percent(trained.AnswerShare(least, null)));
        yield return new(Full, "with a dog in its place %", Candidate.Percent(trained.AnswerShare(least, "dog")));
    }
}
