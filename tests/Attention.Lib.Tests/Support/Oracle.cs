namespace Attention.Lib.Tests;

/// <summary>Attention once more, deliberately dumb and in double precision; shares nothing with the library.</summary>
internal static class Oracle
{
    public const double Hidden = double.NegativeInfinity;

    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>
    /// One head. <paramref name="bias"/> is added to the score of (query, key); <see cref="Hidden"/> hides it.
    /// </summary>
    public static Reference Attention(
        MatrixView queries, MatrixView keys, MatrixView values, Func<int, int, double>? bias = null,
        AttentionOptions options = default)
    {
        double scale = options.Scale ?? 1 / Math.Sqrt(queries.Columns);
        var result = new Reference(queries.Rows, keys.Rows, values.Columns);
        for (int i = 0; i < queries.Rows; i++)
        {
            (double max, double scoreError) = Scores(result, i, queries, keys, bias, options, scale);
            AddValues(result, i, max, scoreError, values);
        }

        return result;
    }

    /// <summary>
    /// The scores of query i at every stage before the softmax; returns the largest, and how far a float may be from
    /// it.
    /// </summary>
    private static (double Max, double Error) Scores(
        Reference result, int i, MatrixView queries, MatrixView keys, Func<int, int, double>? bias,
        AttentionOptions options, double scale)
    {
        double max = double.NegativeInfinity,
            scoreError = 0;
        for (int j = 0; j < keys.Rows; j++)
        {
            double dot = 0,
                magnitude = 0,
                added = bias?.Invoke(i, j) ?? 0;
            for (int c = 0; c < queries.Columns; c++)
            {
                dot += (double)queries[i, c] * keys[j, c];
                magnitude += Math.Abs((double)queries[i, c] * keys[j, c]);
            }

            result.Visible[i, j] = added != Hidden;
            result.Raw[i, j] = scale * dot;
            result.Capped[i, j] =
                options.Softcap > 0 ? options.Softcap * Math.Tanh(scale * dot / options.Softcap) : scale * dot;
            result.Masked[i, j] = result.Visible[i, j] ? result.Capped[i, j] + added : Hidden;
            if (result.Visible[i, j])
            {
                max = double.IsNaN(max) ? max : Math.Max(max, result.Masked[i, j]);

                // D products and sums, the scale and its own rounding, tanh, the bias.
                double error =
                    (queries.Columns + 8)
                    * UnitRoundoff
                    * (Math.Abs(scale) * magnitude + Math.Abs(added) + Math.Abs(options.Softcap));
                scoreError = Math.Max(scoreError, error);
            }
        }

        return (max, scoreError);
    }

    /// <summary>The log-sum-exp, the weights and the output of query i, and how far floats may be from them.</summary>
    private static void AddValues(Reference result, int i, double max, double scoreError, MatrixView values)
    {
        int[] visible = [.. Enumerable.Range(0, values.Rows).Where(j => result.Visible[i, j])];
        double sum = visible.Sum(j => Math.Exp(result.Masked[i, j] - max));
        result.LogSumExp[i] = visible.Length > 0 ? max + Math.Log(sum) : Hidden;
        result.ScoreBound[i] = scoreError + 4 * UnitRoundoff * Math.Abs(result.LogSumExp[i]);

        // A weight is wrong by the errors of its score and of the sum below it, e^x by 2⁻²¹, each of the S additions by
        // u.
        double weightError =
            Math.Exp(2 * result.ScoreBound[i]) - 1 + Math.Pow(2, -20) + 2 * (values.Rows + 4) * UnitRoundoff;
        foreach (int j in visible)
        {
            result.Weights[i, j] = Math.Exp(result.Masked[i, j] - max) / sum;
        }

        for (int c = 0; c < values.Columns; c++)
        {
            foreach (int j in visible)
            {
                result.Output[i, c] += result.Weights[i, j] * values[j, c];
                result.Bound[i, c] += result.Weights[i, j] * Math.Abs(values[j, c]) * weightError;
            }

            result.Bound[i, c] += 1e-37; // below that, floats have fewer digits, and e^x is cut off
        }
    }

    /// <summary>The greatest difference between the reference and what was computed; NaN counts as infinite.</summary>
    public static double MaxError(double[,] expected, MatrixView actual) =>
        Largest(expected, actual, (error, _, _) => error);

    /// <summary>
    /// Every number within its bound, which follows from the theory of rounding; a NaN is expected where the reference
    /// has one.
    /// </summary>
    public static void AssertWithinBound(Reference expected, MatrixView actual, string? what = null)
    {
        double worst = Largest(expected.Output, actual, (error, i, c) => error / expected.Bound[i, c]);
        Assert.True(worst <= 1, $"{what}: the error is {worst:G3} times its bound");
    }

    private static double Largest(double[,] expected, MatrixView actual, Func<double, int, int, double> measure)
    {
        Assert.Equal((expected.GetLength(0), expected.GetLength(1)), (actual.Rows, actual.Columns));
        double max = 0;
        for (int i = 0; i < actual.Rows; i++)
        {
            for (int j = 0; j < actual.Columns; j++)
            {
                bool bothNaN = double.IsNaN(expected[i, j]) && float.IsNaN(actual[i, j]);
                double error =
                    bothNaN || expected[i, j] == actual[i, j]
                        ? 0
                        : measure(Math.Abs(expected[i, j] - actual[i, j]), i, j);
                max = Math.Max(max, double.IsNaN(error) ? double.PositiveInfinity : error);
            }
        }

        return max;
    }
}

/// <summary>
/// What the oracle found: the scores at all four stages, the output, and how far float arithmetic may be from it.
/// </summary>
internal sealed class Reference(int queries, int keys, int features)
{
    public bool[,] Visible { get; } = new bool[queries, keys];
    public double[,] Raw { get; } = new double[queries, keys];
    public double[,] Capped { get; } = new double[queries, keys];
    public double[,] Masked { get; } = new double[queries, keys];
    public double[,] Weights { get; } = new double[queries, keys];
    public double[,] Output { get; } = new double[queries, features];
    public double[,] Bound { get; } = new double[queries, features];
    public double[] LogSumExp { get; } = new double[queries];
    public double[] ScoreBound { get; } = new double[queries];
}
