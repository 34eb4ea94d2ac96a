using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter06
{
    public static Exercise<Func<Matrix<float>[], Matrix<float>>> MergeHeads { get; } =
        new(Syllabus.MergeHeads)
        {
            Task =
                "Put the outputs of the heads side by side: h matrices of n × d_v become one of n × h·d_v, head 0 on "
                + "the left.",
            Attempt = "MyMerge",
            Starter = """
                Matrix<float> MyMerge(Matrix<float>[] Z)   // Z: h heads of n × d_v
                {
                    throw new NotImplementedException();   // your code; the result is n × h·d_v
                }
                """,
            Solution = """
                Matrix<float> MyMerge(Matrix<float>[] Z)   // Z: h heads of n × d_v
                    => Z.Aggregate((left, right) => left.Append(right));
                """,
            Hints =
            [
                "Every word keeps its row. What its heads found stands in that row, one after the other.",
                "The result has as many rows as each head and h times as many columns. "
                    + "Column c of head i goes to column i · d_v + c.",
                "MathNet's `left.Append(right)` puts two matrices side by side (Stack would put one below the other). "
                    + "Do that for all heads in order.",
            ],
            Insight = "Merging undoes splitting; what the heads found stays apart until W_O mixes it.",
            Inputs = ["Z"],
            Cases =
            [
                Merged(
                    "a single head",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 1, 2 },
                            { 3, 4 },
                        }
                    )
                ),
                Merged(
                    "a single word",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 1, 2 },
                        }
                    ),
                    Sample.Matrix(
                        new float[,]
                        {
                            { 3, 4 },
                        }
                    )
                ),
                Merged(
                    "heads of width 1",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 1 },
                            { 2 },
                        }
                    ),
                    Sample.Matrix(
                        new float[,]
                        {
                            { 3 },
                            { 4 },
                        }
                    ),
                    Sample.Matrix(
                        new float[,]
                        {
                            { 5 },
                            { 6 },
                        }
                    )
                ),
                Merged(
                    "two heads",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 1, 2 },
                            { 3, 4 },
                        }
                    ),
                    Sample.Matrix(
                        new float[,]
                        {
                            { 5, 6 },
                            { 7, 8 },
                        }
                    )
                ),
                Merged("three words, two heads of four", Sample.Random(3, 4, 41), Sample.Random(3, 4, 42)),
                Merged(
                    "the eight heads of text 1: 2 × 3 each, 2 × 24 together",
                    [.. Enumerable.Range(1, 8).Select(h => Sample.Random(2, 3, (ulong)h))]
                ),
            ],
            Reference = z => z.Aggregate((left, right) => left.Append(right)),
            WrongIdeas =
            [
                new(
                    "stacks the heads",
                    "You put the heads below each other: now there are h times as many words. Put them side by side: "
                        + "Append, not Stack.",
                    z => z.Aggregate((upper, lower) => upper.Stack(lower))
                ),
                new(
                    "adds the heads",
                    "You added the heads up. Then nobody can tell them apart any more; each keeps columns of its own.",
                    z => z.Aggregate((x, y) => x + y)
                ),
                new(
                    "averages the heads",
                    "You averaged the heads. Each keeps columns of its own; how to weigh them is left to W_O.",
                    z => z.Aggregate((x, y) => x + y) / z.Length
                ),
                new("takes them in reverse", "The heads are in reverse order: head 0 belongs on the left.", z =>
                    z.Reverse().Aggregate((left, right) => left.Append(right))
                ),
                new(
                    "deals the columns like cards",
                    "You took one column of each head in turn. Each head stays in one piece, as it was split off.",
                    z =>
                        Matrix<float>.Build.Dense(z[0].RowCount, z.Length * z[0].ColumnCount, (i, j) =>
                            z[j % z.Length][i, j / z.Length]
                        )
                ),
                new(
                    "reshapes without turning",
                    "You wrote the numbers of one head after the other into the rows of the result: rows and heads "
                        + "are mixed up. Row i of the result holds row i of every head.",
                    z =>
                        Matrix<float>.Build.DenseOfRowMajor(
                            z[0].RowCount,
                            z.Length * z[0].ColumnCount,
                            z.SelectMany(head => head.ToRowMajorArray())
                        )
                ),
                new("keeps the last head", "Only the last head is there. All of them stand side by side.", z =>
                    z[^1].Clone()
                ),
                new("keeps the first head", "Only the first head is there. All of them stand side by side.", z =>
                    z[0].Clone()
                ),
                new(
                    "repeats the first head",
                    "The first head stands there again and again. Each head has columns of its own.",
                    z => z.Select(_ => z[0]).Aggregate((left, right) => left.Append(right))
                ),
                new("turns the heads", "Each head is turned on its side before it is merged. Words stay rows.", z =>
                    z.Select(head => head.Transpose()).Aggregate((left, right) => left.Append(right))
                ),
                new("turns the result", "The result is turned on its side: words stay rows, n × h·d_v.", z =>
                    z.Aggregate((left, right) => left.Append(right)).Transpose()
                ),
                new("multiplies the heads", "You multiplied the heads number by number. Put them side by side.", z =>
                    z.Aggregate((x, y) => x.PointwiseMultiply(y))
                ),
                new(
                    "keeps the largest number",
                    "You kept the larger number at each position. Each head keeps columns of its own.",
                    z => z.Aggregate((x, y) => x.PointwiseMaximum(y))
                ),
                new("merges two heads only",
                    "Only two heads are there. All of them stand side by side: loop over Z.",
                    z => z.Length == 1 ? z[0].Clone() : z[0].Append(z[1])),
                new("repeats the first head at the front",
                    "The first head stands there twice. Start the loop at head 1, or from an empty result.",
                    z => z.Aggregate(z[0], (left, right) => left.Append(right))),
                new("leaves the last head out",
                    "The last head is missing. The loop over the heads runs while h < Z.Length.",
                    z => z.Length == 1 ? z[0].Clone() : z.SkipLast(1).Aggregate((left, right) => left.Append(right))),
                new("moves on by one column",
                    "Head h was written from column h on, so the heads overlap. Each is d_v columns wide: "
                        + "head h starts at column h · d_v.",
                    z =>
                    {
                        Matrix<float> merged = Matrix<float>.Build.Dense(z[0].RowCount, z.Length * z[0].ColumnCount);
                        for (int h = 0; h < z.Length; h++)
                        {
                            merged.SetSubMatrix(0, h, z[h]);
                        }

                        return merged;
                    }),
                new("repeats the first column of each head",
                    "The first column of each head stands there again and again. Column c of head h goes to "
                        + "column h · d_v + c.",
                    z => z.Select(head => head.MapIndexed((i, _, _) => head[i, 0]))
                        .Aggregate((left, right) => left.Append(right))),
            ],
        };

    // Cast to object: otherwise C# passes the array as the whole `params` list.
    private static Case Merged(string name, params Matrix<float>[] heads) => new(name, (object)heads);
}
