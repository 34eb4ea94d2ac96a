using System.Buffers;

namespace Attention.Lib.Internal;

/// <summary>Scratch memory of a call: a matrix of undefined content that goes back to the pool at the end of its scope.</summary>
internal readonly struct PooledMatrix : IDisposable
{
    private readonly float[] _values;

    public PooledMatrix(int rows, int columns)
    {
        _values = ArrayPool<float>.Shared.Rent(Require.ElementCount(rows, columns));
        View = new(_values, 0, rows, columns, columns);
    }

    public MatrixView View { get; }

    public void Dispose() => ArrayPool<float>.Shared.Return(_values);
}
