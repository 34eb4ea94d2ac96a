using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>One tile of queries against one tile of keys: the kernel of <see cref="FlashBackward{TSimd}"/>.</summary>
/// <remarks>
/// Strips of six or eight queries multiply the packed keys and values as in <see cref="FlashTile{TSimd}"/>. Their
/// weights P and gradients dS stay in the second-level cache, for the gradients of keys and values are sums over all
/// queries of the tile.
/// </remarks>
internal readonly ref partial struct BackwardTile<TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    /// <summary>Queries per tile.</summary>
    public const int Queries = FlashTile<TSimd>.Queries;

    /// <summary>
    /// Keys per tile: whole panels at every width, and a multiple of the rows of a register tile.
    /// </summary>
    public const int Keys = 192;

    private readonly AttentionOptions _options;
    private readonly float _scaleOfQueries;
    private readonly float _scaleOfScores;
    private readonly int _features;
    private readonly int _valueFeatures;
    private readonly int _featureStride;
    private readonly int _valueStride;
    private readonly Span<float> _keysTransposed; // Kᵀ in panels, for S = Q Kᵀ
    private readonly Span<float> _valuesTransposed; // (V - c)ᵀ in panels, for dP = dO (V - c)ᵀ
    private readonly Span<float> _keys; // K - c in panels, for dQ = dS (K - c)
    private readonly Span<float> _queries; // Q, scaled: 48 rows
    private readonly Span<float> _gradients; // dO: 48 rows
    private readonly Span<float> _weights; // S, then P: 48 × 192
    private readonly Span<float> _scoreGradients; // dP, then dS: 48 × 192
    private readonly Span<float> _slope; // 1 - tanh² of one row, where there is a softcap
    private readonly Span<float> _keyGradient; // dK of the tile: 192 rows
    private readonly Span<float> _valueGradient; // dV of the tile: 192 rows

    public BackwardTile(in AttentionOptions options, int features, int valueFeatures, Span<float> workspace)
    {
        (_options, _features, _valueFeatures) = (options, features, valueFeatures);
        float scale = options.ScaleFor(features);
        (_scaleOfQueries, _scaleOfScores) = Score.ScalesFactors(scale) ? (scale, 1f) : (1f, scale);
        (_featureStride, _valueStride) = (Stride(features), Stride(valueFeatures));
        _keysTransposed = Next(ref workspace, Keys * features);
        _valuesTransposed = Next(ref workspace, Keys * valueFeatures);
        _keys = Next(ref workspace, Keys * _featureStride);
        _queries = Next(ref workspace, Queries * _featureStride);
        _gradients = Next(ref workspace, Queries * _valueStride);
        _weights = Next(ref workspace, Queries * Keys);
        _scoreGradients = Next(ref workspace, Queries * Keys);
        _slope = Next(ref workspace, Keys);
        _keyGradient = Next(ref workspace, Keys * _featureStride);
        _valueGradient = Next(ref workspace, Keys * _valueStride);

        static Span<float> Next(scoped ref Span<float> workspace, int length)
        {
            Span<float> next = workspace[..length];
            workspace = workspace[length..];
            return next;
        }
    }

    private static int PanelColumns => RegisterTile.Columns<TSimd>();

    /// <summary>The floats from one row of a gradient to the next: features up to whole panels.</summary>
    public static int Stride(int features) => Panels.RoundUp(features, PanelColumns);

    public static long WorkspaceLength(int features, int valueFeatures) =>
        Keys * ((long)features + valueFeatures + 1 + 2L * Stride(features) + Stride(valueFeatures))
        + Queries * ((long)Stride(features) + Stride(valueFeatures) + 2 * Keys);

    /// <summary>Loads a tile of keys and values, and subtracts their centres.</summary>
    public void LoadTile(
        in ReadOnlyMatrixView keys, in ReadOnlyMatrixView values, ReadOnlySpan<float> keyCentre,
        ReadOnlySpan<float> valueCentre, MatrixView scratch)
    {
        int count = keys.Rows;
        Panels.PackTransposed<TSimd>(keys, 0, count, 0, _features, _keysTransposed);
        Panels.PackRows<TSimd>(Centred(keys, keyCentre, scratch, replacesNonFinite: true), 0, count, _keys);
        ReadOnlyMatrixView centredValues = Centred(values, valueCentre, scratch, replacesNonFinite: false);
        Panels.PackTransposed<TSimd>(centredValues, 0, count, 0, _valueFeatures, _valuesTransposed);
        _keyGradient.Clear();
        _valueGradient.Clear();
    }

    /// <summary>
    /// Adds the contribution of up to 48 queries and of this key tile to dQ, dK, dV and, if given, dBias.
    /// </summary>
    /// <param name="queries">Q of the head.</param>
    /// <param name="outputGradient">dO of the head.</param>
    /// <param name="statistics">
    /// For each query of the head: m and 1 / l, with P = e^(S - m) / l, then rowsum(P ∘ dP) for centred values.
    /// </param>
    /// <param name="mask">The mask of the head.</param>
    /// <param name="firstQuery">The first query.</param>
    /// <param name="firstKey">The first key of the tile.</param>
    /// <param name="keyCount">The number of keys in the tile.</param>
    /// <param name="queryGradient">dQ / scale of the head, rows of <see cref="Stride"/> floats.</param>
    /// <param name="biasGradient">If given, dBias of the head.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(
        in ReadOnlyMatrixView queries, in ReadOnlyMatrixView outputGradient, in ReadOnlyMatrixView statistics,
        in HeadMask mask, int firstQuery, int firstKey, int keyCount, Span<float> queryGradient,
        in MatrixView? biasGradient)
    {
        int rows = Math.Min(Queries, queries.Rows - firstQuery),
            endKey = firstKey + keyCount;
        int first = mask.KeyRange(firstQuery).First,
            end = mask.KeyRange(firstQuery + rows - 1).End;
        if (first >= endKey || end <= firstKey)
        {
            return;
        }

        bool areFinite = Load(queries, outputGradient, firstQuery, rows);
        int panelEnd = Panels.RoundUp(keyCount, PanelColumns),
            strips = (rows + RegisterTile.Rows<TSimd>() - 1) / RegisterTile.Rows<TSimd>();
        for (int strip = 0; strip < strips; strip++)
        {
            int row = strip * RegisterTile.Rows<TSimd>();
            for (int key = 0; key < panelEnd; key += PanelColumns)
            {
                Multiply(
                    _queries[(row * _featureStride)..], _featureStride, _keysTransposed, key, _features, _weights, row);
                Multiply(
                    _gradients[(row * _valueStride)..], _valueStride, _valuesTransposed, key, _valueFeatures,
                    _scoreGradients, row);
            }

            for (int i = row; i < row + RegisterTile.Rows<TSimd>(); i++)
            {
                if (i < rows)
                {
                    ScoreGradient(
                        statistics.Row(firstQuery + i), mask, firstQuery + i, i, firstKey, keyCount, biasGradient);
                }
                else
                {
                    _weights.Slice(i * Keys, Keys).Clear();
                    _scoreGradients.Slice(i * Keys, Keys).Clear();
                }
            }

            AddToQueryGradient(
                row, Math.Min(RegisterTile.Rows<TSimd>(), rows - row), keyCount,
                queryGradient[((firstQuery + row) * _featureStride)..]);
        }

        // dV += Pᵀ dO,  dK += dSᵀ Q
        int depth = strips * RegisterTile.Rows<TSimd>();
        AddTransposed(_weights, _gradients, _valueStride, _valueGradient, depth, keyCount, areFinite);
        AddTransposed(_scoreGradients, _queries, _featureStride, _keyGradient, depth, keyCount, areFinite);
    }

    /// <summary>Writes dK, times the scale of the scores, and dV of this tile.</summary>
    public void WriteTile(in MatrixView keyGradient, in MatrixView valueGradient)
    {
        for (int key = 0; key < keyGradient.Rows; key++)
        {
            ScaledCopy.Kernel<TSimd>(
                _scaleOfScores, _keyGradient.Slice(key * _featureStride, _features), keyGradient.Row(key));
            _valueGradient.Slice(key * _valueStride, _valueFeatures).CopyTo(valueGradient.Row(key));
        }
    }

    /// <summary>
    /// Copies queries and gradients, rows of whole panels, zeros behind them. Returns whether all are finite.
    /// </summary>
    private bool Load(in ReadOnlyMatrixView queries, in ReadOnlyMatrixView outputGradient, int firstQuery, int rows)
    {
        _queries.Clear();
        _gradients.Clear();
        for (int row = 0; row < rows; row++)
        {
            ScaledCopy.Kernel<TSimd>(
                _scaleOfQueries, queries.Row(firstQuery + row), _queries[(row * _featureStride)..]);
            outputGradient.Row(firstQuery + row).CopyTo(_gradients[(row * _valueStride)..]);
        }

        return AllFinite.In<TSimd>(_queries) && AllFinite.In<TSimd>(_gradients);
    }

    private static void Multiply(
        ReadOnlySpan<float> strip, int stripStride, ReadOnlySpan<float> panels, int key, int depth, Span<float> product,
        int row)
    {
        ref float a = ref MemoryMarshal.GetReference(strip),
            b = ref MemoryMarshal.GetReference(panels[(key * depth)..]);
        RegisterTile.Multiply<TSimd>(
            ref a, (nuint)stripStride, ref b, (nuint)PanelColumns, ref product[row * Keys + key], (nuint)Keys,
            (nuint)depth, false);
    }

    /// <summary>dQ += dS (K - c) of one strip; the factor scale follows at the end.</summary>
    private void AddToQueryGradient(int row, int rows, int keyCount, Span<float> queryGradient)
    {
        // The last strip of a head may have fewer rows. Then a whole tile is computed on the stack.
        bool isWhole = rows == RegisterTile.Rows<TSimd>();
        Span<float> tile = isWhole ? default : stackalloc float[RegisterTile.Rows<TSimd>() * PanelColumns];
        ref float weights = ref _scoreGradients[row * Keys];
        for (int feature = 0; feature < _featureStride; feature += PanelColumns)
        {
            ref float k = ref MemoryMarshal.GetReference(_keys[(feature * keyCount)..]);
            if (isWhole)
            {
                RegisterTile.Multiply<TSimd>(
                    ref weights, (nuint)Keys, ref k, (nuint)PanelColumns, ref queryGradient[feature],
                    (nuint)_featureStride, (nuint)keyCount, accumulate: true);
                continue;
            }

            ref float sums = ref MemoryMarshal.GetReference(tile);
            RegisterTile.Multiply<TSimd>(
                ref weights, (nuint)Keys, ref k, (nuint)PanelColumns, ref sums, (nuint)PanelColumns, (nuint)keyCount,
                accumulate: false);
            for (int i = 0; i < rows; i++)
            {
                AddScaled.Kernel<TSimd>(
                    1, tile.Slice(i * PanelColumns, PanelColumns),
                    queryGradient.Slice(i * _featureStride + feature, PanelColumns));
            }
        }
    }

    /// <summary>C += Aᵀ B, where A has a row for each query and a column for each key.</summary>
    private static void AddTransposed(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, int stride, Span<float> c, int depth, int keyCount,
        bool areFinite)
    {
        for (int key = 0; key < keyCount; key += RegisterTile.TransposedRows)
        {
            for (int feature = 0; feature < stride && areFinite; feature += PanelColumns)
            {
                ref float weights = ref MemoryMarshal.GetReference(a[key..]),
                    rows = ref MemoryMarshal.GetReference(b[feature..]);
                RegisterTile.AddTransposed<TSimd>(
                    ref weights, (nuint)Keys, ref rows, (nuint)stride, ref c[key * stride + feature], (nuint)stride,
                    (nuint)depth);
            }
        }

        // 0 · NaN is NaN: add row by row and skip weight 0.
        for (int at = 0; at < depth * keyCount && !areFinite; at++)
        {
            (int row, int key) = (at / keyCount, at % keyCount);
            if (a[row * Keys + key] != 0)
            {
                AddScaled.Kernel<TSimd>(
                    a[row * Keys + key], b.Slice(row * stride, stride), c.Slice(key * stride, stride));
            }
        }
    }

    /// <summary>
    /// Subtracts a centre from the rows. If asked, replaces NaN and infinities by 0, so that a hidden key adds nothing.
    /// A visible one still makes the result NaN, because its weight is NaN.
    /// </summary>
    private static ReadOnlyMatrixView Centred(
        in ReadOnlyMatrixView rows, ReadOnlySpan<float> centre, MatrixView scratch, bool replacesNonFinite)
    {
        MatrixView centred = scratch.SliceRows(0, rows.Rows).SliceColumns(0, rows.Columns);
        for (int row = 0; row < rows.Rows; row++)
        {
            Span<float> target = centred.Row(row);
            rows.Row(row).CopyTo(target);
            AddScaled.Kernel<TSimd>(-1, centre, target);
            for (int i = 0; i < target.Length && replacesNonFinite; i++)
            {
                target[i] = float.IsFinite(target[i]) ? target[i] : 0;
            }
        }

        return centred;
    }
}
