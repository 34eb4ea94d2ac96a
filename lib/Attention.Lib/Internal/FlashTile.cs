using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>One tile of queries walking over the keys of its head, tile by tile: the inside of <see cref="FlashAttention"/>.</summary>
/// <remarks>
/// Inside a tile, strips of six queries are the unit of masking: a strip multiplies only the keys that one of its six queries sees.
/// The methods ask for <see cref="MethodImplOptions.AggressiveOptimization"/>, so that the first call is as fast as the thousandth:
/// the JIT would otherwise run them unoptimised until it has seen many calls.
/// </remarks>
internal readonly ref struct FlashTile<TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    /// <summary>Queries per tile: eight strips, so that a panel of keys is used eight times while it is in the first-level cache.</summary>
    public const int Queries = Strips * StripRows;

    /// <summary>Keys per tile: its scores, 48 × 512 floats, stay in the second-level cache between the two products.</summary>
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
    private readonly Span<float> _scores;         // S, then P = e^(S - m): 48 × 512
    private readonly Span<float> _output;         // O, the sum of e^(s - m) v so far: 48 × Dv, filled up to whole panels
    private readonly Span<float> _max;            // m, the largest score of each query so far
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
        _scores = workspace[..(Queries * Keys)];
        _queries = workspace.Slice(Queries * Keys, Queries * features);
        _output = workspace.Slice(Queries * (Keys + features), Queries * _outputStride);
        _max = workspace.Slice(Queries * (Keys + features + _outputStride), Queries);
        _sum = workspace.Slice(Queries * (Keys + features + _outputStride + 1), Queries);
    }

    private static int PanelColumns => RegisterTile.Columns<TSimd>();

    public static long WorkspaceLength(int features, int valueFeatures)
        => Queries * ((long)Keys + features + Panels.RoundUp(valueFeatures, PanelColumns) + 2);

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
        for (int tileKey = seen[0].First / Keys * Keys; tileKey < seen[^1].End; tileKey += Keys)
        {
            MultiplyQueriesAndKeys(seen, tileKey);
            for (int strip = 0; strip < seen.Length; strip++)
            {
                (int first, int end) = Within(seen[strip], tileKey);
                for (int row = strip * StripRows; first < end && row < Math.Min((strip + 1) * StripRows, rows); row++)
                {
                    float correction = OnlineSoftmax.Update<TSimd>(Scores(mask, firstQuery + row, row, tileKey, first, end), ref _max[row], ref _sum[row]);
                    if (correction != 1)
                    {
                        Span<float> output = _output.Slice(row * _outputStride, _outputStride);
                        ScaledCopy.Kernel<TSimd>(correction, output, output);
                    }
                }
            }

            AddWeightedValues(mask, firstQuery, rows, seen, tileKey);
        }

        for (int row = 0; row < rows; row++)
        {
            float lse = OnlineSoftmax.Finish<TSimd>(
                _max[row], _sum[row], _output.Slice(row * _outputStride, _outputStride), mask, firstQuery + row, destination.Row(firstQuery + row));
            if (logSumExp is { } numbers)
            {
                numbers[firstQuery + row, 0] = lse;
            }
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

    /// <summary>S = Q Kᵀ for one tile of keys. A panel of keys serves all strips that see one of its keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyQueriesAndKeys(ReadOnlySpan<(int First, int End)> seen, int tileKey)
    {
        int endKey = Math.Min(tileKey + Keys, seen[^1].End);
        for (int key = tileKey; key < endKey; key += PanelColumns)
        {
            ref float panel = ref MemoryMarshal.GetReference(_keys[((key - _firstKey) * _features)..]);
            for (int strip = 0; strip < seen.Length; strip++)
            {
                if (seen[strip].First < key + PanelColumns && key < seen[strip].End)
                {
                    RegisterTile.Multiply<TSimd>(
                        ref MemoryMarshal.GetReference(_queries[(strip * StripRows * _features)..]), (nuint)_features,
                        ref panel, (nuint)PanelColumns,
                        ref _scores[strip * StripRows * Keys + key - tileKey], (nuint)Keys, (nuint)_features, accumulate: false);
                }
            }
        }
    }

    /// <summary>The scores of one query from <paramref name="first"/> to <paramref name="end"/>, out to whole registers: capped, biased, −∞ where hidden.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Span<float> Scores(HeadMask mask, int query, int row, int tileKey, int first, int end)
    {
        Span<float> scores = _scores.Slice(row * Keys, Keys);
        (int from, int to) = Within(mask.VisibleKeys(query), tileKey);
        (from, to) = from < to ? (from, to) : (first, first);
        if (_options.Softcap > 0 || mask.HasTables)
        {
            mask.ApplyWithSoftcap(_options.Softcap, query, tileKey + from, scores[from..to]);
        }

        int whole = first / TSimd.Width * TSimd.Width, wholeEnd = Panels.RoundUp(end, TSimd.Width);
        if (whole < from || to < wholeEnd)
        {
            scores[whole..from].Fill(float.NegativeInfinity);
            scores[to..wholeEnd].Fill(float.NegativeInfinity);
        }

        return scores[whole..wholeEnd];
    }

    /// <summary>O += P V for one tile of keys. A panel of values serves all strips.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddWeightedValues(HeadMask mask, int firstQuery, int rows, ReadOnlySpan<(int First, int End)> seen, int tileKey)
    {
        for (int feature = 0; feature < _outputStride; feature += PanelColumns)
        {
            ReadOnlySpan<float> panel = _values.Slice(feature * _keyCount, PanelColumns * _keyCount);
            for (int strip = 0; strip < seen.Length; strip++)
            {
                (int first, int end) = Within(seen[strip], tileKey);
                if (first >= end)
                {
                    continue;
                }

                int row = strip * StripRows;
                ReadOnlySpan<float> values = panel[((tileKey + first - _firstKey) * PanelColumns)..((tileKey + end - _firstKey) * PanelColumns)];
                if (HidesNonFinite(values, mask, firstQuery + row, firstQuery + Math.Min(row + StripRows, rows) - 1, tileKey + first))
                {
                    AddVisibleValues(values, mask, firstQuery, rows, row, tileKey + first, feature);
                    continue;
                }

                ref float weights = ref _scores[row * Keys + first], v = ref MemoryMarshal.GetReference(values), output = ref _output[row * _outputStride + feature];
                if (_valueFeatures - feature <= TSimd.Width)
                {
                    RegisterTile.AddNarrow<TSimd>(ref weights, (nuint)Keys, ref v, (nuint)PanelColumns, ref output, (nuint)_outputStride, (nuint)(end - first));
                    continue;
                }

                RegisterTile.Multiply<TSimd>(
                    ref weights, (nuint)Keys, ref v, (nuint)PanelColumns, ref output, (nuint)_outputStride, (nuint)(end - first), accumulate: true);
            }
        }
    }

    /// <summary>Whether a value that one of some neighbouring queries must not see is NaN or infinite: its weight 0 would not hide it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool HidesNonFinite(ReadOnlySpan<float> values, HeadMask mask, int firstQuery, int lastQuery, int firstKey)
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
            sum = TSimd.MultiplyAdd(zero, TSimd.Load(ref v, i), sum);
        }

        return TSimd.Sum(sum) == 0;
    }

    /// <summary>The same sums in the same order, key by key, leaving out what is hidden.</summary>
    private void AddVisibleValues(ReadOnlySpan<float> values, HeadMask mask, int firstQuery, int rows, int strip, int firstKey, int feature)
    {
        for (int row = strip; row < Math.Min(strip + StripRows, rows); row++)
        {
            Span<float> output = _output.Slice(row * _outputStride + feature, PanelColumns);
            for (int j = 0; j < values.Length / PanelColumns; j++)
            {
                if (mask.Sees(firstQuery + row, firstKey + j))
                {
                    AddScaled.Kernel<TSimd>(_scores[row * Keys + (firstKey + j) % Keys], values.Slice(j * PanelColumns, PanelColumns), output);
                }
            }
        }
    }

    /// <summary>The part of a range of keys that lies in the tile, counted from its first key.</summary>
    private static (int First, int End) Within((int First, int End) keys, int tileKey)
        => (Math.Max(keys.First - tileKey, 0), Math.Min(keys.End - tileKey, Keys));
}
