namespace Attention.Course.Experiments;

/// <summary>The made files of the experiments: sentences and held-out examples.</summary>
internal static class PublishedData
{
    /// <summary>The seed of the files. It was not chosen: it is the first one tried.</summary>
    public const ulong Seed = 1;

    /// <summary>How many held-out examples a file has.</summary>
    public const int HeldOut = 200;

    private static readonly Lazy<IReadOnlyList<LookUp>> s_keyRecall = Read("key-recall.tsv", LookUp.Parse);
    private static readonly Lazy<IReadOnlyList<LookUp>> s_twoLookUps = Read("two-look-ups.tsv", LookUp.Parse);
    private static readonly Lazy<IReadOnlyList<LookUp>> s_fixedRoles =
        Read("two-look-ups-fixed-roles.tsv", LookUp.Parse);
    private static readonly Lazy<IReadOnlyList<TokenSequence>> s_randomTokens =
        Read("random-tokens.tsv", TokenSequence.Parse);

    /// <summary>200 lists with one letter asked for.</summary>
    public static IReadOnlyList<LookUp> KeyRecall => s_keyRecall.Value;

    /// <summary>200 lists with two letters asked for.</summary>
    public static IReadOnlyList<LookUp> TwoLookUps => s_twoLookUps.Value;

    /// <summary>200 lists with two letters asked for, the first among a, b, c and the second among d, e, f.</summary>
    public static IReadOnlyList<LookUp> FixedRoles => s_fixedRoles.Value;

    /// <summary>200 sequences of eight random tokens.</summary>
    public static IReadOnlyList<TokenSequence> RandomTokens => s_randomTokens.Value;

    /// <summary>The name and the whole text of every file.</summary>
    public static IEnumerable<(string Name, string Text)> Generate()
    {
        yield return ("anaphora.tsv", Anaphora.Generate(Seed));
        yield return ("key-recall.tsv", Lines("list\tasked\tanswer\n", random => LookUp.Draw(random, 1)));
        yield return ("two-look-ups.tsv", Lines("list\tasked\tanswers\n", random => LookUp.Draw(random, 2)));
        yield return ("two-look-ups-fixed-roles.tsv", Lines("list\tasked\tanswers\n", LookUp.DrawFixedRoles));
        yield return ("random-tokens.tsv", Lines("tokens\treversed\tprevious\tnext\n", TokenSequence.Draw));
    }

    private static Lazy<IReadOnlyList<T>> Read<T>(string file, Func<string[], T> parse)
        => new(() => [.. Corpus.Rows(Corpus.Resource(file)).Select(parse)]);

    private static string Lines(string heading, Func<SplitMix64, object> draw)
    {
        var random = new SplitMix64(Seed);
        return heading + string.Concat(Enumerable.Range(0, HeldOut).Select(_ => draw(random) + "\n"));
    }
}
