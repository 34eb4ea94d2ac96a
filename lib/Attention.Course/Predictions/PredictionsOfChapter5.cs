namespace Attention.Course;

/// <summary>Chapter 5: masks.</summary>
internal static class PredictionsOfChapter5
{
    public static NumberPrediction ShareWithOneHidden { get; } = new()
    {
        Question = "The shares were 1/8, 2/8 and 5/8. Sweet, the third, is hidden. What share does apple get?",
        Decimals = 2,
        IsFraction = true,
        Why = "The powers that are left are 1 and 2, and 2 / (1 + 2) = 0.67.",
        Wrong =
        [
            new(2 / 8.0, "That is its share with nothing hidden. "
                + "The 5/8 of the hidden word go to the others, or the shares would not add up to 1."),
            new(1 / 2.0, "That splits everything evenly. The two that are left keep their ratio, 1 to 2."),
            new(2 / 8.0 + 5 / 16.0, "That splits the 5/8 of the hidden word evenly. They go to the others in "
                + "proportion: the ratio 1 to 2 stays."),
        ],
    };

    public static WordPrediction MostReadBefore { get; } = new()
    {
        Question = "The first apple may read only itself and the words before it. Which word does it read most?",
        Options = SentenceWords.All,
        Why = "Sweet stands later and is hidden; among the four that are left, apple scores highest with itself.",
        Wrong =
        [
            new("sweet", "Sweet stands at the end of the sentence. For the first apple that is the future: hidden."),
            new("eat", "Eat comes close behind. Apple's score with itself is a little higher."),
        ],
    };

    public static WordPrediction TwoApples { get; } = new()
    {
        Question = "With the causal mask, are the rows of Z of the two apples the same or different?",
        Options = ["same", "different"],
        Why = "They ask the same, but the first reads four words and the second six.",
        Wrong =
        [
            new("same", "Their vectors and their questions are the same, but not what they may read: "
                + "the first reads four words, the second six."),
        ],
    };

    public static NumberPrediction RightWithoutMask { get; } = new()
    {
        Question = "Without a mask: how many of the next letters does the model name correctly, in percent?",
        Unit = " %",
        Why = "Without a mask each place can read the next one and copy the answer.",
        Wrong =
        [
            new(100 / 8.0, "That is the best without seeing the next letter. Without a mask the model sees it."),
            new(40, 60, "There is nothing to hold it halfway: whoever may read the answer can copy all of it."),
        ],
    };

    public static NumberPrediction TakenByPads { get; } = new()
    {
        Question = "Five pads score 0 each. What percentage of the attention of apple goes to them together?",
        Unit = " %",
        Decimals = 1,
        Tolerance = 0.1,
        Why = "A score of 0 has the power e⁰ = 1, so five pads have 5 of the sum.",
        Wrong =
        [
            new(0, "A score of 0 is not nothing: e⁰ = 1."),
            new(100 * 5 / 8.0, "That is an even split among eight. The real words score above 0, so they get more."),
        ],
    };

    public static NumberPrediction ShareWhenAllHidden { get; } = new()
    {
        Question = "Four keys, all hidden, all scores −1e20. What share does each get?",
        Decimals = 2,
        IsFraction = true,
        Why = "Only differences count, and four equal scores have none: a quarter each.",
        Wrong =
        [
            new(0, "−1e20 gives 0 only beside a larger score. "
                + "Softmax subtracts the largest first, and then all four are 0."),
            new(1, "The shares of a row add up to 1. Four equal scores split that."),
        ],
    };

    public static NumberPrediction LeakedToFuture { get; } = new()
    {
        Question = "Hidden scores are set to 0. What percentage does the first word give to the future?",
        Unit = " %",
        Decimals = 1,
        Tolerance = 0.1,
        Why = "Seven hidden scores of 0 have the power 1 each, and the word's own score has e^1.31 = 3.7: 7 of 10.7.",
        Wrong =
        [
            new(0, "A score of 0 is not hidden: e⁰ = 1, for each of the seven words that come later."),
            new(100 * 7 / 8.0, "That is an even split among eight. The word's own score is above 0, "
                + "so it keeps more than an eighth."),
        ],
    };
}
