namespace Attention.Course;

/// <summary>Chapter 8: positions.</summary>
internal static class PredictionsOfChapter8
{
    public static NumberPrediction BlendAfterExchange { get; } = new()
    {
        Question = "Eat reads I with a share of ¼ and apple with ¾; they hand over 4 and 8, so it receives 7. "
            + "I and apple change places. What does eat receive now?",
        Why = "Scores and values go with the words: ¾ × 8 + ¼ × 4 = 7. A sum does not know in which order it is added.",
        Wrong =
        [
            new(0.75 * 4 + 0.25 * 8, "That leaves the shares at the places. They belong to the words: apple scores as "
                + "before, wherever it stands."),
            new((4 + 8) / 2.0, "That is the plain mean. The shares are still ¼ and ¾."),
        ],
    };

    public static NumberPrediction WordsThatChange { get; } = new()
    {
        Question = "The eight words are shuffled. How many of them receive something else than before?",
        Why = "Every word asks the same, and the same words answer. Only the rows have changed places.",
        Wrong =
        [
            new(8, "Every row has moved, but what a word receives is a sum over all words, in any order."),
            new(1, 7, "There is no word for which the order counts: no formula of chapters 1 to 4 holds a place."),
        ],
    };

    public static NumberPrediction DotOfPlaces { get; } = new()
    {
        Question = "The vectors of places 3 and 5 have the dot product 6.37. What have those of places 23 and 25?",
        Decimals = 2,
        Why = "In each pair sin a · sin b + cos a · cos b = cos(a − b), so only the distance of the places counts: 2.",
        Wrong =
        [
            new(8, "That is a place with itself: eight pairs, each sin² + cos² = 1."),
            new(0, "Places far from the start are not lost: the distance of 23 and 25 is that of 3 and 5."),
        ],
    };

    public static NumberPrediction TurnedScore { get; } = new()
    {
        Question = "q and k are both (1, 0), and each place turns by a quarter circle. "
            + "q stands at place 3, k at place 1. What is q·k after the turns?",
        Why = "q turns by three quarters to (0, −1), k by one to (0, 1). They lie half a circle apart.",
        Wrong =
        [
            new(1, "That is their score before the turns. Two places apart is half a circle."),
            new(0, "That is the score at one place apart, a quarter circle. These are two places apart."),
        ],
    };

    public static WordPrediction ScoreAfterMove { get; } = new()
    {
        Question = "Query and key both move on by 100 places. Is their score higher, lower or the same?",
        Options = ["higher", "lower", "same"],
        Why = "Both turn by the same further angles, so the angle between them stays in every pair.",
        Wrong =
        [
            new("lower", "Each turns further, but both by the same. A score changes with their distance, "
                + "not with the place."),
            new("higher", "A turn keeps all lengths, and both turn by the same: nothing grows."),
        ],
    };

    public static NumberPrediction OwnShare { get; } = new()
    {
        Question = "All scores are 0, and each place of distance costs ln 2. "
            + "What share does the third word give to itself, with the future hidden?",
        Decimals = 2,
        Why = "The powers are ¼, ½ and 1: every place away halves them. 1 / (¼ + ½ + 1) = 4/7 = 0.57.",
        Wrong =
        [
            new(1 / 3.0, "That is an even split, as if distance cost nothing."),
            new(1 / 2.0, "Half would be right if the words before it went on for ever. There are two."),
            new(1, "Distant words lose, but they are not hidden: ¼ and ½ are left beside 1."),
        ],
    };

    public static NumberPrediction BeforeWithoutPositions { get; } = new()
    {
        Question = "Without positions: what percentage of the letters before is right, as a mean over ten seeds?",
        Unit = " %",
        Tolerance = 0.1,
        Why = "It sees which letters occur, but not where. Naming the most frequent one is right in about a third.",
        Wrong =
        [
            new(100 / 8.0, "That is guessing among all eight letters. It sees which ones occur, and which how often."),
            new(100, "It would have to know which letter stands before. Shuffle the others, and it sees the same."),
        ],
    };

    public static NumberPrediction ReverseByRotary { get; } = new()
    {
        Question = "With rotary positions: what percentage of the reversed letters is right, "
            + "as a mean over ten seeds?",
        Unit = " %",
        Tolerance = 0.1,
        Why = "To reverse, the first place reads 7 further, the last one 7 back: a place decides, and rotary scores "
            + "know distances only.",
        Wrong =
        [
            new(100, "Sinusoids reach that: they tell the place itself. Here every place needs another distance."),
            new(100 / 8.0, "That is guessing among all eight letters. It still sees which ones occur."),
        ],
    };

    public static NumberPrediction LongerByRotary { get; } = new()
    {
        Question = "Trained on 8 letters, rotary, tested on 64: what percentage of the letters before is right?",
        Unit = " %",
        Tolerance = 0.1,
        Why = "Scores at distances beyond 7 were never trained. Some come out high, and there are many of them.",
        Wrong =
        [
            new(100, "The distance of 1 was trained, and its score is right. The distances from 8 to 63 were not."),
            new(100 / 8.0, "That is guessing. The score of the right letter is as high as it was."),
        ],
    };
}
