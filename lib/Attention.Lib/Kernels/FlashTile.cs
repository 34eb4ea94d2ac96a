using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>
/// One tile of queries over all keys of its head, tile by tile: the kernel of <see cref="FlashAttention"/>.
/// </summary>
/// <remarks>
/// A tile has strips of six or eight queries, computed one after the other. A strip multiplies only the keys that one
/// of its queries sees, and its scores stay in the first-level cache from the product that computes them to the one
/// that uses them. For every strip the tile of keys and values comes from the second-level cache, and from further away
/// only once for all strips. The methods ask for <see cref="MethodImplOptions.AggressiveOptimization"/>, so that the
/// first call is as fast as the thousandth: otherwise the JIT would run them unoptimised until it has seen many calls.
/// </remarks>
internal readonly ref partial struct FlashTile<TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    /// <summary>
    /// Queries per tile: eight strips of six, or six of eight, use a tile of keys and values while it is in the
    /// second-level cache.
    /// </summary>
    public const int Queries = 48;

    /// <summary>
    /// Keys per tile: the scores and weights of a strip, 7 or 9 rows of 512 floats, take about half of a first-level
    /// cache.
    /// </summary>
    public const int Keys = 512;

    private readonly AttentionOptions _options;
    private readonly float _scaleOfScores; // 1 if the keys are scaled instead
    private readonly bool _valuesAreFinite;
    private readonly int _features;
    private readonly int _valueFeatures;
    private readonly int _outputStride;
    private readonly int _firstKey;
    private readonly int _keyCount;
    private readonly ReadOnlySpan<float> _keys; // Kᵀ, scaled, in panels, from key _firstKey on
    private readonly ReadOnlySpan<float> _values; // V in panels, likewise
    private readonly Span<float> _queries; // Q of a strip that is not whole, zeros behind it: 6 or 8 × D
    private readonly Span<float> _scores; // S of one strip: 6 or 8 × 512
    private readonly Span<float> _weights; // P = e^(S - m); row i of P lies where row i - 1 of S was
    private readonly Span<float> _output; // O, the sum of e^(s - m) v so far: 48 × Dv, filled up to whole panels
    private readonly Span<float> _max; // m of each query, near its largest score so far
    private readonly Span<float> _sum; // l, the sum of e^(s - m) of each query so far

    /// <summary>A tile over packed keys and values, in a workspace of <see cref="WorkspaceLength"/> floats.</summary>
    /// <param name="options">Scale and softcap.</param>
    /// <param name="features">D.</param>
    /// <param name="valueFeatures">Dv.</param>
    /// <param name="firstKey">The first key that is packed: the first of a key tile.</param>
    /// <param name="keyCount">How many keys are packed.</param>
    /// <param name="keys">Kᵀ in panels.</param>
    /// <param name="values">V in panels.</param>
    /// <param name="valuesAreFinite">
    /// Whether V is known to have no NaN and no infinity. If not, hidden values are searched.
    /// </param>
    /// <param name="workspace">Scratch memory.</param>
    public FlashTile(
        in AttentionOptions options, int features, int valueFeatures, int firstKey, int keyCount,
        ReadOnlySpan<float> keys, ReadOnlySpan<float> values, bool valuesAreFinite, Span<float> workspace)
    {
        (_options, _features, _valueFeatures, _firstKey, _keyCount) = (
            options, features, valueFeatures, firstKey, keyCount);
        float scale = options.ScaleFor(features);
        _scaleOfScores = Score.ScalesFactors(scale) ? 1 : scale;
        _outputStride = Panels.RoundUp(valueFeatures, PanelColumns);
        _keys = keys;
        _values = values;
        _valuesAreFinite = valuesAreFinite;
        _weights = workspace[..(StripRows * Keys)];
        _scores = workspace.Slice(Keys, StripRows * Keys);
        workspace = workspace[((StripRows + 1) * Keys)..];
        _queries = workspace[..(StripRows * features)];
        workspace = workspace[(StripRows * features)..];
        _output = workspace[..(Queries * _outputStride)];
        _max = workspace.Slice(Queries * _outputStride, Queries);
        _sum = workspace.Slice(Queries * (_outputStride + 1), Queries);
    }

    private static int StripRows => RegisterTile.Rows<TSimd>();

    private static int PanelColumns => RegisterTile.Columns<TSimd>();

    public static long WorkspaceLength(int features, int valueFeatures) =>
        (StripRows + 1) * Keys
        + StripRows * (long)features
        + Queries * (Panels.RoundUp(valueFeatures, PanelColumns) + 2L);

    /// <summary>
    /// What the keys are multiplied by when they are packed, 1 if the scores will be: see
    /// <see cref="Score.ScalesFactors"/>.
    /// </summary>
    public static float ScaleOfKeys(in AttentionOptions options, int features)
    {
        float scale = options.ScaleFor(features);
        return Score.ScalesFactors(scale) ? scale : 1;
    }

    /// <summary>Computes <see cref="Queries"/> rows of the destination, or those that are left.</summary>
    /// <param name="queries">Q of the head: L × D.</param>
    /// <param name="mask">The mask of the head.</param>
    /// <param name="firstQuery">The first query of the tile.</param>
    /// <param name="destination">Receives the output: L × Dv.</param>
    /// <param name="logSumExp">If given, receives log Σ e^score: L × 1; or m and l: L × 2.</param>
    /// <param name="upcoming">What is asked for meanwhile.</param>
    /// <param name="isValid">
    /// Receives, for each row of the tile, what <see cref="OnlineSoftmax.Finish"/> returns.
    /// </param>
    /// <returns>Whether all rows are valid.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Attend(
        in ReadOnlyMatrixView queries, in HeadMask mask, int firstQuery, in MatrixView destination,
        in MatrixView? logSumExp, in UpcomingRows upcoming, Span<bool> isValid)
    {
        int rows = Math.Min(Queries, queries.Rows - firstQuery);
        LoadLastQueries(queries, firstQuery + rows / StripRows * StripRows, rows % StripRows);
        _max.Fill(float.NegativeInfinity);
        _sum.Clear();

        // The keys that at least one query of a strip sees: neither end of a query's range decreases from one query to
        // the next.
        Span<(int First, int End)> seen = stackalloc (int, int)[(rows + StripRows - 1) / StripRows];
        for (int strip = 0; strip < seen.Length; strip++)
        {
            int lastRow = Math.Min((strip + 1) * StripRows, rows) - 1;
            seen[strip] = (
                mask.KeyRange(firstQuery + strip * StripRows).First, mask.KeyRange(firstQuery + lastRow).End);
        }

        // Tiles that the rules of the mask hide from all queries are never touched.
        for (int tile = seen[0].First / Keys; tile <= (seen[^1].End - 1) / Keys; tile++)
        {
            int tileKey = tile * Keys; // the loop counts tiles: the key behind the last tile may exceed an int
            for (int strip = 0; strip < seen.Length; strip++)
            {
                int row = strip * StripRows,
                    endRow = Math.Min(row + StripRows, rows);
                bool isFirst = tile == seen[strip].First / Keys;
                if (isFirst)
                {
                    upcoming.Prefetch(firstQuery + row, firstQuery + endRow);
                }

                (int first, int end) = Within(seen[strip], tileKey);
                if (first < end)
                {
                    bool needsNoMasking = NeedsNoMasking(
                        in mask, firstQuery + row, firstQuery + endRow - 1, tileKey + first, tileKey + end);
                    var block = new Block(
                        row, endRow, tileKey, first, end, isFirst, needsNoMasking);
                    MultiplyQueriesAndKeys(in queries, in mask, firstQuery, in block);
                    SoftmaxTile(in mask, firstQuery, in block);
                    AddWeightedValues(in mask, firstQuery, in block);
                }
            }
        }

        return WriteRows(in mask, firstQuery, rows, destination, logSumExp, isValid);
    }

    /// <summary>Copies the queries of a last strip that is not whole: its tile would read behind them.</summary>
    private void LoadLastQueries(in ReadOnlyMatrixView queries, int firstQuery, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            queries.Row(firstQuery + row).CopyTo(_queries[(row * _features)..]);
        }

        _queries[(rows * _features)..].Clear();
    }

    /// <summary>S = Q Kᵀ, up to the last key that is seen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyQueriesAndKeys(
        in ReadOnlyMatrixView queries, in HeadMask mask, int firstQuery, in Block block)
    {
        bool isWhole = block.EndRow - block.Row == StripRows;
        ref float strip = ref isWhole
            ? ref MemoryMarshal.GetReference(queries.Row(firstQuery + block.Row))
            : ref MemoryMarshal.GetReference(_queries);
        nuint stride = (nuint)(isWhole ? queries.RowStride : _features);
        for (int key = block.First / PanelColumns * PanelColumns; key < block.End; key += PanelColumns)
        {
            if (mask.HasTables)
            {
                mask.Prefetch(firstQuery + block.Row, firstQuery + block.EndRow, block.TileKey + key, PanelColumns);
            }

            ref float panel = ref MemoryMarshal.GetReference(_keys[((block.TileKey + key - _firstKey) * _features)..]);
            RegisterTile.MultiplyColumns<TSimd>(
                ref strip, stride, ref panel, ref _scores[key], (nuint)Keys, (nuint)_features, block.End - key,
                accumulate: false);
        }
    }

    /// <summary>P = e^(S - m); O is multiplied by the correction if m has changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SoftmaxTile(in HeadMask mask, int firstQuery, in Block block)
    {
        for (int row = block.Row; row < block.EndRow; row++)
        {
            Span<float> scores = _scores.Slice((row - block.Row) * Keys, Keys);
            Span<float> weights = _weights.Slice((row - block.Row) * Keys, Keys);
            (int first, int end) = block.NeedsNoMasking
                ? (block.First, block.End)
                : Mask(in mask, firstQuery + row, scores, in block);
            float correction = OnlineSoftmax.Update<TSimd>(
                scores[first..end], weights[first..end], ref _max[row], ref _sum[row]);
            if (correction != 1 && !block.IsFirst)
            {
                Span<float> output = _output.Slice(row * _outputStride, _outputStride);
                ScaledCopy.Kernel<TSimd>(correction, output, output);
            }
        }
    }

    /// <summary>O += P V, or O = P V for the first keys of the strip.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddWeightedValues(in HeadMask mask, int firstQuery, in Block block)
    {
        ref float weights = ref _weights[block.First];
        int firstKey = block.TileKey + block.First,
            keys = block.End - block.First;
        for (int feature = 0; feature < _outputStride; feature += PanelColumns)
        {
            int start = feature * _keyCount + (firstKey - _firstKey) * PanelColumns;
            ReadOnlySpan<float> values = _values.Slice(start, keys * PanelColumns);
            if (!_valuesAreFinite && !block.NeedsNoMasking && HidesNonFinite(values, in mask, firstQuery, in block))
            {
                AddVisibleValues(values, in mask, firstQuery, in block, feature);
                continue;
            }

            RegisterTile.MultiplyColumns<TSimd>(
                ref weights, (nuint)Keys, ref MemoryMarshal.GetReference(values),
                ref _output[block.Row * _outputStride + feature], (nuint)_outputStride, (nuint)keys,
                _valueFeatures - feature, accumulate: !block.IsFirst);
        }
    }

    /// <summary>Writes O / l and the log-sum-exp of each query of the tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool WriteRows(
        in HeadMask mask, int firstQuery, int rows, in MatrixView destination, in MatrixView? logSumExp,
        Span<bool> isValid)
    {
        // One search of all rows is quicker than one for each. l is 1 or more, so that O / l is finite where O is.
        Span<float> weighted = _output[..(rows * _outputStride)];
        bool areFinite = AllFinite.In<TSimd>(weighted),
            areValid = true;
        ref float first = ref MemoryMarshal.GetReference(destination.Row(firstQuery));
        for (int row = 0; row < rows; row++)
        {
            Span<float> output = weighted.Slice(row * _outputStride, _outputStride),
                target = MemoryMarshal.CreateSpan(
                    ref Unsafe.Add(ref first, (nint)row * destination.RowStride), _valueFeatures);
            isValid[row] = OnlineSoftmax.Finish<TSimd>(
                _sum[row], output, areFinite, in mask, firstQuery + row, target);
            areValid &= isValid[row];
        }

        for (int row = 0; row < rows && logSumExp is { } given; row++)
        {
            OnlineSoftmax.WriteLogSumExp(_max[row], _sum[row], given.Row(firstQuery + row));
        }

        return areValid;
    }

    /// <summary>The part of a range of keys that lies in the tile, counted from its first key.</summary>
    private static (int First, int End) Within((int First, int End) keys, int tileKey) =>
        (Math.Max(keys.First - tileKey, 0), Math.Min(keys.End - tileKey, Keys));

    /// <summary>The scores of a strip and of the keys of one tile that it sees.</summary>
    /// <param name="Row">The first query of the strip, counted from the first of the tile.</param>
    /// <param name="EndRow">Behind its last query.</param>
    /// <param name="TileKey">The first key of the tile.</param>
    /// <param name="First">The first key seen, counted from there.</param>
    /// <param name="End">Behind the last key seen.</param>
    /// <param name="IsFirst">Whether the strip has seen no key before, so that O has no content yet.</param>
    /// <param name="NeedsNoMasking">See <see cref="FlashTile{TSimd}.NeedsNoMasking"/>.</param>
    /// <remarks>
    /// Pass by <c>in</c>: copying the struct right after its fields were written causes a store-forwarding stall.
    /// </remarks>
    private readonly record struct Block(
        int Row, int EndRow, int TileKey, int First, int End, bool IsFirst, bool NeedsNoMasking);
}
