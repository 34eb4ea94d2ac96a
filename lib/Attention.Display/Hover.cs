using Attention.Display.Internal;

namespace Attention.Display;

/// <summary>Texts for the pointer over a heatmap's cell that spell its arithmetic with the cell's own numbers.</summary>
/// <remarks>Each returns a function of row (query) and column (key), made for the <c>hover</c> parameter of <see cref="Heatmap"/>.</remarks>
public static class Hover
{
    private const int Terms = 8;

    /// <summary>The dot product, term by term: <c>q·k = 2×3 + 1×4 = 10</c>.</summary>
    /// <param name="queries">One query per row, tokens × d.</param>
    /// <param name="keys">One key per row, tokens × d.</param>
    /// <exception cref="ArgumentException">Queries and keys differ in their number of columns.</exception>
    public static Func<int, int, string> Dot(MatrixValues queries, MatrixValues keys)
    {
        Check(queries, keys);
        return (i, j) => Product(queries, keys, i, j);
    }

    /// <summary>The score: dot product term by term, then the scale, then the mask.</summary>
    /// <param name="queries">One query per row, tokens × d.</param>
    /// <param name="keys">One key per row, tokens × d.</param>
    /// <param name="scale">What the dot product is multiplied by; 1/√d when omitted.</param>
    /// <param name="mask">True where query i may attend to key j; all may when omitted.</param>
    /// <exception cref="ArgumentException">Queries and keys differ in their number of columns.</exception>
    public static Func<int, int, string> Score(MatrixValues queries, MatrixValues keys, double? scale = null, Func<int, int, bool>? mask = null)
    {
        Check(queries, keys);
        return (i, j) => Product(queries, keys, i, j) + "\n" + Scaled(queries, keys, scale, mask, i, j);
    }

    /// <summary>The weight, from the start: dot product, scale, mask, e to the score's distance from the row's maximum, share of the row's sum.</summary>
    /// <param name="queries">One query per row, tokens × d.</param>
    /// <param name="keys">One key per row, tokens × d.</param>
    /// <param name="scale">What the dot product is multiplied by; 1/√d when omitted.</param>
    /// <param name="mask">True where query i may attend to key j; all may when omitted.</param>
    /// <exception cref="ArgumentException">Queries and keys differ in their number of columns.</exception>
    public static Func<int, int, string> Weight(MatrixValues queries, MatrixValues keys, double? scale = null, Func<int, int, bool>? mask = null)
    {
        Check(queries, keys);
        double factor = scale ?? 1 / Math.Sqrt(queries.Columns);
        return (i, j) =>
        {
            double[] row = [.. Enumerable.Range(0, keys.Rows).Select(k => mask?.Invoke(i, k) == false ? double.NegativeInfinity : factor * Dot(queries, keys, i, k))];
            return Product(queries, keys, i, j) + "\n" + Scaled(queries, keys, scale, mask, i, j) + "\n" + Spell(row, j);
        };
    }

    /// <summary>The share of a score in its row: <c>e^(2.1 − 3.0) = 0.41; 0.41 ÷ 1.9 = 21.6 %</c>.</summary>
    /// <param name="scores">The scores before softmax, queries × keys; −∞ is hidden.</param>
    public static Func<int, int, string> Share(MatrixValues scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return (i, j) => Spell([.. Enumerable.Range(0, scores.Columns).Select(k => scores[i, k])], j);
    }

    private static void Check(MatrixValues queries, MatrixValues keys)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(keys);
        if (queries.Columns != keys.Columns)
        {
            throw new ArgumentException($"queries.Columns is {queries.Columns} but keys.Columns is {keys.Columns}; they must be equal.", nameof(keys));
        }
    }

    private static double Dot(MatrixValues q, MatrixValues k, int i, int j) => Enumerable.Range(0, q.Columns).Sum(d => q[i, d] * k[j, d]);

    private static string Product(MatrixValues q, MatrixValues k, int i, int j)
    {
        var terms = Enumerable.Range(0, Math.Min(q.Columns, Terms)).Select(d => $"{Signed(q[i, d])}×{Signed(k[j, d])}");
        string rest = q.Columns > Terms ? $" + … ({q.Columns} terms)" : "";
        return $"q·k = {string.Join(" + ", terms)}{rest} = {Short(Dot(q, k, i, j))}";
    }

    private static string Scaled(MatrixValues q, MatrixValues k, double? scale, Func<int, int, bool>? mask, int i, int j)
    {
        double dot = Dot(q, k, i, j), factor = scale ?? 1 / Math.Sqrt(q.Columns);
        string how = scale is null ? $"÷ √{q.Columns}" : $"× {Short(factor)}";
        return $"{Short(dot)} {how} = {Short(dot * factor)}" + (mask is null ? "" : mask(i, j) ? "\nmask: visible" : "\nmask: hidden → −∞");
    }

    private static string Spell(double[] row, int j)
    {
        double max = row.Max();
        if (double.IsNegativeInfinity(max))
        {
            return "the whole row is hidden: weight 0";
        }

        double power = Math.Exp(row[j] - max), sum = row.Sum(score => Math.Exp(score - max));
        return double.IsNegativeInfinity(row[j])
            ? "e^(−∞) = 0: weight 0"
            : $"e^({Short(row[j])} − {Signed(max)}) = {Short(power)}\n{Short(power)} ÷ {Short(sum)} = {Short(power / sum)} = {Number.Text(100 * power / sum, 1)} %";
    }

    private static string Short(double value) => Number.Digits(value);

    private static string Signed(double value) => value < 0 ? $"({Short(value)})" : Short(value);
}
