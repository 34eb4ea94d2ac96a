using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter06
{
    public static Exercise<Func<Matrix<float>, int, Matrix<float>[]>> SplitHeads { get; } =
        new(Syllabus.SplitHeads)
        {
            Task =
                "Split a projected matrix, such as the queries of all heads, n × d, into heads: h matrices of "
                + "n × d/h. Head 0 gets the first d/h columns, head 1 the next ones, and so on.",
            Attempt = "MySplit",
            Starter = """
                Matrix<float>[] MySplit(Matrix<float> Q, int heads)   // Q: n × d
                {
                    throw new NotImplementedException();              // your code; each n × d/heads
                }
                """,
            Solution = """
                Matrix<float>[] MySplit(Matrix<float> Q, int heads)   // Q: n × d
                {
                    int size = Q.ColumnCount / heads;
                    return [.. Enumerable.Range(0, heads).Select(i => Q.SubMatrix(0, Q.RowCount, i * size, size))];
                }
                """,
            Hints =
            [
                "Every head has a row for every word, but only a part of the columns. So what is cut, rows or columns?",
                "A head is d/heads columns wide. Head i starts at column i · d/heads. It keeps all n rows.",
                "`Q.SubMatrix(0, Q.RowCount, i * size, size)` for every head i, with size = Q.ColumnCount / heads.",
            ],
            Insight =
                "Splitting costs nothing in principle: a head is a range of columns, and the library takes it as a "
                + "view without a copy.",
            Inputs = ["Q", "heads"],
            Cases =
            [
                new(
                    "one head",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 1, 2 },
                            { 3, 4 },
                        }
                    ),
                    1
                ),
                new(
                    "a single word",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 1, 2, 3, 4 },
                        }
                    ),
                    2
                ),
                new(
                    "a head per feature",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 1, 2, 3 },
                            { 4, 5, 6 },
                        }
                    ),
                    3
                ),
                new(
                    "two words, two heads",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 1, 2, 3, 4 },
                            { 5, 6, 7, 8 },
                        }
                    ),
                    2
                ),
                new("three words, two heads of three", Sample.Random(3, 6, 2), 2),
                new("four words, three heads of two", Sample.Random(4, 6), 3),
                new("six words, four heads of three", Sample.Random(6, 12, 3), 4),
            ],
            Reference = (x, heads) => [.. Enumerable.Range(0, heads).Select(h => Formulas.Head(x, h, heads))],
            WrongIdeas =
            [
                new(
                    "splits the words",
                    "You cut along the wrong axis: each head got some of the words with all their features. "
                        + "Each head needs all words and some features: cut columns, not rows.",
                    (x, heads) =>
                        [
                            .. Each(heads, h =>
                                x.SubMatrix(h * (x.RowCount / heads), x.RowCount / heads, 0, x.ColumnCount)
                            ),
                        ],
                    (x, heads) =>
                        [.. Each(heads, h => x.SubMatrix(h * x.RowCount / heads, x.RowCount / heads, 0, x.ColumnCount))]
                )
                {
                    ShowsInFailure = (inputs, result) =>
                        inputs is [Matrix<float> x, > 1]
                        && result is Matrix<float>[] split
                        && split.All(head =>
                            head is not null && head.ColumnCount == x.ColumnCount && head.RowCount < x.RowCount
                        ),
                },
                new(
                    "cuts the numbers row after row",
                    "You read Q row after row and filled one head after the other: words and features are mixed up. "
                        + "Each row of a head must come from the same row of Q.",
                    (x, heads) =>
                        [
                            .. Each(heads, h =>
                                Matrix<float>.Build.DenseOfRowMajor(
                                    x.RowCount,
                                    x.ColumnCount / heads,
                                    Part(x.ToRowMajorArray(), h, heads)
                                )
                            ),
                        ]
                ),
                new(
                    "cuts the numbers row after row into columns",
                    "You read Q row after row and filled the heads column after column, as MathNet stores them: "
                        + "words and features are mixed up. Each row of a head must come from the same row of Q.",
                    (x, heads) =>
                        [
                            .. Each(heads, h =>
                                Matrix<float>.Build.Dense(
                                    x.RowCount,
                                    x.ColumnCount / heads,
                                    Part(x.ToRowMajorArray(), h, heads)
                                )
                            ),
                        ]
                ),
                new(
                    "deals the features like cards",
                    "You dealt the features out in turn: head 0 got features 0, h, 2h … "
                        + "Here head 0 gets the first d/h features in one piece, so that merging can put them back.",
                    (x, heads) =>
                        [
                            .. Each(heads, h =>
                                Matrix<float>.Build.Dense(x.RowCount, x.ColumnCount / heads, (i, j) =>
                                    x[i, j * heads + h]
                                )
                            ),
                        ]
                ),
                new(
                    "gives each head the same part",
                    "Every head got the first d/h features. Head i starts at column i · d/h.",
                    (x, heads) => [.. Each(heads, _ => Formulas.Head(x, 0, heads))]
                ),
                new(
                    "gives each head the last part",
                    "Every head got the last d/h features. Head i starts at column i · d/h.",
                    (x, heads) => [.. Each(heads, _ => Formulas.Head(x, heads - 1, heads))]
                ),
                new(
                    "takes them in reverse",
                    "The heads are in reverse order: head 0 gets the first d/h features.",
                    (x, heads) => [.. Each(heads, h => Formulas.Head(x, heads - 1 - h, heads))]
                ),
                new(
                    "moves on by one feature",
                    "Head i starts at column i, so the heads overlap. Each is d/h columns wide: "
                        + "head i starts at column i · d/h.",
                    (x, heads) => [.. Each(heads, h => x.SubMatrix(0, x.RowCount, h, x.ColumnCount / heads))]
                ),
                new(
                    "gives each head everything",
                    "Every head got all features. Each gets its own d/h of them.",
                    (x, heads) => [.. Each(heads, _ => x.Clone())]
                ),
                new(
                    "hides the others' features",
                    "Every head is as wide as Q, with zeros in place of the others' features. It should be d/h wide.",
                    (x, heads) =>
                        [
                            .. Each(heads, h =>
                                x.MapIndexed((_, j, value) => j / (x.ColumnCount / heads) == h ? value : 0)
                            ),
                        ]
                ),
                new(
                    "exchanges number and width",
                    "You made d/h heads of width h. It should be h heads of width d/h.",
                    (x, heads) => [.. Each(x.ColumnCount / heads, h => x.SubMatrix(0, x.RowCount, h * heads, heads))]
                ),
                new(
                    "makes every head as wide as there are heads",
                    "Your heads are h wide. They should be d/h wide: Q.ColumnCount / heads.",
                    (x, heads) => [.. Each(heads, h => x.SubMatrix(0, x.RowCount, h * heads, heads))]
                ),
                new(
                    "turns the heads",
                    "Each head is turned on its side: features in rows. Words stay rows: n × d/h.",
                    (x, heads) => [.. Each(heads, h => Formulas.Head(x, h, heads).Transpose())]
                ),
                new(
                    "makes one head",
                    "You made one head, whatever the number of heads is. It should be h of them.",
                    (x, _) => [x.Clone()],
                    (x, heads) => [Formulas.Head(x, 0, heads)]
                ),
                new(
                    "leaves the last head out",
                    "The last head is missing. The loop over the heads runs while i < heads.",
                    (x, heads) => [.. Each(heads - 1, h => Formulas.Head(x, h, heads))]
                ),
                new("divides the numbers",
                    "Your heads have the right shape, but their numbers are divided by h. Cut the features, "
                        + "and leave the numbers as they are.",
                    (x, heads) => [.. Each(heads, h => Formulas.Head(x, h, heads) / heads)]),
                new("leaves the heads empty",
                    "Your heads have the right shape, but hold only 0. Copy the columns of Q into them.",
                    (x, heads) => [.. Each(heads, h => Formulas.Head(x, h, heads) * 0)]),
            ],
        };

    private static IEnumerable<Matrix<float>> Each(int heads, Func<int, Matrix<float>> head) =>
        Enumerable.Range(0, heads).Select(head);

    /// <summary>The numbers cut into equal pieces, one after the other.</summary>
    private static float[] Part(float[] numbers, int part, int parts) =>
        numbers[(part * (numbers.Length / parts))..((part + 1) * (numbers.Length / parts))];
}
