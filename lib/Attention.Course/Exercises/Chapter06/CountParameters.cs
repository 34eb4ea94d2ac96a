namespace Attention.Course;

internal static partial class Chapter06
{
    public static Exercise<Func<int, int, int, int, int>> CountParameters { get; } = new(Syllabus.CountParameters)
    {
        Task = "Count the learnt numbers of a multi-head layer without biases (numbers that some layers also add to "
            + "each column): for each head W_Q and W_K of dModel × dK and W_V of dModel × dV; "
            + "for all together one W_O, which leads from the merged heads back to dModel.",
        Attempt = "MyCount",
        Starter = """
            int MyCount(int dModel, int heads, int dK, int dV)
                => throw new NotImplementedException();   // your formula
            """,
        Solution = """
            int MyCount(int dModel, int heads, int dK, int dV)
                => heads * dModel * (2 * dK + dV)      // W_Q, W_K, W_V of each head
                 + heads * dV * dModel;                // W_O: (heads · dV) × dModel
            """,
        Hints =
        [
            "Count matrices first: how many, and of which shape? A matrix of a × b has a · b numbers.",
            "Per head: dModel·dK for W_Q, the same for W_K, dModel·dV for W_V. The merged heads are heads·dV wide; "
                + "W_O leads from there to dModel.",
            "`heads * dModel * (2 * dK + dV) + …`, where the dots are the size of W_O: heads·dV rows, dModel columns.",
        ],
        Insight = "With dK = dV = dModel / heads it is 4·dModel², however many heads there are: "
            + "more heads are narrower heads, not more numbers.",
        Inputs = ["dModel", "heads", "dK", "dV"],
        Cases =
        [
            new("one head of width 1", 1, 1, 1, 1),
            new("the eight heads of text 1: 288 and 96", 4, 8, 3, 3),
            new("the usual split of 8 features into 2 heads", 8, 2, 4, 4),
            new("values wider than keys", 4, 2, 2, 3),
            new("keys wider than values", 5, 3, 4, 2),
            new("one head wider than the model", 2, 1, 7, 3),
            new("the original Transformer: 512 features, 8 heads", 512, 8, 64, 64),
        ],
        Reference = (dModel, heads, dK, dV) => heads * dModel * (2 * dK + dV) + heads * dV * dModel,
        WrongIdeas =
        [
            new("forgets W_O or W_V",
                "heads·dModel·dV numbers are missing. W_O and W_V have as many each: "
                    + "each head has a W_V of dModel × dV, "
                    + "and one W_O leads from the merged heads, heads·dV wide, back to dModel.",
                (dModel, heads, dK, dV) => heads * dModel * (2 * dK + dV)),
            new("makes W_O square",
                "You counted W_O as dModel × dModel. It leads from the merged heads, heads·dV wide, to dModel.",
                (dModel, heads, dK, dV) => heads * dModel * (2 * dK + dV) + dModel * dModel),
            new("makes W_O square by the merged width",
                "You counted W_O as square, heads·dV on both sides. It leads from there to dModel.",
                (dModel, heads, dK, dV) => heads * dModel * (2 * dK + dV) + heads * dV * heads * dV),
            new("counts one head",
                "You counted the projections of a single head. Every head has its own W_Q, W_K and W_V.",
                (dModel, heads, dK, dV) => dModel * (2 * dK + dV) + heads * dV * dModel),
            new("forgets the heads",
                "The number of heads is missing everywhere: there are W_Q, W_K and W_V for each head, and W_O has "
                    + "heads·dV rows.",
                (dModel, heads, dK, dV) => dModel * (2 * dK + dV) + dV * dModel,
                (dModel, heads, dK, dV) => dModel * (2 * dK + dV) + dModel * dModel),
            new("makes W_O too small",
                "Your W_O has dV rows only. The heads are merged before it: it has heads·dV rows.",
                (dModel, heads, dK, dV) => heads * dModel * (2 * dK + dV) + dV * dModel),
            new("gives every head a full W_O",
                "You counted one W_O for each head. There is one W_O for all heads together.",
                (dModel, heads, dK, dV) => heads * (dModel * (2 * dK + dV) + heads * dV * dModel)),
            new("takes keys and values as equally wide",
                "You took dK for the values, too. W_V is dModel × dV, and so W_O has heads·dV rows.",
                (dModel, heads, dK, dV) => heads * dModel * 3 * dK + heads * dK * dModel),
            new("takes the keys as wide as the values",
                "You took dV for queries and keys, too. W_Q and W_K are dModel × dK.",
                (dModel, heads, dK, dV) => heads * dModel * 3 * dV + heads * dV * dModel),
            new("takes dK three times",
                "dK counts three times and dV once. W_V is dModel × dV, and W_O has heads·dV rows: "
                    + "both have the width of a value.",
                (dModel, heads, dK, dV) => heads * dModel * 3 * dK + heads * dV * dModel),
            new("forgets the keys",
                "One of three projections is missing: each head has W_Q, W_K and W_V.",
                (dModel, heads, dK, dV) => heads * dModel * (dK + dV) + heads * dV * dModel),
            new("adds instead of multiplying",
                "You added rows and columns. A matrix of a × b has a · b numbers.",
                (dModel, heads, dK, dV) => heads * (2 * (dModel + dK) + dModel + dV) + heads * dV + dModel),
            new("adds biases",
                "You added biases. The task leaves them out; with them, every column of every matrix has one more "
                    + "number.",
                (dModel, heads, dK, dV) => heads * (dModel + 1) * (2 * dK + dV) + (heads * dV + 1) * dModel),
            new("takes the usual sizes for granted",
                "4·dModel² holds for the usual sizes only, dK = dV = dModel / heads. "
                    + "Count with the dK and dV that are given.",
                (dModel, heads, dK, dV) => 4 * dModel * dModel),
            new("counts the rows of W_O only",
                "You counted W_O as its rows, heads·dV. It has heads·dV rows and dModel columns: multiply.",
                (dModel, heads, dK, dV) => heads * dModel * (2 * dK + dV) + heads * dV),
            new("makes the projections of each head square",
                "You counted the projections of every head as dModel × dModel. They are dModel × dK and "
                    + "dModel × dV.",
                (dModel, heads, dK, dV) => 4 * heads * dModel * dModel,
                (dModel, heads, dK, dV) => 3 * heads * dModel * dModel + heads * dV * dModel),
            new("counts W_O like the projections",
                "You counted each projection twice. W_O is one matrix of heads·dV × dModel.",
                (dModel, heads, dK, dV) => 2 * heads * dModel * (2 * dK + dV)),
        ],
    };
}
