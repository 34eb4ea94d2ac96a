namespace Attention.Course;

/// <summary>Chapter 2: the similarity matrix.</summary>
internal static class PredictionsOfChapter2
{
    public static NumberPrediction EatApple { get; } = new()
    {
        Question = "How much does eat (0, 2) score with apple (3, 4)?",
        Why = "0 × 3 + 2 × 4 = 8.",
        Wrong =
        [
            new(0 * 4 + 2 * 3, "That is eat · sweet: 0 × 4 + 2 × 3. Apple is (3, 4)."),
            new((0 + 2) * (3 + 4), "That multiplies the 2 by both features of apple. "
                + "It meets only the second one; the first one meets 0."),
            new(2 * 2, "That is eat · eat: 0 × 0 + 2 × 2. The key is apple."),
        ],
    };

    public static WordPrediction BestForEat { get; } = new()
    {
        Question = "Which of the three words gets the highest score when eat asks?",
        Options = ["apple", "sweet", "eat"],
        Why = "The scores are 8, 6 and 4. Eat looks only at the second feature, and apple has most of it.",
        Wrong =
        [
            new("eat", "Its own score is the lowest, 2 × 2 = 4: it is short, "
                + "and the others have more of that feature."),
            new("sweet", "Sweet gets 2 × 3 = 6. Apple has more of the second feature: 2 × 4 = 8."),
        ],
    };

    public static NumberPrediction RowsPreferringAnother { get; } = new()
    {
        Question = "In how many of the 8 rows does the largest number stand elsewhere than on the diagonal?",
        Why = "Both apple prefer sweet, I prefers eat, and because prefers very: words longer than they are.",
        Wrong =
        [
            new(0, "That would hold if the dot product were likeness. A longer word that points a similar way gets "
                + "more than the word itself."),
            new(2, "Those are the two apple, which prefer sweet. "
                + "Two other short words prefer a longer one as well: I and because."),
            new(8, "The long words keep first place in their own rows: like, eat, very and sweet prefer themselves."),
        ],
    };

    public static NumberPrediction PairsChanged { get; } = new()
    {
        Question = "The words are shuffled. How many of the 64 pairs of query and key have another score now?",
        Why = "A score is the dot product of two vectors, and both are the same as before, wherever they stand.",
        Wrong =
        [
            new(64, "Every number stands at another place now, but its two words have moved with it. "
                + "The question is about pairs of words, not about places."),
            new(64 - 8, "That keeps the pairs of a word with itself and changes the others. "
                + "A pair of two words keeps its score for the same reason: its vectors are the same."),
        ],
    };

    public static NumberPrediction RowsAheadByCosine { get; } = new()
    {
        Question = "In how many of the 8 rows of cosines is some other word ahead of the word itself?",
        Why = "The cosine of a word with itself is 1, and no cosine is larger.",
        Wrong =
        [
            new(4, "That was with lengths. Without them no word can be ahead by being longer."),
            new(2, "The two apple have the cosine 1 with each other, as with themselves: level, but not ahead."),
        ],
    };
}
