using System.Numerics;
using System.Runtime.InteropServices;
using Attention.Lib;

namespace Attention.Course.RealModel;

/// <summary>
/// Layer normalisation: each row is shifted to mean 0 and scaled to variance 1, then scaled and shifted feature by
/// feature by learnt numbers.
/// </summary>
/// <remarks>Source: Ba, Kiros and Hinton, Layer Normalization (2016).</remarks>
/// <param name="scale">One number per feature.</param>
/// <param name="shift">One number per feature.</param>
internal sealed class LayerNorm(float[] scale, float[] shift)
{
    private const float Epsilon = 1e-12f; // as in the model: a row of equal numbers must not divide by 0

    /// <summary>Normalises every row. O(rows · features).</summary>
    public void Apply(MatrixView rows)
    {
        for (int row = 0; row < rows.Rows; row++)
        {
            Apply(rows.Row(row));
        }
    }

    /// <summary>Normalises one row. O(features).</summary>
    public void Apply(Span<float> row)
    {
        float mean = Sum(row) / row.Length;
        float factor = 1 / MathF.Sqrt(SquaredDistance(row, mean) / row.Length + Epsilon);
        Span<Vector<float>> whole = MemoryMarshal.Cast<float, Vector<float>>(row);
        for (int i = 0; i < whole.Length; i++)
        {
            int at = i * Vector<float>.Count;
            whole[i] = (whole[i] - new Vector<float>(mean)) * factor * new Vector<float>(scale, at)
                + new Vector<float>(shift, at);
        }

        for (int i = whole.Length * Vector<float>.Count; i < row.Length; i++)
        {
            row[i] = (row[i] - mean) * factor * scale[i] + shift[i];
        }
    }

    private static float Sum(ReadOnlySpan<float> row)
    {
        ReadOnlySpan<Vector<float>> whole = MemoryMarshal.Cast<float, Vector<float>>(row);
        Vector<float> sums = Vector<float>.Zero;
        foreach (Vector<float> x in whole)
        {
            sums += x;
        }

        float sum = Vector.Sum(sums);
        foreach (float x in row[(whole.Length * Vector<float>.Count)..])
        {
            sum += x;
        }

        return sum;
    }

    private static float SquaredDistance(ReadOnlySpan<float> row, float mean)
    {
        ReadOnlySpan<Vector<float>> whole = MemoryMarshal.Cast<float, Vector<float>>(row);
        Vector<float> sums = Vector<float>.Zero;
        foreach (Vector<float> x in whole)
        {
            Vector<float> distance = x - new Vector<float>(mean);
            sums += distance * distance;
        }

        float sum = Vector.Sum(sums);
        foreach (float x in row[(whole.Length * Vector<float>.Count)..])
        {
            sum += (x - mean) * (x - mean);
        }

        return sum;
    }
}
