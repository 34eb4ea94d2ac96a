namespace Attention.Course;

/// <summary>Chapter 1: dot products.</summary>
internal static class PredictionsOfChapter1
{
    public static NumberPrediction AppleSweet { get; } = new()
    {
        Question = "What is apple · sweet, with apple = (3, 4, 0) and sweet = (4, 3, 0)?",
        Why = "3 × 4 + 4 × 3 + 0 × 0 = 24: multiply feature by feature, then add up.",
        Wrong =
        [
            new(3 + 4 + 4 + 3, "That is all features added up. Each feature of apple is first multiplied by the same "
                + "feature of sweet."),
            new(3 * 4, "That is one product alone. Two features contribute 12 each."),
            new(3 * 3 + 4 * 4, "That is apple · apple: 3 × 3 + 4 × 4. Here 3 meets the 4 of sweet, and 4 meets its 3."),
        ],
    };

    public static NumberPrediction ScoreFactor { get; } = new()
    {
        Question = "Very sweet is twice as long as sweet. By what factor does its score with apple grow?",
        Why = "Every feature of the key is doubled, so every product is, and so is their sum.",
        Wrong =
        [
            new(2 * 2, "That would be so if both vectors were twice as long. Apple has stayed as it was."),
            new(1, "That holds for the cosine, which knows only the direction. A score counts the length as well."),
        ],
    };

    public static NumberPrediction CosineFactor { get; } = new()
    {
        Question = "Very sweet is twice as long as sweet. By what factor does its cosine with apple grow?",
        Why = "The score doubles, and so does the length by which it is divided: the direction has not changed.",
        Wrong =
        [
            new(2, "The score doubles. But the cosine divides it by the length of the key, and that doubles, too."),
            new(0.5, "The length by which the cosine divides doubles. But the score above it doubles, too."),
        ],
    };

    public static NumberPrediction LowestAngle { get; } = new()
    {
        Question = "A key turns around a query. At which of the five angles is the score lowest?",
        Unit = "°",
        Options = [0, 53, 90, 127, 180],
        Why = "The score is both lengths times the cosine of the angle, and the cosine is lowest, −1, at 180°.",
        Wrong =
        [
            new(90, "At a right angle the score is 0. Beyond it the cosine is negative, and so is the score."),
            new(127, "There the score is negative already. It falls on until the key points against the query."),
            new(0, "There the score is highest: key and query point the same way."),
        ],
    };

    public static WordPrediction BestForApple { get; } = new()
    {
        Question = "Apple asks the whole sentence. Who gets the highest score?",
        Options = SentenceWords.All,
        Why = "Sweet points nearly the way of apple, and it is longer than apple itself.",
        Wrong =
        [
            new("apple", "Apple comes second. With itself a word scores its length squared; "
                + "a longer word that points nearly its way can score more."),
            new("eat", "Eat comes close behind apple. It is the longer word of the two, "
                + "but it does not point the way of apple as sweet does."),
            new("like", "Like stands near apple often, but it is a frequent word: drawn at random, it would be there "
                + "about as often. The vectors count only what is more than chance, and that is next to nothing here."),
        ],
    };

    public static NumberPrediction PlaceOfApple { get; } = new()
    {
        Question = "Apple asks all 32 words. In which place does apple itself come?",
        Why = "Sweet, grape and banana are longer than apple and point nearly its way.",
        Wrong =
        [
            new(1, "That holds for the cosine. The dot product counts length as well, "
                + "and three longer words point nearly the same way."),
            new(2, "Sweet is ahead, as in the sentence. Among all 32 words two more are: grape and banana."),
        ],
    };
}
