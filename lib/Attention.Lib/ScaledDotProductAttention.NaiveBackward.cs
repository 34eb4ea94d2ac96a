using System.Numerics;
using Attention.Lib.Internal;

namespace Attention.Lib;

public static partial class ScaledDotProductAttention
{
    /// <summary>
    /// The gradients of one head by queries, keys and values, straight from the definition and in any precision.
    /// </summary>
    /// <param name="queries">Q of the forward pass: L × D.</param>
    /// <param name="keys">K of the forward pass: S × D.</param>
    /// <param name="values">V of the forward pass: S × Dv.</param>
    /// <param name="weights">
    /// P of the forward pass, each row a softmax or 0: L × S. A hidden key has the weight 0, so no mask is needed.
    /// </param>
    /// <param name="scale">The factor on q · k of the forward pass.</param>
    /// <param name="outputGradient">dO, the gradient of a loss by the output: L × Dv.</param>
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

        var queryGradient = new T[queryCount, features];
        var keyGradient = new T[keyCount, features];
        var valueGradient = new T[keyCount, valueFeatures];
        var weightGradient = new T[keyCount];
        for (int i = 0; i < queryCount; i++)
        {
            // dV = Pᵀ dO,  dP = dO Vᵀ,  mean = rowsum(P ∘ dP)
            T mean = T.Zero;
            for (int j = 0; j < keyCount; j++)
            {
                weightGradient[j] = T.Zero;
                for (int c = 0; c < valueFeatures; c++)
                {
                    valueGradient[j, c] += weights[i, j] * outputGradient[i, c];
                    weightGradient[j] += outputGradient[i, c] * values[j, c];
                }

                mean += weights[i, j] * weightGradient[j];
            }

            // dS = P ∘ (dP − mean),  dQ = scale · dS K,  dK = scale · dSᵀ Q
            for (int j = 0; j < keyCount; j++)
            {
                T scoreGradient = scale * weights[i, j] * (weightGradient[j] - mean);
                for (int c = 0; c < features; c++)
                {
                    queryGradient[i, c] += scoreGradient * keys[j, c];
                    keyGradient[j, c] += scoreGradient * queries[i, c];
                }
            }
        }

        return (queryGradient, keyGradient, valueGradient);
    }
}
