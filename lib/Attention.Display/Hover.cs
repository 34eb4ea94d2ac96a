using Attention.Lib;

namespace Attention.Display;

/// <summary>
/// Texts for the pointer over a heatmap's cell that spell its arithmetic with the cell's own numbers.
/// </summary>
/// <remarks>Each returns a function of row (query) and column (key), made for the <c>hover</c> parameter of <see
/// cref="Heatmap"/>.</remarks>
public static class Hover
{
    private const int MostTerms = 8;

    /// <summary>The dot product, term by term: <c>q·k = 2×3 + 1×4 = 10</c>.</summary>
    /// <param name="queries">One query per row, L × d.</param>
    /// <param name="keys">One key per row, S × d.</param>
    /// <exception cref="ArgumentException">Queries and keys differ in their number of columns.</exception>
    public static Func<int, int, string> Dot(MatrixValues queries, MatrixValues keys)
    {
        var scores = new Scores(queries, keys, null, default);
        return scores.SpellProduct;
    }

    /// <summary>The score: the dot product term by term, then the scale, then the mask.</summary>
    /// <param name="queries">One query per row, L × d.</param>
    /// <param name="keys">One key per row, S × d.</param>
    /// <param name="scale">What the dot product is multiplied by; 1/√d when omitted.</param>
    /// <param name="mask">Which keys each query may see; all when omitted.</param>
    /// <exception cref="ArgumentException">Queries and keys differ in their number of columns, or the mask does not fit
    /// them.</exception>
    public static Func<int, int, string> Score(
        MatrixValues queries,
        MatrixValues keys,
        double? scale = null,
        AttentionMask mask = default
    )
    {
        var scores = new Scores(queries, keys, scale, mask);
        return (i, j) => $"{scores.SpellProduct(i, j)}\n{scores.SpellScaleAndMask(i, j)}";
    }

    /// <summary>
    /// The weight from the start: dot product, scale, mask, e to the score's distance from the row's maximum, share of
    /// the row's sum.
    /// </summary>
    /// <param name="queries">One query per row, L × d.</param>
    /// <param name="keys">One key per row, S × d.</param>
    /// <param name="scale">What the dot product is multiplied by; 1/√d when omitted.</param>
    /// <param name="mask">Which keys each query may see; all when omitted.</param>
    /// <exception cref="ArgumentException">Queries and keys differ in their number of columns, or the mask does not fit
    /// them.</exception>
    public static Func<int, int, string> Weight(
        MatrixValues queries,
        MatrixValues keys,
        double? scale = null,
        AttentionMask mask = default
    )
    {
        var scores = new Scores(queries, keys, scale, mask);
        return (i, j) =>
            $"{scores.SpellProduct(i, j)}\n{scores.SpellScaleAndMask(i, j)}\n{SpellShare(keys.Rows, k => scores.Masked(i, k), j)}";
    }

    /// <summary>The share of a score in its row: <c>e^(2.1 − 3) = 0.407; 0.407 ÷ 1.88 = 0.216 = 21.6 %</c>.</summary>
    /// <param name="scores">The scores before softmax, queries × keys; −∞ is hidden.</param>
    public static Func<int, int, string> Share(MatrixValues scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return (i, j) => SpellShare(scores.Columns, k => scores[i, k], j);
    }

    private static string SpellShare(int keys, Func<int, double> score, int j)
    {
        double max = Enumerable.Range(0, keys).Max(score);
        if (double.IsNegativeInfinity(max))
        {
            return "the whole row is hidden: weight 0";
        }

        double power = Math.Exp(score(j) - max),
            sum = Enumerable.Range(0, keys).Sum(k => Math.Exp(score(k) - max));
        return double.IsNegativeInfinity(score(j))
            ? "e^(−∞) = 0: weight 0"
            : $"e^({Short(score(j))} − {Signed(max)}) = {Short(power)}\n{Short(power)} ÷ {Short(sum)} = {Short(power / sum)} = {Number.Text(100 * power / sum, 1)} %";
    }

    private static string Short(double value) => Number.Digits(value);

    private static string Signed(double value) => value < 0 ? $"({Short(value)})" : Short(value);

    /// <summary>The scores of every query with every key, step by step.</summary>
    private sealed class Scores
    {
        private readonly MatrixValues _queries,
            _keys;
        private readonly MatrixView _mask;
        private readonly bool _masks;
        private readonly double? _scale;

        public Scores(MatrixValues queries, MatrixValues keys, double? scale, AttentionMask mask)
        {
            ArgumentNullException.ThrowIfNull(queries);
            ArgumentNullException.ThrowIfNull(keys);
            if (queries.Columns != keys.Columns)
            {
                throw new ArgumentException(
                    $"queries.Columns is {queries.Columns} but keys.Columns is {keys.Columns}; they must be equal.",
                    nameof(keys)
                );
            }

            (_queries, _keys, _scale, _mask) = (queries, keys, scale, mask.Materialize(queries.Rows, keys.Rows));
            _masks = Enumerable.Range(0, queries.Rows).Any(i => _mask.Row(i).ContainsAnyExcept(0));
        }

        public double Masked(int i, int j) => Product(i, j) * (_scale ?? 1 / Math.Sqrt(_queries.Columns)) + _mask[i, j];

        public string SpellProduct(int i, int j)
        {
            var terms = Enumerable
                .Range(0, Math.Min(_queries.Columns, MostTerms))
                .Select(d => $"{Signed(_queries[i, d])}×{Signed(_keys[j, d])}");
            string rest = _queries.Columns > MostTerms ? $" + … ({_queries.Columns} terms)" : "";
            return $"q·k = {string.Join(" + ", terms)}{rest} = {Short(Product(i, j))}";
        }

        public string SpellScaleAndMask(int i, int j)
        {
            double product = Product(i, j),
                scale = _scale ?? 1 / Math.Sqrt(_queries.Columns),
                bias = _mask[i, j];
            string scaled =
                $"{Short(product)} {(_scale is null ? $"÷ √{_queries.Columns}" : $"× {Signed(scale)}")} = {Short(product * scale)}";
            return !_masks
                ? scaled
                : scaled
                    + "\nmask: "
                    + bias switch
                    {
                        0 => "visible",
                        double.NegativeInfinity => "hidden → −∞",
                        _ => $"{Short(product * scale)} + {Signed(bias)} = {Short(product * scale + bias)}",
                    };
        }

        private double Product(int i, int j) =>
            Enumerable.Range(0, _queries.Columns).Sum(d => _queries[i, d] * _keys[j, d]);
    }
}
