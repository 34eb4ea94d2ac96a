using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>One tile of queries walking over the keys of its head, tile by tile: the inside of <see cref="FlashAttention"/>.</summary>
/// <remarks>
/// Inside a tile, strips of six queries take their turn: a strip multiplies only the keys that one of its six queries sees, and its
/// scores stay in the first-level cache from the product that makes them to the one that uses them up. The tile of keys and values
/// comes from the second-level cache for every strip, and from further away only once for all of them.
/// The methods ask for <see cref="MethodImplOptions.AggressiveOptimization"/>, so that the first call is as fast as the thousandth:
/// the JIT would otherwise run them unoptimised until it has seen many calls.
/// </remarks>
internal readonly ref struct FlashTile<TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    /// <summary>Queries per tile: eight strips, so that a tile of keys and values is used eight times while it is in the second-level cache.</summary>
    public const int Queries = Strips * StripRows;

    /// <summary>Keys per tile: the scores and weights of a strip, 7 rows of 512 floats, take less than half of a first-level cache.</summary>
    public const int Keys = 512;

    private const int Strips = 8;
    private const int StripRows = RegisterTile.Rows;

    private readonly AttentionOptions _options;
    private readonly int _features;
    private readonly int _valueFeatures;
    private readonly int _outputStride;
    private readonly int _firstKey;
    private readonly int _keyCount;
    private readonly ReadOnlySpan<float> _keys;   // Kᵀ in panels, from key _firstKey on
    private readonly ReadOnlySpan<float> _values; // V in panels, likewise
    private readonly Span<float> _queries;        // scale · Q: 48 × D
    private readonly Span<float> _scores;         // S of one strip: 6 × 512
    private readonly Span<float> _weights;        // P = e^(S - m): in the same memory but a row ahead, so that no score is lost before its row is done
    private readonly Span<float> _output;         // O, the sum of e^(s - m) v so far: 48 × Dv, filled up to whole panels
    private readonly Span<float> _max;            // m of each query, about its largest score so far
    private readonly Span<float> _sum;            // l, the sum of e^(s - m) of each query so far

    /// <summary>A tile over packed keys and values, in a workspace of <see cref="WorkspaceLength"/> floats.</summary>
    public FlashTile(
        AttentionOptions options, int features, int valueFeatures, int firstKey, int keyCount,
        ReadOnlySpan<float> keys, ReadOnlySpan<float> values, Span<float> workspace)
    {
        (_options, _features, _valueFeatures, _firstKey, _keyCount) = (options, features, valueFeatures, firstKey, keyCount);
        _outputStride = Panels.RoundUp(valueFeatures, PanelColumns);
        _keys = keys;
        _values = values;
        _weights = workspace[..(StripRows * Keys)];
        _scores = workspace.Slice(Keys, StripRows * Keys);
        workspace = workspace[((StripRows + 1) * Keys)..];
        _queries = workspace[..(Queries * features)];
        _output = workspace.Slice(Queries * features, Queries * _outputStride);
        _max = workspace.Slice(Queries * (features + _outputStride), Queries);
        _sum = workspace.Slice(Queries * (features + _outputStride + 1), Queries);
    }

    private static int PanelColumns => RegisterTile.Columns<TSimd>();

    public static long WorkspaceLength(int features, int valueFeatures)
        => (StripRows + 1) * Keys + Queries * ((long)features + Panels.RoundUp(valueFeatures, PanelColumns) + 2);

    /// <summary>Computes the rows of the destination for <see cref="Queries"/> queries from <paramref name="firstQuery"/> on, or those left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Attend(MatrixView queries, HeadMask mask, int firstQuery, MatrixView destination, MatrixView? logSumExp)
    {
        int rows = Math.Min(Queries, queries.Rows - firstQuery);
        LoadQueries(queries, firstQuery, rows);
        _output.Clear();
        _max.Fill(float.NegativeInfinity);
        _sum.Clear();

        // What at least one query of a strip sees; both ends of what a query sees only move upwards.
        Span<(int First, int End)> seen = stackalloc (int, int)[(rows + StripRows - 1) / StripRows];
        for (int strip = 0; strip < seen.Length; strip++)
        {
            int lastRow = Math.Min((strip + 1) * StripRows, rows) - 1;
            seen[strip] = (mask.VisibleKeys(firstQuery + strip * StripRows).First, mask.VisibleKeys(firstQuery + lastRow).End);
        }

        // Tiles outside what the rules of the mask leave visible are never touched.
        for (int tile = seen[0].First / Keys; tile <= (seen[^1].End - 1) / Keys; tile++)
        {
            int tileKey = tile * Keys; // counted in tiles, because behind the last one there may be no int left
            for (int strip = 0; strip < seen.Length; strip++)
            {
                (int first, int end) = Within(seen[strip], tileKey);
                if (first < end)
                {
                    int row = strip * StripRows, endRow = Math.Min(row + StripRows, rows);
                    bool isOpen = IsOpen(in mask, firstQuery + row, firstQuery + endRow - 1, tileKey + first, tileKey + end);
                    var block = new Block(row, endRow, tileKey, first, end, isOpen);
                    MultiplyQueriesAndKeys(in block);
                    SoftmaxTile(in mask, firstQuery, in block);
                    AddWeightedValues(in mask, firstQuery, in block);
                }
            }
        }

        for (int row = 0; row < rows; row++)
        {
            Span<float> output = _output.Slice(row * _outputStride, _outputStride);
            OnlineSoftmax.Finish<TSimd>(_sum[row], output, in mask, firstQuery + row, destination.Row(firstQuery + row));
        }

        for (int row = 0; row < rows && logSumExp is { } numbers; row++)
        {
            numbers[firstQuery + row, 0] = OnlineSoftmax.LogSumExp(_max[row], _sum[row]);
        }
    }

    /// <summary>Scaling the queries once is cheaper than scaling every score.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LoadQueries(MatrixView queries, int firstQuery, int rows)
    {
        float scale = _options.ScaleFor(_features);
        for (int row = 0; row < rows; row++)
        {
            ScaledCopy.Kernel<TSimd>(scale, queries.Row(firstQuery + row), _queries[(row * _features)..]);
        }

        _queries[(rows * _features)..].Clear();
    }

    /// <summary>S = Q Kᵀ, out to whole panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyQueriesAndKeys(in Block block)
    {
        ref float strip = ref MemoryMarshal.GetReference(_queries[(block.Row * _features)..]);
        for (int key = block.First / PanelColumns * PanelColumns; key < block.End; key += PanelColumns)
        {
            ref float panel = ref MemoryMarshal.GetReference(_keys[((block.TileKey + key - _firstKey) * _features)..]);
            RegisterTile.Multiply<TSimd>(
                ref strip, (nuint)_features, ref panel, (nuint)PanelColumns, ref _scores[key], (nuint)Keys, (nuint)_features, accumulate: false);
        }
    }

    /// <summary>P = e^(S - m); what was measured from another m is corrected.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SoftmaxTile(in HeadMask mask, int firstQuery, in Block block)
    {
        for (int row = block.Row; row < block.EndRow; row++)
        {
            Span<float> scores = _scores.Slice((row - block.Row) * Keys, Keys), weights = _weights.Slice((row - block.Row) * Keys, Keys);
            (int first, int end) = block.IsOpen ? (block.First, block.End) : Mask(mask, firstQuery + row, scores, block);
            float correction = OnlineSoftmax.Update<TSimd>(scores[first..end], weights[first..end], ref _max[row], ref _sum[row]);
            if (correction != 1)
            {
                Span<float> output = _output.Slice(row * _outputStride, _outputStride);
                ScaledCopy.Kernel<TSimd>(correction, output, output);
            }
        }
    }

    /// <summary>Whether all these queries see all these keys, whole registers of them, and nothing happens to a score before softmax.</summary>
    private bool IsOpen(in HeadMask mask, int firstQuery, int lastQuery, int firstKey, int endKey)
        => !mask.HasTables && !(_options.Softcap > 0)
            && mask.VisibleKeys(lastQuery).First <= firstKey && mask.VisibleKeys(firstQuery).End >= endKey
            && firstKey % TSimd.Width == 0 && endKey % TSimd.Width == 0;

    /// <summary>Caps and biases the scores of one query in a block, hides what it must not see by −∞, and returns their range, whole registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (int First, int End) Mask(HeadMask mask, int query, Span<float> scores, Block block)
    {
        (int first, int end) = (block.First, block.End);
        (int from, int to) = Within(mask.VisibleKeys(query), block.TileKey);
        (from, to) = from < to ? (from, to) : (first, first);
        if (_options.Softcap > 0 || mask.HasTables)
        {
            mask.ApplyWithSoftcap(_options.Softcap, query, block.TileKey + from, scores[from..to]);
        }

        int whole = first / TSimd.Width * TSimd.Width, wholeEnd = Panels.RoundUp(end, TSimd.Width);
        if (whole < from || to < wholeEnd)
        {
            scores[whole..from].Fill(float.NegativeInfinity);
            scores[to..wholeEnd].Fill(float.NegativeInfinity);
        }

        return (whole, wholeEnd);
    }

    /// <summary>O += P V.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddWeightedValues(in HeadMask mask, int firstQuery, in Block block)
    {
        ref float weights = ref _weights[block.First];
        int firstKey = block.TileKey + block.First, keys = block.End - block.First;
        for (int feature = 0; feature < _outputStride; feature += PanelColumns)
        {
            ReadOnlySpan<float> values = _values.Slice(feature * _keyCount + (firstKey - _firstKey) * PanelColumns, keys * PanelColumns);
            if (!block.IsOpen && HidesNonFinite(values, in mask, firstQuery + block.Row, firstQuery + block.EndRow - 1, firstKey))
            {
                AddVisibleValues(values, in mask, firstQuery, block.Row, block.EndRow, firstKey, feature);
                continue;
            }

            ref float v = ref MemoryMarshal.GetReference(values), output = ref _output[block.Row * _outputStride + feature];
            if (_valueFeatures - feature <= TSimd.Width)
            {
                RegisterTile.AddNarrow<TSimd>(ref weights, (nuint)Keys, ref v, (nuint)PanelColumns, ref output, (nuint)_outputStride, (nuint)keys);
                continue;
            }

            RegisterTile.Multiply<TSimd>(
                ref weights, (nuint)Keys, ref v, (nuint)PanelColumns, ref output, (nuint)_outputStride, (nuint)keys, accumulate: true);
        }
    }

    /// <summary>Whether a value that one of some neighbouring queries must not see is NaN or infinite: its weight 0 would not hide it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool HidesNonFinite(ReadOnlySpan<float> values, in HeadMask mask, int firstQuery, int lastQuery, int firstKey)
    {
        if (mask.HasTables)
        {
            return !AllFinite(values);
        }

        // The keys that all these queries see need no look.
        int keys = values.Length / PanelColumns;
        int from = Math.Clamp(mask.VisibleKeys(lastQuery).First - firstKey, 0, keys), to = Math.Clamp(mask.VisibleKeys(firstQuery).End - firstKey, from, keys);
        return !AllFinite(values[..(from * PanelColumns)]) || !AllFinite(values[(to * PanelColumns)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        // 0 · x is 0 for every number and NaN for what is none.
        ref float v = ref MemoryMarshal.GetReference(values);
        TSimd zero = TSimd.Broadcast(0), sum = zero;
        for (nuint i = 0; i < (nuint)values.Length; i += (nuint)TSimd.Width)
        {
            TSimd.AddProduct(zero, TSimd.Load(ref v, i), ref sum);
        }

        return TSimd.Sum(sum) == 0;
    }

    /// <summary>The same sums in the same order as <see cref="RegisterTile"/>, leaving out what is hidden.</summary>
    private void AddVisibleValues(ReadOnlySpan<float> values, in HeadMask mask, int firstQuery, int firstRow, int endRow, int firstKey, int feature)
    {
        Span<float> sum = stackalloc float[PanelColumns];
        for (int row = firstRow; row < endRow; row++)
        {
            sum.Clear();
            for (int j = 0; j < values.Length / PanelColumns; j++)
            {
                if (mask.Sees(firstQuery + row, firstKey + j))
                {
                    float weight = _weights[(row - firstRow) * Keys + (firstKey + j) % Keys];
                    AddScaled.Kernel<TSimd>(weight, values.Slice(j * PanelColumns, PanelColumns), sum);
                }
            }

            AddScaled.Kernel<TSimd>(1, sum, _output.Slice(row * _outputStride + feature, PanelColumns));
        }
    }

    /// <summary>The part of a range of keys that lies in the tile, counted from its first key.</summary>
    private static (int First, int End) Within((int First, int End) keys, int tileKey)
        => (Math.Max(keys.First - tileKey, 0), Math.Min(keys.End - tileKey, Keys));

    /// <summary>The scores of a strip and of the keys of one tile that it sees.</summary>
    /// <param name="Row">The first query of the strip, counted from the first of the tile.</param>
    /// <param name="EndRow">Behind its last query.</param>
    /// <param name="TileKey">The first key of the tile.</param>
    /// <param name="First">The first key seen, counted from there.</param>
    /// <param name="End">Behind the last key seen.</param>
    /// <param name="IsOpen">See <see cref="FlashTile{TSimd}.IsOpen"/>.</param>
    /// <remarks>Goes by reference: a copy would be read in larger pieces than it has just been written in, and the processor would wait for that.</remarks>
    private readonly record struct Block(int Row, int EndRow, int TileKey, int First, int End, bool IsOpen);
}
