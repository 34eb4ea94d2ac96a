using Attention.Display;
using Attention.Lib;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course.RealModel;

/// <summary>What <see cref="MiniLm"/> makes of one text: its tokens, all attention maps, and its vector.</summary>
public sealed class Reading
{
    private readonly MatrixView[] _inputs;
    private readonly EncoderLayer[] _layers;
    private readonly HeadTensor _maps; // layers × heads × tokens × tokens

    internal Reading(
        string[] tokens, MatrixView states, HeadTensor maps, MatrixView[] inputs, EncoderLayer[] layers)
    {
        (Tokens, States, _maps, _inputs, _layers) = (tokens, states, maps, inputs, layers);
        Vector = Mean(states);
    }

    /// <summary>The tokens, from [CLS] to [SEP]; <c>##</c> begins a piece that goes on with the one before.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>The tokens as names of rows and columns.</summary>
    public Labels Labels => Tokens.ToArray();

    /// <summary>The states behind the last layer: tokens × features.</summary>
    public ReadOnlyMatrixView States { get; }

    /// <summary>The vector of the whole text: the mean of the states of all tokens, brought to length 1.</summary>
    public Vector<float> Vector { get; }

    /// <summary>The position of the first token that is <paramref name="token"/>; −1 where there is none.</summary>
    /// <param name="token">The token, in small letters.</param>
    public int Place(string token) => Array.IndexOf([.. Tokens], token);

    /// <summary>The attention weights of one head: row i says what token i reads; each row adds up to 1.</summary>
    /// <param name="layer">From 0 on.</param>
    /// <param name="head">From 0 on.</param>
    public Matrix<float> Map(int layer, int head) => _maps.Head(layer, head).ToMathNet();

    /// <summary>How long the value of each token is, in one head: |x W_V + b_V|.</summary>
    /// <param name="layer">From 0 on.</param>
    /// <param name="head">From 0 on.</param>
    public float[] ValueLengths(int layer, int head)
        => [.. _layers[layer].Values(_inputs[layer], head).ToMathNet().EnumerateRows().Select(v => (float)v.L2Norm())];

    /// <summary>The cosine of the vectors of two texts: 1 where the model takes them for the same.</summary>
    /// <param name="other">The other text.</param>
    public double CosineWith(Reading other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Vector.ToDouble() * other.Vector.ToDouble() / (Length(Vector) * Length(other.Vector));

        static double Length(Vector<float> vector) => vector.ToDouble().L2Norm(); // 1, but for rounding
    }

    private static Vector<float> Mean(MatrixView states)
        => (states.ToMathNet().ColumnSums() / states.Rows).Normalize(2);
}
