namespace Attention.Course;

internal static partial class Chapter07
{
    public static Exercise<Func<int, int, int, int>> KeyHead { get; } = new(Syllabus.KeyHead)
    {
        Task = "Grouped queries: queryHeads is a multiple of keyHeads, and neighbouring query heads share a key head. "
            + "Return the number of the key head that serves query head h; both are counted from 0.",
        Attempt = "MyKeyHead",
        Starter = """
            int MyKeyHead(int h, int queryHeads, int keyHeads)
                => throw new NotImplementedException();   // your formula
            """,
        Solution = """
            int MyKeyHead(int h, int queryHeads, int keyHeads)
                => h / (queryHeads / keyHeads);   // whole numbers: the remainder is left out
            """,
        Hints =
        [
            "How many query heads share one key head? Call that a group.",
            "A group has queryHeads / keyHeads heads. In which group is head h?",
            "`h / group`, a division of whole numbers.",
        ],
        Insight = "With as many key heads as query heads it is h itself, and with one key head always 0: "
            + "multi-head and multi-query attention are the two ends of grouped queries.",
        Inputs = ["h", "queryHeads", "keyHeads"],
        Cases =
        [
            new("the first of eight heads that share two", 0, 8, 2),
            new("the last of the first group", 3, 8, 2),
            new("the first of the second group", 4, 8, 2),
            new("the last of all", 7, 8, 2),
            new("eight heads that share four", 5, 8, 4),
            new("six heads that share two", 4, 6, 2),
            new("six heads that share three", 3, 6, 3),
            new("as many key heads as query heads", 5, 7, 7),
            new("one key head for all", 5, 9, 1),
            new("one head alone", 0, 1, 1),
            new("Llama 3 with 8 billion weights: the head before the last group", 27, 32, 8),
            new("Llama 3 with 8 billion weights: the last head", 31, 32, 8),
            new("fifteen heads that share three", 9, 15, 3),
            new("fifteen heads that share five", 14, 15, 5),
        ],
        Reference = (h, queryHeads, keyHeads) => h / (queryHeads / keyHeads),
        WrongIdeas =
        [
            new("deals the heads out in turn",
                "You took the remainder by keyHeads: then neighbours never share. "
                    + "Neighbouring query heads share a key head.",
                (h, _, keyHeads) => h % keyHeads),
            new("divides by the key heads",
                "You divided by the number of key heads. Divide by the size of a group, queryHeads / keyHeads.",
                (h, _, keyHeads) => h / keyHeads),
            new("gives the index within the group",
                "That is the index of the head within its group. Which group is it?",
                (h, queryHeads, keyHeads) => h % (queryHeads / keyHeads)),
            new("gives every head its own",
                "You returned h. Fewer key heads than query heads means that several share one.",
                (h, _, _) => h),
            new("counts from 1", "One too many: heads are counted from 0.",
                (h, queryHeads, keyHeads) => h / (queryHeads / keyHeads) + 1),
            new("rounds to the nearest",
                "You rounded to the nearest whole number. The remainder is left out: h / group.",
                (h, queryHeads, keyHeads) => (int)Math.Round(h * keyHeads / (double)queryHeads)),
            new("rounds up", "You rounded up. The remainder is left out: h / group.",
                (h, queryHeads, keyHeads) => (int)Math.Ceiling(h * keyHeads / (double)queryHeads)),
            new("returns the size of a group", "That is the size of a group. In which group is h?",
                (_, queryHeads, keyHeads) => queryHeads / keyHeads),
            new("returns the first head for all", "Your answer is 0 every time: then one key head would serve all.",
                (_, _, _) => 0),
            new("counts from the end", "You counted from the end: head 0 belongs to key head 0.",
                (h, queryHeads, keyHeads) => keyHeads - 1 - h / (queryHeads / keyHeads)),
        ],
    };
}
