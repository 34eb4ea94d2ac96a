using System.Numerics;
using System.Runtime.InteropServices;
using Attention.Lib.Internal;

namespace Attention.Lib;

public static partial class ScaledDotProductAttention
{
    /// <summary>
    /// The gradients of one head with respect to queries, keys and values, straight from the definition and in any
    /// precision.
    /// </summary>
    /// <param name="queries">Q of the forward pass: L × D.</param>
    /// <param name="keys">K of the forward pass: S × D.</param>
    /// <param name="values">V of the forward pass: S × Dv.</param>
    /// <param name="weights">
    /// P of the forward pass, each row a softmax or 0: L × S. A hidden key has the weight 0, so no mask is needed.
    /// </param>
    /// <param name="scale">The factor on q · k of the forward pass.</param>
    /// <param name="outputGradient">dO, the gradient of a loss with respect to the output: L × Dv.</param>
    /// <returns>dQ: L × D, dK: S × D and dV: S × Dv.</returns>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit together; the message names both sides.</exception>
    /// <remarks>
    /// <para>
    /// O(L·S·(D + Dv)) time. Every sum runs from the first to the last index, so the result has the same bits on every
    /// machine.
    /// </para>
    /// <para><see cref="Backward"/> computes the same in floats, with masks, bias and softcap.</para>
    /// <para>Source: Dao et al., FlashAttention (2022), appendix B.2.</para>
    /// </remarks>
    public static (T[,] Queries, T[,] Keys, T[,] Values) NaiveBackward<T>(
        T[,] queries, T[,] keys, T[,] values, T[,] weights, T scale, T[,] outputGradient)
        where T : INumberBase<T>
    {
        CheckShapes(queries, keys, values, weights, outputGradient);
        (int queryCount, int features) = (queries.GetLength(0), queries.GetLength(1));
        (int keyCount, int valueFeatures) = (keys.GetLength(0), values.GetLength(1));
        var queryGradient = new T[queryCount, features];
        var keyGradient = new T[keyCount, features];
        var valueGradient = new T[keyCount, valueFeatures];
        var weightGradient = new T[keyCount];
        for (int i = 0; i < queryCount; i++)
        {
            // dV = Pᵀ dO,  dP = dO Vᵀ,  mean = rowsum(P ∘ dP)
            ReadOnlySpan<T> weightRow = Row(weights, i), outputRow = Row(outputGradient, i);
            T mean = T.Zero;
            for (int j = 0; j < keyCount; j++)
            {
                ReadOnlySpan<T> valueRow = Row(values, j)[..outputRow.Length];
                Span<T> valueGradientRow = Row(valueGradient, j)[..outputRow.Length];
                T weight = weightRow[j], sum = T.Zero;
                for (int c = 0; c < outputRow.Length; c++)
                {
                    valueGradientRow[c] += weight * outputRow[c];
                    sum += outputRow[c] * valueRow[c];
                }

                weightGradient[j] = sum;
                mean += weight * sum;
            }

            // dS = P ∘ (dP − mean),  dQ = scale · dS K,  dK = scale · dSᵀ Q
            ReadOnlySpan<T> queryRow = Row(queries, i);
            Span<T> queryGradientRow = Row(queryGradient, i)[..queryRow.Length];
            for (int j = 0; j < keyCount; j++)
            {
                ReadOnlySpan<T> keyRow = Row(keys, j)[..queryRow.Length];
                Span<T> keyGradientRow = Row(keyGradient, j)[..queryRow.Length];
                T scoreGradient = scale * weightRow[j] * (weightGradient[j] - mean);
                for (int c = 0; c < queryRow.Length; c++)
                {
                    queryGradientRow[c] += scoreGradient * keyRow[c];
                    keyGradientRow[c] += scoreGradient * queryRow[c];
                }
            }
        }

        return (queryGradient, keyGradient, valueGradient);
    }

    private static void CheckShapes<T>(T[,] queries, T[,] keys, T[,] values, T[,] weights, T[,] outputGradient)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(outputGradient);
        (int queryCount, int features) = (queries.GetLength(0), queries.GetLength(1));
        (int keyCount, int valueFeatures) = (keys.GetLength(0), values.GetLength(1));
        Require.Equal(keys.GetLength(1), features, "keys.GetLength(1)", "queries.GetLength(1)");
        Require.Equal(values.GetLength(0), keyCount, "values.GetLength(0)", "keys.GetLength(0)");
        Require.Equal(weights.GetLength(0), queryCount, "weights.GetLength(0)", "queries.GetLength(0)");
        Require.Equal(weights.GetLength(1), keyCount, "weights.GetLength(1)", "keys.GetLength(0)");
        Require.Equal(outputGradient.GetLength(0), queryCount, "outputGradient.GetLength(0)", "queries.GetLength(0)");
        Require.Equal(outputGradient.GetLength(1), valueFeatures, "outputGradient.GetLength(1)", "values.GetLength(1)");
    }

    /// <summary>
    /// A row as a span: its elements lie side by side. Without vector registers, in a browser, it is several times
    /// faster to read than the matrix.
    /// </summary>
    private static Span<T> Row<T>(T[,] matrix, int row) => matrix.GetLength(1) == 0
        ? []
        : MemoryMarshal.CreateSpan(ref matrix[row, 0], matrix.GetLength(1));
}
