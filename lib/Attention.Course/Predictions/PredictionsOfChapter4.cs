namespace Attention.Course;

/// <summary>Chapter 4: queries, keys and values.</summary>
internal static class PredictionsOfChapter4
{
    public static NumberPrediction AppleAsksSweet { get; } = new()
    {
        Question = "Sweet asks apple with the score 3. When apple asks sweet, what is the score?",
        Why = "The query of apple is (0, 1, 1), the key of sweet is (0, 1, 1): 0 + 1 + 1 = 2.",
        Wrong =
        [
            new(3, "That is when sweet asks apple. Queries and keys come from two matrices, "
                + "so it makes a difference who asks."),
            new(1, "That is one topic alone. They meet in two: apple asks for an adjective and for food, "
                + "and sweet is both."),
        ],
    };

    public static NumberPrediction RoundnessReceived { get; } = new()
    {
        Question = "Apple hands over (2, 0, 1), sweet (0, 1, 1). How round is what sweet receives?",
        Decimals = 2,
        Why = "Sweet gives 0.88 of its attention to apple and 0.12 to itself: 0.88 × 2 + 0.12 × 0 = 1.76.",
        Wrong =
        [
            new(2, "That is the whole value of apple. Sweet gives apple 0.88 of its attention, not all of it."),
            new(0.88, "That is the share. It is multiplied by what is handed over, 2."),
            new((2 + 0) / 2.0, "That is the plain mean of 2 and 0. The shares are 0.88 and 0.12."),
        ],
    };

    public static WordPrediction BestForSweetBefore { get; } = new()
    {
        Question = "With softmax(X·Xᵀ): whom does sweet ask most?",
        Options = SentenceWords.All,
        Why = "Sweet shares two features with itself, adjective and food, and at most one with every other word.",
        Wrong =
        [
            new("apple", "Apple and sweet share one feature, food: the score is 1. With itself sweet has 2."),
            new("eat", "Eat and sweet share one feature, food: the score is 1. With itself sweet has 2."),
        ],
    };

    public static WordPrediction BestForSweetAfter { get; } = new()
    {
        Question = "With softmax(Q·Kᵀ): whom does sweet ask most?",
        Options = SentenceWords.All,
        Why = "Sweet asks for a noun with 2 and for food with 1, and apple is both: 3.",
        Wrong =
        [
            new("sweet", "With itself sweet meets in food alone, 1: it asks for a noun now, and it is none."),
            new("I", "I counts as a noun, so its score is 2. Apple is food as well: 3."),
        ],
    };

    public static NumberPrediction RightWithoutMatrix { get; } = new()
    {
        Question = "What percentage does the model without any matrix get right, as a mean over ten seeds?",
        Unit = " %",
        Decimals = 1,
        Tolerance = 0.1,
        Why = "Without a matrix the word that asks finds mostly itself, and of the nouns it knows nothing: "
            + "blind guessing among 12.",
        Wrong =
        [
            new(50, "That is one of two nouns. The answer is chosen among all 12, "
                + "and the model does not look at the two in the sentence."),
            new(20, 30, "That is one of the four animals, about what the model with W_V alone gets. "
                + "Without W_V not even the kind of noun is known."),
            new(0, "Blind guessing among 12 nouns is right about once in 12."),
        ],
    };

    public static NumberPrediction EntropyWithoutScale { get; } = new()
    {
        Question = "Sixteen random keys with d_k = 256, not scaled. What entropy is left, in nats?",
        Decimals = 2,
        Tolerance = 0.2,
        Why = "The scores spread by √256 = 16, and differences of that size give nearly everything to one key.",
        Wrong =
        [
            new(Math.Log(16), "That is ln 16, sixteen equal shares. "
                + "These scores differ by about 16, and e¹⁶ is nine million."),
            new(2.3, 2.45, "That is with the scale. Without it the scores spread 16 times as far."),
            new(0, "Nearly. In some draws the two highest scores are close to each other, and their keys share the attention."),
        ],
    };

    public static NumberPrediction RightWithoutScale { get; } = new()
    {
        Question = "d_k = 256, not scaled: what percentage is right after training, as a mean over ten seeds?",
        Unit = " %",
        Decimals = 1,
        Tolerance = 0.1,
        Why = "A saturated softmax hardly tells which score to change, so some letters stay stuck on wrong entries.",
        Wrong =
        [
            new(25, "That is guessing. The softmax is not always saturated, so some letters are learnt."),
            new(95, 100, "That is with the scale. Without it some letters stay stuck on another letter's entry."),
        ],
    };
}
