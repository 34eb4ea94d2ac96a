using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter04
{
    public static Exercise<(float[,] WQ, float[,] WK)> DesignProjections { get; } =
        new(Syllabus.DesignProjections)
        {
            Task =
                "The features of a word are noun, verb, food, adjective, in this order. Design W_Q and W_K by hand "
                    + "(4 × d_k each, d_k as you like) so that in softmax(Q·Kᵀ/√d_k) a verb gives at least 0.9 of "
                    + "its attention to its object, the word that is food, and no other word gives more than half of "
                    + "its attention to any word.",
            Attempt = "(wq, wk)",
            Starter = """
                // one row for each feature: noun, verb, food, adjective; here d_k = 1
                float[,] wq = { { 0 }, { 0 }, { 0 }, { 0 } };   // what a word with this feature asks for
                float[,] wk = { { 0 }, { 0 }, { 0 }, { 0 } };   // … and what it answers to
                """,
            Solution = """
                // one row for each feature: noun, verb, food, adjective; here d_k = 1
                float[,] wq = { { 0 }, { 3 }, { 0 }, { 0 } };   // a verb asks for topic 1
                float[,] wk = { { 0 }, { 0 }, { 3 }, { 0 } };   // food answers to topic 1: the score is 3 · 3 / √1
                """,
            Hints =
            [
                "Who asks? Only the verb: so which row of W_Q is not 0? Who answers? Only what is food.",
                "One column is enough: one topic, in which verbs ask and food answers. "
                    + "Large numbers make large scores, and large scores "
                    + "make a clear choice.",
                "The score of a verb with food is wq[1, 0] · wk[2, 0] / √d_k. "
                    + "Among four words it must be at least 3.3 above the others.",
            ],
            Insight =
                "W_Q says what a word looks for, W_K by what it is found; "
                + "a word in neither gives everybody the same share, and nobody looks for it.",
            Cases =
            [
                new("W_Q and W_K are 4 × d_k, both of one size") { Judge = answer => Design.Of(answer).Trouble },
                new("in “cat 猫 eats 吃 apple 苹果, sweet 甜” eat finds apple")
                {
                    Judge = answer => Found(answer, Eats),
                },
                new("in “apple 苹果 sweet 甜: I 我 eat 吃” eat finds apple, which stands first")
                {
                    Judge = answer => Found(answer, FoodFirst),
                },
                new("in “I 我 like 喜欢 tea 茶” like finds tea") { Judge = answer => Found(answer, Likes) },
                new("no other word gives more than half of its attention to any word")
                {
                    Judge = answer => Design.Of(answer) is var design ? design.Trouble ?? design.Other : null,
                },
            ],
            Reference = (
                new float[,]
                {
                    { 0 },
                    { 3 },
                    { 0 },
                    { 0 },
                },
                new float[,]
                {
                    { 0 },
                    { 0 },
                    { 3 },
                    { 0 },
                }
            ),
            Untouched = (new float[4, 1], new float[4, 1]),
            WrongIdeas =
            [
                new(
                    "lets every word find the object",
                    "The verb finds its object, but so do other words. Only verbs ask: "
                        + "in W_Q the rows of noun, food and adjective are 0.",
                    (Column(3, 3, 3, 3), Column(0, 0, 3, 0))
                )
                {
                    ShowsInFailure = (_, answer) => Design.Of(answer) is { Trouble: null, IsFound: true },
                },
                new(
                    "exchanges the two",
                    "The food finds the verb: W_Q and W_K are exchanged. The verb asks, so its numbers stand in W_Q.",
                    (Column(0, 0, 3, 0), Column(0, 3, 0, 0))
                )
                {
                    ShowsInFailure = (_, answer) =>
                        Design.Of(answer) is { Trouble: null, IsExchanged: true, IsFound: false },
                },
                new(
                    "makes the scores too small",
                    "The verb gives most to its object, but less than 0.9. "
                        + "Larger numbers make larger scores, and a clearer choice.",
                    (Column(0, 1, 0, 0), Column(0, 0, 1, 0))
                )
                {
                    ShowsInFailure = (_, answer) =>
                        Design.Of(answer) is { Trouble: null, IsMost: true, IsFound: false },
                },
                new(
                    "finds the subject",
                    "The verb finds the other noun as well as its object, or before it. "
                        + "Every noun answers to your W_K: "
                        + "let food answer.",
                    (Column(0, 3, 0, 0), Column(3, 0, 0, 0))
                )
                {
                    ShowsInFailure = (_, answer) => Design.Of(answer) is { Trouble: null, IsSubject: true },
                },
                new(
                    "avoids the object",
                    "The verb gives its object the least. Is one sign too many in W_Q or W_K? Minus times minus is "
                        + "plus.",
                    (Column(0, -3, 0, 0), Column(0, 0, 3, 0))
                )
                {
                    ShowsInFailure = (_, answer) => Design.Of(answer) is { Trouble: null, IsLeast: true },
                },
            ],
        };

    private static DesignSentence Eats =>
        new(["cat 猫", "eat 吃", "apple 苹果", "sweet 甜"], Verb: 1, Food: 2, Subject: 0);
    private static DesignSentence FoodFirst =>
        new(["apple 苹果", "sweet 甜", "I 我", "eat 吃"], Verb: 3, Food: 0, Subject: 2);
    private static DesignSentence Likes => new(["I 我", "like 喜欢", "tea 茶"], Verb: 1, Food: 2, Subject: 0);

    private static float[,] Column(params float[] numbers)
    {
        var column = new float[numbers.Length, 1];
        for (int row = 0; row < numbers.Length; row++)
        {
            column[row, 0] = numbers[row];
        }

        return column;
    }

    private static string? Found(object answer, DesignSentence sentence) =>
        Design.Of(answer) is var design && design.Trouble is { } trouble ? trouble
        : design.Weights(sentence) is var a && a[sentence.Verb, sentence.Food] >= 0.9f ? null
        : $"{sentence.Words[sentence.Verb]} gives {sentence.Words[sentence.Food]} "
            + $"{a[sentence.Verb, sentence.Food].ToString("F2", CultureInfo.InvariantCulture)} of its attention.";

    /// <summary>
    /// Words by their features: a verb, its object, which is a noun and food, its subject, which is a noun, and
    /// adjectives.
    /// </summary>
    private sealed record DesignSentence(string[] Words, int Verb, int Food, int Subject)
    {
        public Matrix<float> Features =>
            Matrix<float>.Build.DenseOfRowArrays(
                Words.Select(
                    (_, word) =>
                        word == Verb ? [0, 1, 0, 0]
                        : word == Food ? [1, 0, 1, 0]
                        : word == Subject ? [1, 0, 0, 0]
                        : new float[] { 0, 0, 0, 1 }
                )
            );
    }

    /// <summary>What two matrices make of the sentences.</summary>
    private sealed record Design(float[,]? WQ, float[,]? WK)
    {
        private static DesignSentence[] Sentences => [Eats, FoodFirst, Likes];

        public static Design Of(object answer)
        {
            (float[,]? wq, float[,]? wk) = ((float[,]?, float[,]?))answer;
            return new(wq, wk);
        }

        /// <summary>Why there can be no queries and keys; null when there can.</summary>
        public string? Trouble =>
            WQ is null || WK is null ? "wq and wk must be matrices, not null."
            : WQ.GetLength(0) != 4 || WK.GetLength(0) != 4
                ? "wq and wk have one row for each feature: noun, verb, food, adjective."
            : WQ.GetLength(1) != WK.GetLength(1) || WQ.GetLength(1) == 0
                ? "wq and wk must have the same number of columns, d_k, at least one."
            : WQ.Cast<float>().Concat(WK.Cast<float>()).Any(x => !float.IsFinite(x))
                ? "wq and wk must hold finite numbers."
            : null;

        public bool IsFound => Sentences.All(one => Weights(one)[one.Verb, one.Food] >= 0.9f);

        public bool IsMost =>
            Sentences.All(one =>
                Weights(one).Row(one.Verb) is var row
                && row.MaximumIndex() == one.Food
                && row[one.Food] > row[one.Subject] + 0.01f
            );

        public bool IsExchanged => Sentences.All(one => Weights(one)[one.Food, one.Verb] >= 0.9f);

        public bool IsSubject =>
            Sentences.All(one =>
                Weights(one) is var a
                && a[one.Verb, one.Subject] >= a[one.Verb, one.Food]
                && a[one.Verb, one.Subject] > a[one.Verb, one.Verb] + 0.01f
            );

        public bool IsLeast =>
            Sentences.All(one =>
                Weights(one).Row(one.Verb) is var row && row.MinimumIndex() == one.Food && row[one.Food] < 0.1f
            );

        /// <summary>
        /// The first word but a verb that gives more than half of its attention to one word, in a sentence; null when
        /// none does.
        /// </summary>
        public string? Other =>
            Sentences
                .SelectMany(one => Weights(one).EnumerateRows().Select((row, word) => (one, row, word)))
                .Where(at => at.word != at.one.Verb && at.row.Maximum() > 0.5f)
                .Select(at =>
                    $"{at.one.Words[at.word]} gives {at.one.Words[at.row.MaximumIndex()]} "
                    + $"{at.row.Maximum().ToString("F2", CultureInfo.InvariantCulture)} of its attention."
                )
                .FirstOrDefault();

        public Matrix<float> Weights(DesignSentence sentence)
        {
            Matrix<float> wq = Matrix<float>.Build.DenseOfArray(WQ!),
                wk = Matrix<float>.Build.DenseOfArray(WK!);
            return Formulas.RowSoftmax(Formulas.Scores(sentence.Features * wq, sentence.Features * wk));
        }
    }
}
