namespace Attention.Course;

/// <summary>Chapter 9: a real model.</summary>
internal static class PredictionsOfChapter9
{
    public static NumberPrediction CosineOfMean { get; } = new()
    {
        Question = "A text has two tokens with the states (3, 0) and (0, 4). What is the cosine of its vector, "
            + "the mean of both, with (1, 0)?",
        Decimals = 2,
        Why = "The mean is (1.5, 2), of length 2.5. Brought to length 1 it is (0.6, 0.8), and its product with (1, 0) "
            + "is 0.6.",
        Wrong =
        [
            new(1.5, "That is the product with the mean itself. A cosine divides by the length, 2.5."),
            new(0.5, "That would hold if both states were equally long. The longer one turns the mean its way."),
            new(0.75, "That is 3/4. The mean is (1.5, 2), and its length 2.5."),
        ],
    };

    public static NumberPrediction ChineseCosine { get; } = new()
    {
        Question = "“I like eating apples” and “I hate flying”, both in Chinese: what cosine does this model give them?",
        Decimals = 2,
        Why = "Its vocabulary holds 我, I, and none of the other characters. Both texts are the same eight tokens.",
        Wrong =
        [
            new(0, 0.6, "So it would be for a model that reads Chinese: in English it gives them 0.25."),
            new(-1, -0.01, "Like and hate are opposites, but a model must know the words to say so."),
        ],
    };

    public static NumberPrediction WithoutPlaces { get; } = new()
    {
        Question = "No position is added any more. What is the cosine of “dog bites man” and “man bites dog”?",
        Decimals = 2,
        Why = "Without positions attention reads a set (chapter 8), and a mean does not know an order either.",
        Wrong =
        [
            new(0.907, "That is their cosine with positions. Without them nothing tells the two texts apart."),
            new(0, "The words are the same. Without positions the order is not there at all."),
        ],
    };

    public static NumberPrediction ShareOfCls { get; } = new()
    {
        Question = "What percentage of all attention in layers 1 to 4 goes to [CLS], which stands for no word?",
        Unit = " %",
        Tolerance = 0.1,
        Why = "Each row must add up to 1. A usual explanation: a head that finds nothing parks its share where it "
            + "does least, and the value of [CLS] is nearly empty there.",
        Wrong =
        [
            new(5, 15, "That would be its fair share, as one of about eleven tokens."),
            new(0, 4, "It stands for no word, but softmax cannot say “nobody”. So the attention must go somewhere."),
        ],
    };

    public static NumberPrediction OtherTemplates { get; } = new()
    {
        Question = "The head was chosen for 95 % on 80 sentences with she or he. In what percentage of the 40 with it "
            + "does it rank the antecedent first?",
        Unit = " %",
        Tolerance = 0.1,
        Why = "The head still finds the noun more often than by chance. But how good it looks depends on the sentences "
            + "that it was chosen on.",
        Wrong =
        [
            new(11, "That is chance, one of nine words. A choice by luck would have fallen back to there."),
            new(20, 50, "That is a coin between the two nouns, or less. It does a little better."),
            new(80, 100, "That would hold if it did with it what it does with she and he."),
        ],
    };

    public static NumberPrediction Flips { get; } = new()
    {
        Question = "Twelve pairs such as tired / wide. In how many does this head prefer the right noun both times?",
        Options = [0, 1, 2, 3, 6, 9, 12],
        Why = "The last word hardly moves what this head reads: both weights stay as they were, and so does their order.",
        Wrong =
        [
            new(12, "Then it would understand what can be tired and what can be wide."),
            new(9, "Many pictures show it for one sentence, and one sentence proves nothing."),
            new(6, "In half of all single sentences it may be right, and in a pair only if it changes its mind."),
        ],
    };

    public static NumberPrediction AfterOneHead { get; } = new()
    {
        Question = "One of the 72 heads is left out. What is the cosine of a text's vector with that of before, "
            + "as a median over heads and texts?",
        Decimals = 3,
        Tolerance = 0.001,
        Why = "A head adds a little to a sum of twelve, and what went in is added again. One hardly matters.",
        Wrong =
        [
            new(0.98, 0.99, "That is about 1 − 1/72. It is less: the sum also holds what went in."),
            new(0.9, "So much is lost when dog and man change their places in dog bites man."),
            new(0, 0.8, "What went in is added again after each half of a layer. One head cannot cost that much."),
        ],
    };

    public static NumberPrediction FoundWithoutHeads { get; } = new()
    {
        Question = "All 72 heads are left out. For how many of 20 texts is the nearest of 20 others still the one "
            + "with the same meaning?",
        Why = "The words alone are enough here: each pair speaks of something else. "
            + "A test that needs no attention says nothing about attention.",
        Wrong =
        [
            new(1, "That is chance. But the words go in as before, and each pair shares a subject."),
            new(9, 11, "The vectors change, and all the same the nearest one stays the nearest."),
        ],
    };
}
