using System.Runtime.CompilerServices;

namespace Attention.Lib.Internal;

/// <content>What masks, softcap and scales above 1 do to a block of scores, and to hidden values.</content>
internal readonly ref partial struct FlashTile<TSimd>
{
    /// <summary>
    /// True if no score of these queries and keys needs masking, bias, scale or softcap, and the keys are whole
    /// registers.
    /// </summary>
    private bool NeedsNoMasking(in HeadMask mask, int firstQuery, int lastQuery, int firstKey, int endKey) =>
        !mask.ChangesScores
        && !(_options.Softcap > 0)
        && _scaleOfScores == 1
        && mask.KeyRange(lastQuery).First <= firstKey
        && mask.KeyRange(firstQuery).End >= endKey
        && firstKey % TSimd.Width == 0
        && endKey % TSimd.Width == 0;

    /// <summary>
    /// Scales, caps and biases the scores of one query in a block and sets those of hidden keys to −∞.
    /// </summary>
    /// <returns>The range of the scores, whole registers.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (int First, int End) Mask(in HeadMask mask, int query, Span<float> scores, in Block block)
    {
        (int first, int end) = (block.First, block.End);
        (int from, int to) = Within(mask.KeyRange(query), block.TileKey);
        (from, to) = from < to ? (from, to) : (first, first);
        Span<float> visible = scores[from..to];
        if (_scaleOfScores != 1)
        {
            ScaledCopy.Kernel<TSimd>(_scaleOfScores, visible, visible);
        }

        if (_options.Softcap > 0)
        {
            SoftCap.Apply<TSimd>(_options.Softcap, visible);
        }

        if (mask.ChangesScores)
        {
            mask.Apply<TSimd>(query, block.TileKey + from, visible);
        }

        int whole = first / TSimd.Width * TSimd.Width,
            wholeEnd = Panels.RoundUp(end, TSimd.Width);
        if (whole < from || to < wholeEnd)
        {
            scores[whole..from].Fill(float.NegativeInfinity);
            scores[to..wholeEnd].Fill(float.NegativeInfinity);
        }

        return (whole, wholeEnd);
    }

    /// <summary>
    /// Whether a value that one of the queries must not see is NaN or infinite: its weight 0 would not hide it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool HidesNonFinite(ReadOnlySpan<float> values, in HeadMask mask, int firstQuery, in Block block)
    {
        if (mask.HasTables)
        {
            return !AllFinite.In<TSimd>(values);
        }

        // The keys that all these queries see need no search.
        int keys = values.Length / PanelColumns,
            firstKey = block.TileKey + block.First;
        int from = Math.Clamp(mask.KeyRange(firstQuery + block.EndRow - 1).First - firstKey, 0, keys);
        int to = Math.Clamp(mask.KeyRange(firstQuery + block.Row).End - firstKey, from, keys);
        return !AllFinite.In<TSimd>(values[..(from * PanelColumns)])
            || !AllFinite.In<TSimd>(values[(to * PanelColumns)..]);
    }

    /// <summary>The same sums in the same order as <see cref="RegisterTile"/>, leaving out what is hidden.</summary>
    private void AddVisibleValues(
        ReadOnlySpan<float> values, in HeadMask mask, int firstQuery, in Block block, int feature)
    {
        Span<float> sum = stackalloc float[PanelColumns];
        int firstKey = block.TileKey + block.First;
        for (int row = block.Row; row < block.EndRow; row++)
        {
            sum.Clear();
            for (int j = 0; j < values.Length / PanelColumns; j++)
            {
                if (mask.Sees(firstQuery + row, firstKey + j))
                {
                    float weight = _weights[(row - block.Row) * Keys + block.First + j];
                    AddScaled.Kernel<TSimd>(weight, values.Slice(j * PanelColumns, PanelColumns), sum);
                }
            }

            Span<float> output = _output.Slice(row * _outputStride + feature, PanelColumns);
            if (block.IsFirst)
            {
                output.Clear();
            }

            AddScaled.Kernel<TSimd>(1, sum, output);
        }
    }
}
