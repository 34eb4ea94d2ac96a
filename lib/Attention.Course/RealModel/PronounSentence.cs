using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course.RealModel;

/// <summary>A sentence with a pronoun and two nouns, one of which it stands for.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Pronoun">The pronoun, as it is written.</param>
/// <param name="Antecedent">The noun it stands for.</param>
/// <param name="Other">The other noun.</param>
public sealed record PronounSentence(string Text, string Pronoun, string Antecedent, string Other)
{
    /// <summary>
    /// 120 sentences from six templates, five pairs of nouns and four pairs of words, fixed before any was measured.
    /// In half of them the pronoun stands for the first noun, in half for the second. Grammar alone decides.
    /// </summary>
    public static IReadOnlyList<PronounSentence> All { get; } = [.. Make()];

    /// <summary>
    /// Twelve pairs of sentences that differ in one word. It decides for which noun "it" stands: in the first sentence
    /// of a pair for the one, in the second for the other. After Winograd (1972) and Levesque and others (2012).
    /// </summary>
    public static IReadOnlyList<(PronounSentence First, PronounSentence Second)> Pairs { get; } =
    [
        Pair("The animal didn't cross the street because it was too {0}.", "animal", "tired", "street", "wide"),
        Pair("The trophy did not fit into the suitcase because it was too {0}.", "trophy", "large", "suitcase", "small"),
        Pair("The ball broke the table because it was so {0}.", "ball", "heavy", "table", "weak"),
        Pair("I poured water from the bottle into the cup until it was {0}.", "cup", "full", "bottle", "empty"),
        Pair("The cat caught the mouse because it was so {0}.", "cat", "fast", "mouse", "slow"),
        Pair("The truck passed the bus because it was so {0}.", "truck", "fast", "bus", "slow"),
        Pair("The sack fell through the shelf because it was too {0}.", "sack", "heavy", "shelf", "thin"),
        Pair("The key did not fit the lock because it was too {0}.", "key", "large", "lock", "small"),
        Pair("The rope could not hold the box because it was too {0}.", "rope", "thin", "box", "heavy"),
        Pair("The car did not fit into the garage because it was too {0}.", "car", "long", "garage", "short"),
        Pair("The snake ate the rabbit because it was so {0}.", "snake", "hungry", "rabbit", "small"),
        Pair("The boat could not pass the bridge because it was too {0}.", "boat", "tall", "bridge", "low"),
    ];

    /// <summary>
    /// In which place the antecedent comes when the pronoun reads: 1 if no other word gets more attention. [CLS], [SEP]
    /// and the pronoun itself do not count.
    /// </summary>
    /// <param name="reading">This sentence, read.</param>
    /// <param name="layer">From 0 on.</param>
    /// <param name="head">From 0 on.</param>
    public int Rank(Reading reading, int layer, int head)
    {
        ArgumentNullException.ThrowIfNull(reading);
        int pronoun = reading.Place(Pronoun);
        Vector<float> weights = reading.Map(layer, head).Row(pronoun);
        float ofAntecedent = weights[reading.Place(Antecedent)];
        return 1 + Enumerable.Range(1, weights.Count - 2).Count(i => i != pronoun && weights[i] > ofAntecedent);
    }

    private static IEnumerable<PronounSentence> Make()
    {
        string[] women = ["woman", "girl", "mother", "queen", "aunt"];
        string[] men = ["man", "boy", "father", "king", "uncle"];
        string[] things = ["box", "stone", "book", "lamp", "chair"];
        (string Verb, string Was)[] meetings =
            [("called", "late"), ("helped", "tired"), ("followed", "lost"), ("watched", "alone")];
        (string Verb, string Was)[] handlings =
            [("dropped", "heavy"), ("carried", "small"), ("bought", "cheap"), ("painted", "old")];
        (string Verb, string Was)[] effects =
            [("surprised", "heavy"), ("pleased", "small"), ("helped", "cheap"), ("bored", "old")];
        foreach (int i in Enumerable.Range(0, women.Length))
        {
            foreach (int j in Enumerable.Range(0, meetings.Length))
            {
                (string woman, string man, string thing) = (women[i], men[i], things[i]);
                yield return Because(woman, meetings[j].Verb, man, "she", meetings[j].Was, woman, man);
                yield return Because(woman, meetings[j].Verb, man, "he", meetings[j].Was, man, woman);
                yield return Because(man, meetings[j].Verb, woman, "he", meetings[j].Was, man, woman);
                yield return Because(man, meetings[j].Verb, woman, "she", meetings[j].Was, woman, man);
                yield return Because(man, handlings[j].Verb, thing, "it", handlings[j].Was, thing, man);
                yield return Because(thing, effects[j].Verb, woman, "it", effects[j].Was, thing, woman);
            }
        }
    }

    private static PronounSentence Because(
        string subject, string verb, string @object, string pronoun, string was, string antecedent, string other)
        => new($"The {subject} {verb} the {@object} because {pronoun} was {was}.", pronoun, antecedent, other);

    private static (PronounSentence First, PronounSentence Second) Pair(
        string text, string noun, string word, string other, string otherWord)
        => (new(text.Replace("{0}", word), "it", noun, other), new(text.Replace("{0}", otherWord), "it", other, noun));
}
