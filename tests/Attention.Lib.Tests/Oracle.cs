namespace Attention.Lib.Tests;

/// <summary>Attention once more, deliberately dumb and in double precision; shares nothing with the library.</summary>
internal static class Oracle
{
    public const double Hidden = double.NegativeInfinity;

    /// <summary>Output and weights of one head. <paramref name="bias"/> is added to the score of (query, key); <see cref="Hidden"/> hides it.</summary>
    public static (double[,] Output, double[,] Weights) Attention(
        MatrixView queries, MatrixView keys, MatrixView values, Func<int, int, double>? bias = null, double? scale = null, double softcap = 0)
    {
        double factor = scale ?? 1 / Math.Sqrt(queries.Columns);
        var output = new double[queries.Rows, values.Columns];
        var weights = new double[queries.Rows, keys.Rows];
        for (int i = 0; i < queries.Rows; i++)
        {
            double[] scores = new double[keys.Rows];
            bool[] visible = new bool[keys.Rows];
            for (int j = 0; j < keys.Rows; j++)
            {
                double added = bias?.Invoke(i, j) ?? 0;
                visible[j] = added != Hidden;
                for (int c = 0; c < queries.Columns; c++)
                {
                    scores[j] += (double)queries[i, c] * keys[j, c];
                }

                scores[j] *= factor;
                scores[j] = softcap > 0 ? softcap * Math.Tanh(scores[j] / softcap) : scores[j];
                scores[j] += added;
            }

            double[] seen = [.. scores.Where((_, j) => visible[j])];
            double max = seen.Length == 0 ? 0 : seen.Max();
            double sum = seen.Sum(score => Math.Exp(score - max));
            for (int j = 0; j < keys.Rows; j++)
            {
                if (visible[j])
                {
                    weights[i, j] = Math.Exp(scores[j] - max) / sum;
                    for (int c = 0; c < values.Columns; c++)
                    {
                        output[i, c] += weights[i, j] * values[j, c];
                    }
                }
            }
        }

        return (output, weights);
    }

    /// <summary>The greatest difference between the reference and what was computed; NaN counts as infinite.</summary>
    public static double MaxError(double[,] expected, MatrixView actual)
    {
        Assert.Equal((expected.GetLength(0), expected.GetLength(1)), (actual.Rows, actual.Columns));
        double max = 0;
        for (int i = 0; i < actual.Rows; i++)
        {
            for (int j = 0; j < actual.Columns; j++)
            {
                double error = Math.Abs(expected[i, j] - actual[i, j]);
                max = Math.Max(max, double.IsNaN(error) ? double.PositiveInfinity : error);
            }
        }

        return max;
    }
}
