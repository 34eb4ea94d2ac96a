namespace Attention.Course;

/// <summary>Chapter 6: several heads.</summary>
internal static class PredictionsOfChapter6
{
    public static NumberPrediction CarriedHome { get; } = new()
    {
        Question = "Eat hands over 4 with a share of ¼, sweet 8 with a share of ¾. What does apple carry home?",
        Why = "¼ × 4 + ¾ × 8 = 1 + 6 = 7. From sentence B it is ¼ × 1 + ¾ × 9 = 7, too.",
        Wrong =
        [
            new((4 + 8) / 2.0, "That is the plain mean. Sweet counts three times as much as eat."),
            new(4 + 8, "That is the sum. Each number is multiplied by its share first."),
            new(0.75 * 4 + 0.25 * 8, "That exchanges the shares: ¾ · 4 + ¼ · 8."),
        ],
    };

    public static NumberPrediction ColumnsSideBySide { get; } = new()
    {
        Question = "Eight results of 2 × 3 are put side by side. How many columns has the result?",
        Why = "8 heads times 3 columns: every word keeps its row.",
        Wrong =
        [
            new(3, "That would be their sum. Put side by side, every head keeps its own three columns."),
            new(4, "That is what comes out at the end. W_O leads back to 4 columns in the next step."),
            new(8, "That is one column for each head. Each has three."),
        ],
    };

    public static NumberPrediction OneHeadFixedRoles { get; } = new()
    {
        Question = "Fixed roles: what percentage does one head of 16 get right?",
        Unit = " %",
        Decimals = 1,
        Tolerance = 0.05,
        Why = "It is known beforehand which letters are asked for first, so training finds a way to keep the two "
            + "answers apart.",
        Wrong =
        [
            new(62.5, "That is one question right and one guessed. With fixed roles one blend can carry both "
                + "answers."),
            new(50, "One blend need not lose one of the answers: with fixed roles it is known which letter belongs to "
                + "which question."),
            new(25, "That is guessing. A head looks a letter up without trouble, as in chapter 4."),
        ],
    };

    public static NumberPrediction OneHeadAnyRoles { get; } = new()
    {
        Question = "Any letter first, any other second: what percentage does the same head get right now?",
        Unit = " %",
        Decimals = 1,
        Tolerance = 0.1,
        Why = "One answer is right and the other all but guessed: (100 + 25) / 2 = 62.5.",
        Wrong =
        [
            new(90, 100, "That was with fixed roles. Now no feature can tell which number answers which question."),
            new(50, "That is one question right and one always wrong. Guessing the other is right once in four."),
            new(25, "That is guessing both. One of the two questions it still answers."),
        ],
    };

    public static NumberPrediction WithoutHead1 { get; } = new()
    {
        Question = "Head 1 looked at the second letter. Without it, what percentage is right, over both questions?",
        Unit = " %",
        Decimals = 1,
        Tolerance = 0.1,
        Why = "The first question is answered by head 0 as before, and the second is guessed.",
        Wrong =
        [
            new(50, "That is one question right and one always wrong. Guessing it is right about once in four."),
            new(100, "Head 0 cannot step in: it looks up the first letter alone."),
            new(25, "That is guessing both. The first question is answered by head 0, which is still there."),
        ],
    };

    public static NumberPrediction EqualTwins { get; } = new()
    {
        Question = "Two heads that start with the same numbers: what percentage do they get right, "
            + "as a mean over ten seeds?",
        Unit = " %",
        Decimals = 1,
        Tolerance = 0.1,
        Why = "Equal heads are changed equally, so they stay equal and do what one head does.",
        Wrong =
        [
            new(95, 100, "That is two heads that start differently. Nothing in training makes equal heads differ."),
            new(50, "That is one question right and one always wrong. Guessing the other is right once in four."),
            new(25, "That is guessing both. Even one head answers one of the two questions."),
        ],
    };
}
