using System.Runtime.CompilerServices;
using Attention.Display;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

/// <summary>One array of numbers with its shape: what every input and result of an exercise consists of.</summary>
/// <param name="Shape">No entry for a number, one for a vector, two for a matrix.</param>
/// <param name="Numbers">Row after row.</param>
internal sealed record NumberArray(int[] Shape, double[] Numbers)
{
    public string ShapeText =>
        Shape.Length switch
        {
            0 => "a number",
            1 => Shape[0] == 1 ? "1 number" : $"{Shape[0]} numbers",
            _ => string.Join(" × ", Shape),
        };

    /// <summary>The last two dimensions as a picture or a block of text sees them.</summary>
    public int Rows => Shape.Length < 2 ? 1 : Shape[^2];

    public int Columns => Shape.Length < 1 ? 1 : Shape[^1];
}

/// <summary>
/// What a check does with inputs and results, whatever their type: copy, compare, write out, subtract.
/// </summary>
internal static class Value
{
    /// <summary>A copy that shares nothing, so that learner's code can change only what is its own.</summary>
    public static object? Copy(object? value) =>
        value switch
        {
            Matrix<float> matrix => matrix.Clone(),
            Matrix<float>[] matrices => Array.ConvertAll(matrices, matrix => matrix?.Clone()),
            Array array => array.Clone(),
            (float x, float y, float[] z) => (x, y, (float[])z.Clone()),
            _ => value,
        };

    /// <summary>
    /// The arrays that a value consists of: one as a rule, several for a list of heads or a tuple, none for words or
    /// functions.
    /// </summary>
    public static NumberArray?[] Arrays(object? value) =>
        value switch
        {
            bool flag => [new([], [flag ? 1 : 0])],
            float or double or int or long => [new([], [Convert.ToDouble(value, null)])],
            float[] v => [new([v.Length], Array.ConvertAll(v, x => (double)x))],
            double[] v => [new([v.Length], v)],
            int[] v => [new([v.Length], Array.ConvertAll(v, x => (double)x))],
            Matrix<float> m =>
            [
                new([m.RowCount, m.ColumnCount], Array.ConvertAll(m.ToRowMajorArray(), x => (double)x)),
            ],
            float[,] m => [new([.. Dimensions(m)], [.. m.Cast<float>().Select(x => (double)x)])],
            bool[,] or bool[,,] =>
            [
                new([.. Dimensions((Array)value)], [.. ((Array)value).Cast<bool>().Select(flag => flag ? 1.0 : 0)]),
            ],
            Matrix<float>[] heads => [.. heads.SelectMany(head => head is null ? [null] : Arrays(head))],
            ITuple tuple =>
            [
                .. Enumerable.Range(0, tuple.Length).SelectMany(i => tuple[i] is { } part ? Arrays(part) : [null]),
            ],
            _ => [],
        };

    /// <summary>
    /// Whether two values are the same up to rounding: same shapes, same infinities, NaN where the other has NaN.
    /// </summary>
    public static bool Same(object? x, object? y, double tolerance = 1e-4)
    {
        NumberArray?[] left = Arrays(x),
            right = Arrays(y);
        return left.Length == 0 || right.Length == 0
            ? Equals(x, y) || (left.Length == right.Length && x?.GetType() == y?.GetType() && x is Array)
            : left.Length == right.Length && left.Zip(right).All(pair => Same(pair.First, pair.Second, tolerance));
    }

    private static bool Same(NumberArray? x, NumberArray? y, double tolerance) =>
        x is null || y is null
            ? x == y
            : x.Shape.SequenceEqual(y.Shape)
                && x.Numbers.Zip(y.Numbers).All(pair => Same(pair.First, pair.Second, tolerance));

    // Relative to large numbers, absolute for small ones.
    private static bool Same(double x, double y, double tolerance) =>
        x.Equals(y) || Math.Abs(x - y) <= tolerance * Math.Min(Math.Max(Math.Abs(y), 0.1), 1e30);

    /// <summary>The shapes in words: <c>2 × 3</c>, <c>4 numbers</c>, <c>2 matrices: 3 × 2, 3 × 2</c>.</summary>
    public static string ShapeText(object? value)
    {
        NumberArray?[] arrays = Arrays(value);
        string shapes = string.Join(", ", arrays.Select(array => array?.ShapeText ?? "null"));
        if (value is not Matrix<float>[])
        {
            return shapes;
        }
        string noun = arrays.Length == 1 ? "matrix" : "matrices";
        return $"{arrays.Length} {noun}{(arrays.Length > 0 ? ": " + shapes : "")}";
    }

    public static bool HasNaN(object? value) =>
        Arrays(value).Any(array => array is not null && array.Numbers.Any(double.IsNaN));

    /// <summary>
    /// Where and by how much two values of the same shape differ; null for single numbers and for what is no array.
    /// </summary>
    public static Figure? Difference(object? got, object? expected)
    {
        NumberArray?[] left = Arrays(got),
            right = Arrays(expected);
        int at = Enumerable
            .Range(0, Math.Min(left.Length, right.Length))
            .FirstOrDefault(i => !Same(left[i], right[i], 1e-4), -1);
        if (
            left.Length != right.Length
            || at < 0
            || left[at] is not { } x
            || right[at] is not { } y
            || !x.Shape.SequenceEqual(y.Shape)
            || x.Numbers.Length < 2
        )
        {
            return null;
        }

        int columns = x.Columns,
            rows = x.Numbers.Length / columns;
        var difference = new double[rows, columns];
        for (int i = 0; i < x.Numbers.Length; i++)
        {
            difference[i / columns, i % columns] = x.Numbers[i].Equals(y.Numbers[i]) ? 0 : x.Numbers[i] - y.Numbers[i];
        }

        string which = left.Length > 1 ? $", part {at + 1} of {left.Length}" : "";
        return rows * columns > 400
            ? null
            : Heatmap.Of(
                difference,
                title: $"Yours minus expected{which}: white is right",
                scale: ColorScale.Diverging
            );
    }

    private static IEnumerable<int> Dimensions(Array array) => Enumerable.Range(0, array.Rank).Select(array.GetLength);
}
