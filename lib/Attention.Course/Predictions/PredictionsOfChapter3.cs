namespace Attention.Course;

/// <summary>Chapter 3: softmax.</summary>
internal static class PredictionsOfChapter3
{
    public static NumberPrediction ShareOfLn5 { get; } = new()
    {
        Question = "The scores are ln 1, ln 2 and ln 5. Which share does the third one get?",
        Decimals = 3,
        IsFraction = true,
        Why = "The powers are 1, 2 and 5, and 5 / (1 + 2 + 5) = 0.625.",
        Wrong =
        [
            new(Math.Log(5) / (Math.Log(1) + Math.Log(2) + Math.Log(5)),
                "That is the share of the score itself. Softmax takes the share of e^score: 5 of 8."),
            new(5, "That is e^score. To make it a share, divide it by the sum of all three, 8."),
            new(62.5, "That is the share in percent. As a part of 1 it is 0.625."),
        ],
    };

    public static NumberPrediction FirstOfTwo { get; } = new()
    {
        Question = "Two scores, 2 and 1. What does softmax give to the first, in percent?",
        Unit = " %",
        Why = "The two differ by 1, so the shares are as e to 1: 2.718 of 3.718.",
        Wrong =
        [
            new(66, 67, "That is 2 of 3, the share of the score. Softmax takes the share of e^score: "
                + "e² of e² + e¹."),
            new(88, "That is what the scores 4 and 2 give. A difference of 1 makes the first e times the second."),
            new(0.73, "That is the share as a part of 1. In percent it is 73."),
        ],
    };

    public static WordPrediction OverflowedShare { get; } = new()
    {
        Question = "The scores are 100, 1 and 1. What does the formula give for the first share, in float?",
        Why = "e¹⁰⁰ is larger than any float and becomes ∞. So does the sum, and ∞/∞ is not a number.",
        Wrong =
        [
            new("1", "That is the share on paper. In float e¹⁰⁰ becomes ∞, the sum as well, and ∞/∞ is NaN.", "1.0"),
            new("∞", "The power overflows to ∞, but it is then divided by a sum that is ∞, too: NaN.",
                "Infinity", "inf"),
            new("0.98", "That is 100 of 102, the share of the score. Softmax takes the share of e^score, "
                + "and e¹⁰⁰ is too large for a float."),
        ],
    };

    public static NumberPrediction ShareOfSweet { get; } = new()
    {
        Question = "Apple asks its sentence. What share goes to sweet, in percent?",
        Unit = " %",
        Why = "Where scores differ by less than 1, no share is e times another: here they run from 8 to 18 %.",
        Wrong =
        [
            new(23, "That is 0.89 of 3.94, the share of the score. Softmax counts differences, "
                + "and these are small."),
            new(100 / 8.0, "That is an even split. Sweet has the highest score, so it gets more than an eighth."),
            new(89, "That is the score. Its share depends on what the seven other words get."),
        ],
    };

    public static NumberPrediction SumOfAllWeights { get; } = new()
    {
        Question = "Add up all 64 weights. What is the sum?",
        Why = "Each of the 8 rows adds up to 1.",
        Wrong =
        [
            new(1, "That is the sum of one row. Each of the 8 words has its own 100 % to give."),
            new(64, "That is how many weights there are. They are shares: 8 of them add up to 1."),
        ],
    };

    public static NumberPrediction ShareAtLowTemperature { get; } = new()
    {
        Question = "At T = 0.1, what share does sweet get from apple, in percent?",
        Unit = " %",
        Why = "All differences are ten times as large: sweet is e^2.16 = 8.7 times ahead of each apple, "
            + "and further ahead of the others.",
        Wrong =
        [
            new(95, 100, "The largest score takes all only as T goes to 0. At 0.1 each of the two apple still has "
                + "about a ninth of what sweet has."),
            new(18, "That is at T = 1. Dividing by 0.1 makes every difference ten times as large, "
                + "and shares depend on differences."),
            new(180, "It is the scores that are divided by T, not the shares. No share is above 100 %."),
        ],
    };

    public static NumberPrediction SweetnessOfBlend { get; } = new()
    {
        Question = "The shares are 1/8, 2/8 and 5/8; I, apple and sweet have 0, 3 and 4 of sweet. "
            + "How sweet is the blend?",
        Decimals = 2,
        IsFraction = true,
        Why = "1/8 × 0 + 2/8 × 3 + 5/8 × 4 = 3.25.",
        Wrong =
        [
            new((0 + 3 + 4) / 3.0, "That is the plain mean. Each vector counts by its share, and sweet has 5/8."),
            new(0 + 3 + 4, "That is the sum. Each number is multiplied by its share first."),
            new(1 * 0 + 2 * 3 + 5 * 4, "The shares are eighths: divide by 8."),
        ],
    };

    public static NumberPrediction RightOf400 { get; } = new()
    {
        Question = "How many of the 400 sentences does very complete rightly by attention?",
        Tolerance = 0.1,
        Why = "The blend brings in what the sentence is about. "
            + "Only with the 60 sentences about books are six features too few.",
        Wrong =
        [
            new(100, "That is very by itself, with one answer for all sentences. "
                + "Attention lets it see what the sentence is about."),
            new(400, "With six features the vector of book is too near that of apple, "
                + "and 60 of the sentences are about books."),
            new(60, 70, "That is guessing one of six blindly. The other words of the sentence say much more."),
        ],
    };
}
