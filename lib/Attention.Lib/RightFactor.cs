namespace Attention.Lib.Internal;

/// <summary>The right factor of a product in one of its three forms: B, Bᵀ, or B that has been packed.</summary>
internal readonly struct RightFactor
{
    private readonly ReadOnlyMatrixView _matrix;
    private readonly bool _isTransposed;
    private readonly PackedMatrix? _packed;

    public RightFactor(in ReadOnlyMatrixView matrix, bool isTransposed) =>
        (_matrix, _isTransposed) = (matrix, isTransposed);

    public RightFactor(PackedMatrix packed) => _packed = packed;

    public bool IsPacked => _packed is not null;

    /// <summary>A block of B in panels.</summary>
    /// <param name="firstRow">The first row of the block.</param>
    /// <param name="depth">The rows of the block.</param>
    /// <param name="firstColumn">The first column of the block.</param>
    /// <param name="columns">The columns of the block.</param>
    /// <param name="scratch">Where to pack what is not packed.</param>
    public Span<float> Block<TSimd>(int firstRow, int depth, int firstColumn, int columns, Span<float> scratch)
        where TSimd : struct, ISimd<TSimd>
    {
        if (_packed is not null)
        {
            return _packed.Block(firstRow, depth, firstColumn);
        }

        if (_isTransposed)
        {
            Panels.PackTransposed<TSimd>(_matrix, firstColumn, columns, firstRow, depth, scratch);
        }
        else
        {
            Panels.Pack<TSimd>(_matrix, firstRow, depth, firstColumn, columns, scratch);
        }

        return scratch;
    }
}
