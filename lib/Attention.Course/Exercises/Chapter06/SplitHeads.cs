using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter06
{
    public static Exercise<Func<Matrix<float>, int, Matrix<float>[]>> SplitHeads { get; } = new(Syllabus.SplitHeads)
    {
        Task = "Split X (n × d) into heads: h matrices of n × d/h. Head 0 gets the first d/h features of every word, head 1 the next ones, and so on.",
        Attempt = "MySplit",
        Starter = """
            Matrix<float>[] MySplit(Matrix<float> X, int heads)   // X: n × d
            {
                throw new NotImplementedException();              // your code; heads matrices of n × d/heads
            }
            """,
        Solution = """
            Matrix<float>[] MySplit(Matrix<float> X, int heads)   // X: n × d
            {
                int size = X.ColumnCount / heads;
                return [.. Enumerable.Range(0, heads).Select(i => X.SubMatrix(0, X.RowCount, i * size, size))];
            }
            """,
        Hints =
        [
            "Every head sees every word, but only a part of its features. So what is cut, rows or columns?",
            "A head is d/heads columns wide. Head i starts at column i · d/heads. It keeps all n rows.",
            "`X.SubMatrix(0, X.RowCount, i * size, size)` for every head i, with size = X.ColumnCount / heads.",
        ],
        Insight = "Splitting costs nothing in principle: a head is a range of columns, and the library takes it as a view without a copy.",
        Inputs = ["X", "heads"],
        Cases =
        [
            new("two words, two heads", Sample.Matrix(new float[,] { { 1, 2, 3, 4 }, { 5, 6, 7, 8 } }), 2),
            new("one head", Sample.Matrix(new float[,] { { 1, 2 }, { 3, 4 } }), 1),
            new("a single word", Sample.Matrix(new float[,] { { 1, 2, 3, 4 } }), 2),
            new("a head per feature", Sample.Matrix(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }), 3),
            new("four words, three heads of two", Sample.Random(4, 6), 3),
        ],
        Reference = (x, heads) => [.. Enumerable.Range(0, heads).Select(h => Formulas.Head(x, h, heads))],
        WrongIdeas =
        [
            new("splits the words", "You cut along the wrong axis: each head got some of the words with all their features. Each head needs all words and some features: cut columns, not rows.",
                (x, heads) => [.. Enumerable.Range(0, heads).Select(h => x.SubMatrix(h * (x.RowCount / heads), x.RowCount / heads, 0, x.ColumnCount))])
            {
                Shows = (inputs, result) => inputs is [Matrix<float> x, int heads] && heads > 1 && result is Matrix<float>[] split && split.All(head => head is not null && head.ColumnCount == x.ColumnCount),
            },
            new("cuts the numbers row after row", "You read X row after row and filled one head after the other: words and features are mixed up. Each row of a head must come from the same row of X.",
                (x, heads) => [.. Enumerable.Range(0, heads).Select(h => Matrix<float>.Build.DenseOfRowMajor(x.RowCount, x.ColumnCount / heads, x.ToRowMajorArray().Skip(h * (x.RowCount * x.ColumnCount / heads))))]),
            new("deals the features like cards", "You dealt the features out in turn: head 0 got features 0, h, 2h … Here head 0 gets the first d/h features in one piece, so that merging can put them back.",
                (x, heads) => [.. Enumerable.Range(0, heads).Select(h => Matrix<float>.Build.Dense(x.RowCount, x.ColumnCount / heads, (i, j) => x[i, j * heads + h]))]),
            new("gives each head the same part", "Every head got the first d/h features. Head i starts at column i · d/h.",
                (x, heads) => [.. Enumerable.Range(0, heads).Select(_ => Formulas.Head(x, 0, heads))]),
            new("moves on by one feature", "Head i starts at column i, so the heads overlap. Each is d/h columns wide: head i starts at column i · d/h.",
                (x, heads) => [.. Enumerable.Range(0, heads).Select(h => x.SubMatrix(0, x.RowCount, h, x.ColumnCount / heads))]),
            new("gives each head everything", "Every head got all features. Each gets its own d/h of them.",
                (x, heads) => [.. Enumerable.Range(0, heads).Select(_ => x.Clone())])
            {
                Shows = (inputs, result) => inputs is [Matrix<float> x, int heads] && heads > 1 && result is Matrix<float>[] split && split.All(head => Value.Same(head, x)),
            },
            new("exchanges number and width", "You made d/h heads of width h. It should be h heads of width d/h.",
                (x, heads) => [.. Enumerable.Range(0, x.ColumnCount / heads).Select(h => x.SubMatrix(0, x.RowCount, h * heads, heads))]),
            new("turns the heads", "Each head is turned on its side: features in rows. Words stay rows: n × d/h.",
                (x, heads) => [.. Enumerable.Range(0, heads).Select(h => Formulas.Head(x, h, heads).Transpose())]),
        ],
    };
}
