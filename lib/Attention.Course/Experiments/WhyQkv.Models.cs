namespace Attention.Course.Experiments;

/// <content>The models and how they are trained.</content>
public sealed partial class WhyQkv
{
    private const int Features = 24, KeyFeatures = 8, Batch = 16, Steps = 600;
    private const double Rate = 0.01;

    /// <summary>The models before training.</summary>
    internal static WhyQkv Start(ulong seed)
    {
        var random = new SplitMix64(seed);
        double[,] embeddings =
            Parameter.Random("E", Anaphora.Vocabulary.Words.Count, Features, random, deviation: 1).Value;
        Parameter none = Parameter.Identity("I", Features);
        Parameter nouns = Nouns(embeddings);

        // The order of these lines is the order in which random numbers are drawn.
        Parameter tied = Keys("W_Q = W_K", KeyFeatures);
        IReadOnlyList<Candidate> candidates =
        [
            Model("no matrix", none, none, none),
            Model("only W_V", none, none, Values()),
            Model("tied", tied, tied, Values()),
            Model(Full, Keys("W_Q", KeyFeatures), Keys("W_K", KeyFeatures), Values()),
        ];
        Parameter wide = Keys("W_Q = W_K", 2 * KeyFeatures);
        return new(embeddings, candidates,
        [
            Model("tied, d_k = 16", wide, wide, Values()),
            Model("all three, d_k = 4", Keys("W_Q", KeyFeatures / 2), Keys("W_K", KeyFeatures / 2), Values()),
        ]);

        Parameter Values() => Parameter.Random("W_V", Features, Features, random);
        Parameter Keys(string name, int width) => Parameter.Random(name, Features, width, random);
        Candidate Model(string name, Parameter query, Parameter key, Parameter value) => new(
            name, new AttentionModel([new Head(query, key, value, nouns, 1 / Math.Sqrt(query.Value.GetLength(1)))]));
    }

    /// <summary>The vectors of the nouns as columns, divided so that logits start at about ±1.</summary>
    private static Parameter Nouns(double[,] embeddings)
    {
        var nouns = new double[Features, Anaphora.Nouns.Count];
        foreach ((int column, string noun) in Anaphora.Nouns.Index())
        {
            for (int row = 0; row < Features; row++)
            {
                nouns[row, column] = embeddings[Anaphora.Token(noun), row] / Math.Sqrt(Features);
            }
        }

        return new("nouns", nouns, frozen: true);
    }

    private Candidate Train(Candidate candidate, ulong seed)
    {
        Example[] sentences = Examples(heldOut: false);
        return candidate.Model.ParameterCount == 0
            ? candidate
            : candidate.Train(seed, random => sentences[random.Below(sentences.Length)], Batch, Steps, Rate, Pair);
    }

    private Example[] Examples(bool heldOut) =>
    [
        .. Anaphora.All.Where(sentence => sentence.HeldOut == heldOut)
            .Select(sentence => sentence.ToExample(_embeddings)),
    ];
}
