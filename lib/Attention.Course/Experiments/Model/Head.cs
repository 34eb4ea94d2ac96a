using Attention.Lib;

namespace Attention.Course.Experiments;

/// <summary>
/// One attention head with its share of the output projection: <c>softmax(scale · XW_Q (XW_K)ᵀ) · XW_V · W_O</c>.
/// </summary>
/// <param name="Query">W_Q: d × d_k (d′ × d_k in cross-attention).</param>
/// <param name="Key">W_K: d × d_k. The same object as <paramref name="Query"/> ties the two: its gradient gathers both
/// shares.</param>
/// <param name="Value">W_V: d × d_v.</param>
/// <param name="Output">W_O, the rows that belong to this head: d_v × classes.</param>
/// <param name="Scale">The factor on q · k.</param>
/// <param name="Rotary">The positions by which queries and keys are turned, or null.</param>
internal sealed record Head(
    Parameter Query, Parameter Key, Parameter Value, Parameter Output, double Scale, Rotary? Rotary = null)
{
    /// <summary>What the backward pass needs of the forward pass.</summary>
    internal sealed record Pass(double[,] Q, double[,] K, double[,] V, double[,] Weights, double[,] Z);

    /// <summary>Adds this head's share to the logits, L × classes.</summary>
    public Pass Forward(Example example, double[,] logits)
    {
        double[,] q = Product.Of(example.Asking, Query.Value);   // L × d_k
        double[,] k = Product.Of(example.Inputs, Key.Value);     // n × d_k
        double[,] v = Product.Of(example.Inputs, Value.Value);   // n × d_v
        Rotary?.Turn(q, example.AskingPositions);
        Rotary?.Turn(k);
        double[,] weights = Product.WithTransposed(q, k);       // L × n
        var row = new double[weights.GetLength(1)];
        for (int i = 0; i < weights.GetLength(0); i++)
        {
            int visible = example.Visible[i];
            for (int j = 0; j < visible; j++)
            {
                row[j] = Scale * weights[i, j];
            }

            Softmax.Naive<double>(row.AsSpan(0, visible), row);
            for (int j = 0; j < row.Length; j++)
            {
                weights[i, j] = j < visible ? row[j] : 0;
            }
        }

        double[,] z = Product.Of(weights, v);                    // L × d_v
        Product.AddTo(logits, z, Output.Value);
        return new(q, k, v, weights, z);
    }

    /// <summary>
    /// Adds to the gradients of the four matrices, given the gradient with respect to the logits, L × classes.
    /// </summary>
    public void Backward(Example example, Pass pass, double[,] logitGradient)
    {
        double[,] zGradient = Product.WithTransposed(logitGradient, Output.Value);
        var (q, k, v) = ScaledDotProductAttention.NaiveBackward(pass.Q, pass.K, pass.V, pass.Weights, Scale, zGradient);
        Rotary?.TurnBack(q, example.AskingPositions);
        Rotary?.TurnBack(k);
        Query.AddGradient(example.Asking, q);
        Key.AddGradient(example.Inputs, k);
        Value.AddGradient(example.Inputs, v);
        Output.AddGradient(pass.Z, logitGradient);
    }
}
