namespace Attention.Course;

internal static partial class Chapter09
{
    public static Exercise<Func<float[], int, int, int>> PronounRank { get; } = new(Syllabus.PronounRank)
    {
        Task = "A pronoun reads: weights is its row of the map, over all tokens from [CLS] at the first place to [SEP] "
            + "at the last. Return the rank of the antecedent among the words: 1 if no other word gets more. "
            + "[CLS], [SEP] and the pronoun itself do not count.",
        Attempt = "MyRank",
        Starter = """
            int MyRank(float[] weights, int pronoun, int antecedent)   // two places, from 0 on
            {
                throw new NotImplementedException();   // your code; from 1 on
            }
            """,
        Solution = """
            int MyRank(float[] weights, int pronoun, int antecedent)   // two places, from 0 on
                => 1 + Enumerable.Range(1, weights.Length - 2)         // all but [CLS] and [SEP]
                    .Count(i => i != pronoun && weights[i] > weights[antecedent]);
            """,
        Hints =
        [
            "A rank is 1 more than the number of those who are ahead.",
            "Go through the places from 1 to Length − 2. Who has more than the antecedent, and is not the pronoun?",
            "`1 + Enumerable.Range(1, weights.Length - 2).Count(i => …)`, with both conditions in place of the dots.",
        ],
        Insight = "A claim about a head becomes a number that can be counted over a hundred sentences.",
        Inputs = ["weights", "pronoun", "antecedent"],
        Cases =
        [
            new("the antecedent first", new[] { 0.1f, 0.6f, 0.2f, 0.1f }, 2, 1),
            new("the pronoun reads itself most", new[] { 0.1f, 0.2f, 0.5f, 0.1f, 0.1f }, 2, 1),
            new("[CLS] gets most", new[] { 0.7f, 0.2f, 0.05f, 0.05f }, 2, 1),
            new("[SEP] gets most", new[] { 0.05f, 0.2f, 0.05f, 0.7f }, 2, 1),
            new("second behind the last word", new[] { 0.1f, 0.2f, 0.05f, 0.6f, 0.05f }, 2, 1),
            new("second behind the first word", new[] { 0.1f, 0.6f, 0.05f, 0.2f, 0.05f }, 2, 3),
            new("two words with the same weight", new[] { 0.1f, 0.3f, 0.2f, 0.3f, 0.1f }, 2, 1),
            new("two words with the same weight, the later one", new[] { 0.1f, 0.3f, 0.2f, 0.3f, 0.1f }, 2, 3),
            new("fourth of five, all ahead", new[] { 0.3f, 0.1f, 0.15f, 0.18f, 0.02f, 0.25f, 0f }, 4, 1),
            new("the pronoun stands before its antecedent", new[] { 0.2f, 0.3f, 0.1f, 0.05f, 0.35f, 0f }, 1, 3),
            new("[CLS] reads nothing", new[] { 0f, 0.1f, 0.4f, 0.2f, 0.3f }, 1, 3),
        ],
        Reference = (weights, pronoun, antecedent) => Ahead(weights, antecedent,
            i => i > 0 && i < weights.Length - 1 && i != pronoun),
        WrongIdeas =
        [
            new("counts [CLS] and [SEP]", "[CLS] or [SEP] counts as a word here. They are no words: leave out the first "
                + "place and the last.",
                (weights, pronoun, antecedent) => Ahead(weights, antecedent, i => i != pronoun)),
            new("counts [SEP]", "[SEP], the last token, counts as a word here. Go to Length − 2.",
                (weights, pronoun, antecedent) => Ahead(weights, antecedent, i => i > 0 && i != pronoun)),
            new("counts [CLS]", "[CLS], the first token, counts as a word here. Begin at place 1.",
                (weights, pronoun, antecedent) => Ahead(weights, antecedent,
                    i => i < weights.Length - 1 && i != pronoun)),
            new("counts the pronoun", "The pronoun itself counts as a word here. Leave it out.",
                (weights, _, antecedent) => Ahead(weights, antecedent, i => i > 0 && i < weights.Length - 1)),
            new("counts from 0", "One too few: who has nobody ahead comes first, with rank 1.",
                (weights, pronoun, antecedent) => Ahead(weights, antecedent,
                    i => i > 0 && i < weights.Length - 1 && i != pronoun) - 1),
            new("counts everything", "[CLS], [SEP] and the pronoun itself count as words here. Leave out all three.",
                (weights, _, antecedent) => Ahead(weights, antecedent, _ => true)),
            new("counts those behind", "You counted who has less. A rank counts who has more.",
                (weights, pronoun, antecedent) => 1 + Enumerable.Range(1, weights.Length - 2)
                    .Count(i => i != pronoun && weights[i] < weights[antecedent])),
            new("counts equals as ahead", "Somebody with the same weight is not ahead: count those with more.",
                (weights, pronoun, antecedent) => 1 + Enumerable.Range(1, weights.Length - 2)
                    .Count(i => i != pronoun && i != antecedent && weights[i] >= weights[antecedent])),
            new("gives the place", "That is the place of the antecedent in the text. How many words get more?",
                (_, _, antecedent) => antecedent),
        ],
    };

    private static int Ahead(float[] weights, int antecedent, Func<int, bool> counts)
        => 1 + Enumerable.Range(0, weights.Length).Count(i => counts(i) && weights[i] > weights[antecedent]);
}
