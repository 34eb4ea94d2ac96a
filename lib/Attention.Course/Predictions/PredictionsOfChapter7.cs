namespace Attention.Course;

/// <summary>Chapter 7: performance. Most answers are measured, so nothing said here depends on the machine.</summary>
internal static class PredictionsOfChapter7
{
    public static NumberPrediction FlopsOfSentence { get; } = new()
    {
        Question = "How many flops does attention take with n = 8 words and one head of d = 6?",
        Why = "4n²d = 4 × 64 × 6 = 1,536.",
        Wrong =
        [
            new(4 * 8 * 6, "That is 4nd. Every word asks every word, so n counts twice."),
            new(2 * 8 * 8 * 6, "That is 2n²d, one of the two products. The blend takes as much as the scores."),
            new(4 * 8 * 6 * 6, "That squares d. There are n × n scores of d products each: 4n²d."),
        ],
    };

    public static NumberPrediction TokensWhereEqual { get; } = new()
    {
        Question = "With d_model = 512, at which n does attention cost as much as the projections?",
        Why = "4n²d = 8nd² where n = 2d.",
        Wrong =
        [
            new(512, "There attention takes 4d³ flops and the projections 8d³: half as many."),
            new(2048, "There attention takes 64d³ flops and the projections 32d³: twice as many."),
        ],
    };

    public static NumberPrediction PercentOfPeak { get; } = new()
    {
        Question = "What percentage of this core's peak do plain loops reach: 50, 10, or about 1?",
        Unit = " %",
        Decimals = 1,
        Options = [50, 10, 1],
        Why = "The peak fills whole registers and waits for nothing. "
            + "A plain loop takes one number at a time, and every sum waits for the one before it.",
        Wrong =
        [
            new(50, "Half the peak would need half of every register at work all the time. "
                + "A plain loop takes one number at a time."),
            new(10, "One number at a time instead of a whole register costs about that much. "
                + "Waiting for the last sum costs again."),
        ],
    };

    public static NumberPrediction FourSums { get; } = new()
    {
        Question = "How many times as fast as one sum will four sums be, for rows of d = 64?",
        Decimals = 1,
        Options = [1, 2, 4],
        Why = "Four sums save waiting for the last sum. How much that is depends on how long the chain of sums is, "
            + "and on what else each score costs.",
        Wrong =
        [
            new(4, "That would need waiting for the last sum to be all that costs. A row of 64 is a short chain; "
                + "starting the loop and adding up the register cost the same as before."),
            new(2, "Not on this machine: the wider the registers, the shorter the chain of sums for a row of 64, "
                + "and the less there is to wait for."),
        ],
    };

    public static NumberPrediction WidthThatGainsMost { get; } = new()
    {
        Question = "For which width of register does the curve of four sums rise highest?",
        Unit = " bit",
        Options = [128, 256, 512],
        Why = "The narrower the register, the longer the chain of sums for the same row, "
            + "and the more there is to wait for.",
        Wrong =
        [
            new(512, "Wide registers make the chain short: there is less waiting for the last sum to save."),
            new(256, "It gains less than a narrower register, whose chain of sums is twice as long for the same row."),
        ],
    };

    public static NumberPrediction PackedFaster { get; } = new()
    {
        Question = "How many times faster than four sums is one query against packed keys?",
        Decimals = 1,
        Tolerance = 0.2,
        Why = "A register of sums is as many finished scores: nothing is added up across it. "
            + "And each multiply-add loads one register instead of two.",
        Wrong =
        [
            new(0, 1, "The multiply-adds are the same, but the work at the end of every score is gone, "
                + "and so is every second load."),
            new(16, "That counts the numbers in a register. The four sums used whole registers as well."),
        ],
    };

    public static NumberPrediction TilesFaster { get; } = new()
    {
        Question = "How many times faster than one query at a time is a tile of six?",
        Decimals = 1,
        Tolerance = 0.3,
        Why = "Each register of keys that is loaded serves six multiply-adds instead of one, "
            + "until the multipliers themselves are the limit.",
        Wrong =
        [
            new(0, 1.1, "The flops are the same. But every register that has been loaded is used six times."),
            new(12, "That counts the sums of a tile. One query had eight that did not wait for each other, too."),
        ],
    };

    public static NumberPrediction OnlineOutput { get; } = new()
    {
        Question = "The shares are 1/8, 2/8 and 5/8, the values 80, 40 and 16. What is the output?",
        Why = "80/8 + 2 × 40/8 + 5 × 16/8 = 10 + 10 + 10.",
        Wrong =
        [
            new((80 + 40 + 16) / 3.0, "That is the plain mean. Each value counts by its share."),
            new(48, "That is o after the last key. The output is o / l, and l is 1.6."),
            new(1 * 80 + 2 * 40 + 5 * 16, "The shares are eighths: divide by 8."),
        ],
    };

    public static NumberPrediction VectorExponentialsFaster { get; } = new()
    {
        Question = "Both products are near the peak. How many times faster does eˣ by whole registers make attention?",
        Decimals = 1,
        Tolerance = 0.3,
        Why = "With fast products, one eˣ at a time takes most of the time: "
            + "what nobody counts becomes the limit when all else is fast.",
        Wrong =
        [
            new(0, 1.1, "Beside the 4d flops of each score, eˣ is only a few. "
                + "But those run near the peak, and eˣ one at a time is far below it."),
            new(16, "The eˣ gain about that much at best. The products, which take the rest of the time, stay."),
        ],
    };

    public static NumberPrediction MergedFaster { get; } = new()
    {
        Question = "n × n is never stored any more. How many times faster is that, at this n?",
        Decimals = 1,
        Tolerance = 0.3,
        Why = "At this n the matrix fits a cache, so not storing it saves little, and merging costs something.",
        Wrong =
        [
            new(2, 1000, "The matrix fits a cache at this n: writing and reading it is not what takes the time."),
        ],
    };

    public static NumberPrediction MemoryGrowth { get; } = new()
    {
        Question = "The number of words n doubles. By what factor does the memory of flash attention grow?",
        Decimals = 1,
        Tolerance = 0.1,
        Why = "It holds keys and values packed anew, n × d each, and nothing of the size n × n.",
        Wrong =
        [
            new(4, "That is what an n × n matrix does. Flash attention never stores one."),
            new(1, "It does keep something for every key: keys and values are packed anew for the tiles."),
        ],
    };

    public static NumberPrediction CausalFaster { get; } = new()
    {
        Question = "How many times faster is causal attention than full attention?",
        Decimals = 1,
        Tolerance = 0.1,
        Why = "Nearly half of the scores are hidden, but tiles on the diagonal are computed whole.",
        Wrong =
        [
            new(2.2, 1000, "At most about half of the scores are hidden, and the tiles on the diagonal "
                + "compute what they then hide."),
            new(1, "Tiles in which everything is hidden are not computed at all, and they are nearly half of all."),
        ],
    };

    public static NumberPrediction CoresFaster { get; } = new()
    {
        Question = "How many times faster are all your cores than one?",
        Decimals = 1,
        Tolerance = 0.15,
        Why = "Tiles of queries do not depend on each other, so every core can take its own.",
        Wrong =
        [
            new(0, 0.7, "Waking threads takes time, but at this size each of them gets far more work than that."),
        ],
    };

    public static NumberPrediction CacheGrowth { get; } = new()
    {
        Question = "The number of words n doubles. By what factor does the time of one more word grow with a cache?",
        Decimals = 1,
        Tolerance = 0.15,
        Why = "One query asks n keys: 4nd flops, which double when n doubles.",
        Wrong =
        [
            new(4, "That is without a cache, where all words are computed again. With it only the new word asks."),
            new(1, "Only one word asks, but it asks all n keys, and these double."),
        ],
    };

    public static NumberPrediction GroupedFaster { get; } = new()
    {
        Question = "A quarter of the bytes, the same flops. How many times faster?",
        Decimals = 1,
        Tolerance = 0.2,
        Why = "The time falls with the bytes only until something else is the limit, such as the dot products.",
        Wrong =
        [
            new(1, "The flops stay, but bytes were part of the limit, and three quarters of them are gone."),
        ],
    };
}
