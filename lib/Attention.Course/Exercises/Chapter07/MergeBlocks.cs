namespace Attention.Course;

internal static partial class Chapter07
{
    public static Exercise<Merger> MergeBlocks { get; } = new(Syllabus.MergeBlocks)
    {
        Task = "Two blocks of keys have been computed apart, each with its own Max, Sum and Output as in 7.1. "
            + "Return Max, Sum and Output of all their keys together. "
            + "A block in which every key is hidden is (−∞, 0, zeros).",
        Attempt = "MyMerge",
        Starter = """
            (float Max, float Sum, float[] Output) MyMerge(
                (float Max, float Sum, float[] Output) a, (float Max, float Sum, float[] Output) b)
            {
                throw new NotImplementedException();   // your code
            }
            """,
        Solution = """
            (float Max, float Sum, float[] Output) MyMerge(
                (float Max, float Sum, float[] Output) a, (float Max, float Sum, float[] Output) b)
            {
                float max = MathF.Max(a.Max, b.Max);
                if (float.IsNegativeInfinity(max)) return a;      // no key is visible in either
                float keepA = MathF.Exp(a.Max - max), keepB = MathF.Exp(b.Max - max);
                float[] output = [.. a.Output.Zip(b.Output, (x, y) => keepA * x + keepB * y)];
                return (max, keepA * a.Sum + keepB * b.Sum, output);
            }
            """,
        Hints =
        [
            "Sums that were measured from different maxima cannot be added. Measure both from the larger one first.",
            "Take the larger maximum. Multiply Sum and Output of each block by e^(its maximum − the larger maximum), "
                + "then add.",
            "keepA = MathF.Exp(a.Max - max), keepB = MathF.Exp(b.Max - max); Sum is `keepA * a.Sum + keepB * b.Sum`, "
                + "and Output likewise. If max is −∞, return a.",
        ],
        Insight = "The order of blocks does not matter, nor how many keys each has. "
            + "So blocks can be computed one after the other, or by several cores at once.",
        Inputs = ["a", "b"],
        Cases =
        [
            new("the second block has the larger score", (1f, 2f, Sample.Vector(3, 4)), (2f, 1f, Sample.Vector(10, 0))),
            new("the first block has the larger score",
                (2f, 1.5f, Sample.Vector(3, -4)), (0.5f, 3f, Sample.Vector(1, 6))),
            new("a tie", (1f, 1.5f, Sample.Vector(3, 4)), (1f, 2.5f, Sample.Vector(1, 2))),
            new("negative scores", (-3f, 2f, Sample.Vector(2, -3)), (-1f, 1.5f, Sample.Vector(1, 5))),
            new("maxima of both signs", (-1f, 1.5f, Sample.Vector(2, -3)), (0.5f, 2f, Sample.Vector(1, 5))),
            new("values of one feature", (0.5f, 1.5f, Sample.Vector(3)), (1.5f, 2f, Sample.Vector(-4))),
            new("values of five features",
                (0f, 2f, Sample.Vector(1, 2, 3, 4, 5)), (0.5f, 3f, Sample.Vector(5, -4, 3, -2, 1))),
            new("scores of 200", (200f, 3f, Sample.Vector(1, -1)), (198f, 2f, Sample.Vector(5, 6))),
            new("scores of −200", (-200f, 3f, Sample.Vector(1, -1)), (-199f, 2f, Sample.Vector(5, 6))),
            new("a far larger second block", (-200f, 3f, Sample.Vector(1, -1)), (200f, 2f, Sample.Vector(5, 6))),
            new("a first block with no visible key",
                (float.NegativeInfinity, 0f, Sample.Vector(0, 0)), (-2f, 2f, Sample.Vector(5, 6))),
            new("a second block with no visible key",
                (1f, 2f, Sample.Vector(5, 6)), (float.NegativeInfinity, 0f, Sample.Vector(0, 0))),
            new("two blocks with no visible key",
                (float.NegativeInfinity, 0f, Sample.Vector(0, 0)), (float.NegativeInfinity, 0f, Sample.Vector(0, 0))),
        ],
        Reference = (a, b) => BothHidden(a, b) ? a : Merge(a, b, Keep, Keep),
        WrongIdeas =
        [
            new("adds without rescaling",
                "Sums and Outputs were measured from different maxima, and you added them as they are. "
                    + "Multiply each block by e^(its maximum − the larger maximum) first.",
                (a, b) => BothHidden(a, b) ? a : Merge(a, b, One, One)),
            new("rescales only the sums",
                "Sum is rescaled to the larger maximum, Output is not. Both were measured from the old one.",
                (a, b) => BothHidden(a, b) ? a : Merge(a, b, Keep, One)),
            new("rescales only the outputs",
                "Output is rescaled to the larger maximum, Sum is not. Both were measured from the old one.",
                (a, b) => BothHidden(a, b) ? a : Merge(a, b, One, Keep)),
            new("rescales upwards",
                "The factors are upside down: a block shrinks by e^(its maximum − the larger maximum).",
                (a, b) => BothHidden(a, b) ? a : Merge(a, b, Grow, Grow),
                (a, b) => Merge(a, b, Grow, Grow)),
            new("keeps the first maximum",
                "Everything is measured from the maximum of a, also where that of b is larger: "
                    + "then e^(b.Max − a.Max) can overflow. Take the larger of both.",
                (a, b) => (a.Max, a.Sum + MathF.Exp(b.Max - a.Max) * b.Sum,
                    Mix(a.Output, 1, b.Output, MathF.Exp(b.Max - a.Max)))),
            new("keeps one block",
                "Only the block with the larger maximum is left. The other one counts, too, multiplied by "
                    + "e^(its maximum − the larger maximum).",
                (a, b) => a.Max >= b.Max ? a : b,
                (a, b) => a.Max > b.Max ? a : b),
            new("rescales only the second block",
                "The first block is added as it is. Where the second has the larger maximum, the first must shrink.",
                (a, b) => BothHidden(a, b) ? a : MathF.Max(a.Max, b.Max) is var max && Keep(b.Max, max) is var keep
                    ? (max, a.Sum + keep * b.Sum, Mix(a.Output, 1, b.Output, keep)) : a),
            new("rescales only the first block",
                "The second block is added as it is. Where the first has the larger maximum, the second must shrink.",
                (a, b) => BothHidden(a, b) ? a : MathF.Max(a.Max, b.Max) is var max && Keep(a.Max, max) is var keep
                    ? (max, keep * a.Sum + b.Sum, Mix(a.Output, keep, b.Output, 1)) : a),
            new("divides already",
                "You divided Output by Sum. The next block could not be merged with that: "
                    + "divide once, after the last block.",
                (a, b) => BothHidden(a, b) ? a : Merge(a, b, Keep, Keep) is var both
                    ? (both.Max, both.Sum, [.. both.Output.Select(o => o / both.Sum)]) : a),
            new("subtracts −∞ from −∞",
                "Right, but for two blocks with no visible key: −∞ − (−∞) is NaN. Return a block as it is then.",
                (a, b) => Merge(a, b, Keep, Keep)),
            new("returns the first block", "The first block comes back as it was. The second counts, too.",
                (a, _) => a),
            new("returns the second block", "The second block comes back as it was. The first counts, too.",
                (_, b) => b),
        ],
    };

    private static bool BothHidden(
        (float Max, float Sum, float[] Output) a, (float Max, float Sum, float[] Output) b) =>
        float.IsNegativeInfinity(MathF.Max(a.Max, b.Max));

    private static float Grow(float oldMax, float max) => MathF.Exp(max - oldMax);

    private static (float Max, float Sum, float[] Output) Merge(
        (float Max, float Sum, float[] Output) a, (float Max, float Sum, float[] Output) b,
        Func<float, float, float> keepSum, Func<float, float, float> keepOutput)
    {
        float max = MathF.Max(a.Max, b.Max);
        return (
            max, keepSum(a.Max, max) * a.Sum + keepSum(b.Max, max) * b.Sum,
            Mix(a.Output, keepOutput(a.Max, max), b.Output, keepOutput(b.Max, max)));
    }
}
