using System.Collections;
using System.Runtime.CompilerServices;
using Attention.Lib;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Display;

/// <summary>The numbers of a vector to draw; every vector type of the course converts to it implicitly.</summary>
/// <remarks>
/// Converts from MathNet's <c>Vector&lt;float&gt;</c> and <c>Vector&lt;double&gt;</c>, from <c>float[]</c>,
/// <c>double[]</c>, <c>int[]</c>, from a row of a <see cref="MatrixView"/> (a span), and from a collection expression:
/// <c>[1, 2, 5]</c>. The values are copied.
/// </remarks>
[CollectionBuilder(typeof(VectorValues), nameof(Create))]
public sealed class VectorValues : IReadOnlyList<double>
{
    private readonly double[] _values;

    private VectorValues(double[] values) => _values = values;

    /// <summary>Builds the vector from a collection expression.</summary>
    public static VectorValues Create(ReadOnlySpan<double> values) => new(values.ToArray());

    /// <inheritdoc/>
    public double this[int index] => _values[index];

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <summary>Copies a MathNet vector.</summary>
    public static implicit operator VectorValues(Vector<float> vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        return new([.. vector.Select(value => (double)value)]);
    }

    /// <summary>Copies a MathNet vector.</summary>
    public static implicit operator VectorValues(Vector<double> vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        return new([.. vector]);
    }

    /// <summary>Copies an array.</summary>
    public static implicit operator VectorValues(float[] vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        return new(Array.ConvertAll(vector, value => (double)value));
    }

    /// <summary>Copies an array.</summary>
    public static implicit operator VectorValues(double[] vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        return new([.. vector]);
    }

    /// <summary>Copies an array.</summary>
    public static implicit operator VectorValues(int[] vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        return new(Array.ConvertAll(vector, value => (double)value));
    }

    /// <summary>Copies a row.</summary>
    public static implicit operator VectorValues(Span<float> vector) => vector.ToArray();

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
