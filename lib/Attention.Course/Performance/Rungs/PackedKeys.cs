using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Attention.Lib;

namespace Attention.Course;

/// <summary>
/// Keys in panels: the k-th features of neighbouring keys lie side by side, so that one load fills a register with one
/// feature of many keys.
/// </summary>
/// <remarks>A panel holds two registers of keys. Panels are filled up with zeros to a multiple of four.</remarks>
public sealed class PackedKeys
{
    private readonly float[] _panels;

    /// <summary>Packs keys.</summary>
    /// <param name="keys">K: m × d.</param>
    public PackedKeys(ReadOnlyMatrixView keys)
    {
        (Count, Depth) = (keys.Rows, keys.Columns);
        PanelWidth = 2 * RegisterWidth.Widest / (8 * sizeof(float));
        PanelCount = (Count + 4 * PanelWidth - 1) / (4 * PanelWidth) * 4;
        _panels = new float[PanelCount * PanelWidth * Depth];
        for (int j = 0; j < Count; j++)
        {
            ReadOnlySpan<float> key = keys.Row(j);
            Span<float> panel = _panels.AsSpan(j / PanelWidth * PanelWidth * Depth);
            for (int k = 0; k < Depth; k++)
            {
                panel[k * PanelWidth + j % PanelWidth] = key[k];
            }
        }
    }

    /// <summary>m, the number of keys.</summary>
    public int Count { get; }

    /// <summary>d, the number of features of a key.</summary>
    public int Depth { get; }

    internal int PanelWidth { get; }

    internal int PanelCount { get; }

    /// <summary>The first number of a panel: d rows of two registers each.</summary>
    internal ref float Panel(int panel) => ref _panels[panel * PanelWidth * Depth];
}

public static partial class Rungs
{
    /// <summary>
    /// <c>queries · keysᵀ</c> with packed keys, one query at a time: a register of sums holds the scores of as many
    /// keys, so nothing is added up across a register.
    /// </summary>
    /// <param name="queries">Q: n × d.</param>
    /// <param name="keys">K, packed: m × d.</param>
    /// <param name="scores">Receives Q Kᵀ: n × m.</param>
    public static void OneQuery(ReadOnlyMatrixView queries, PackedKeys keys, MatrixView scores)
    {
        switch (RegisterWidth.Widest)
        {
            case 512: OneQuery<Register512>(queries, keys, scores); break;
            case 256: OneQuery<Register256>(queries, keys, scores); break;
            default: OneQuery<Register128>(queries, keys, scores); break;
        }
    }

    private static void OneQuery<TRegister>(ReadOnlyMatrixView queries, PackedKeys keys, MatrixView scores)
        where TRegister : struct, IRegister<TRegister>
    {
        for (int i = 0; i < queries.Rows; i++)
        {
            for (int panel = 0; panel < keys.PanelCount; panel += 4)
            {
                FourPanels<TRegister>(queries.Row(i), keys, panel, scores.Row(i));
            }
        }
    }

    /// <summary>One query against four panels: eight sums, eight loads of keys for eight multiply-adds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourPanels<TRegister>(ReadOnlySpan<float> query, PackedKeys keys, int panel, Span<float> scores)
        where TRegister : struct, IRegister<TRegister>
    {
        int width = TRegister.Width;
        ref float key0 = ref keys.Panel(panel);
        ref float key1 = ref keys.Panel(panel + 1);
        ref float key2 = ref keys.Panel(panel + 2);
        ref float key3 = ref keys.Panel(panel + 3);
        TRegister zero = TRegister.Broadcast(0);
        TRegister a = zero, b = zero, c = zero, d = zero, e = zero, f = zero, g = zero, h = zero;
        for (int k = 0; k < query.Length; k++)
        {
            TRegister q = TRegister.Broadcast(query[k]);
            int at = 2 * width * k;
            TRegister.AddProduct(q, TRegister.Load(ref key0, at), ref a);
            TRegister.AddProduct(q, TRegister.Load(ref key0, at + width), ref b);
            TRegister.AddProduct(q, TRegister.Load(ref key1, at), ref c);
            TRegister.AddProduct(q, TRegister.Load(ref key1, at + width), ref d);
            TRegister.AddProduct(q, TRegister.Load(ref key2, at), ref e);
            TRegister.AddProduct(q, TRegister.Load(ref key2, at + width), ref f);
            TRegister.AddProduct(q, TRegister.Load(ref key3, at), ref g);
            TRegister.AddProduct(q, TRegister.Load(ref key3, at + width), ref h);
        }

        int first = panel * keys.PanelWidth;
        StorePair(a, b, scores, first);
        StorePair(c, d, scores, first + 2 * width);
        StorePair(e, f, scores, first + 4 * width);
        StorePair(g, h, scores, first + 6 * width);
    }

    /// <summary>Writes the scores of one panel; behind the last key there is nothing to write.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair<TRegister>(TRegister x, TRegister y, Span<float> scores, int first)
        where TRegister : struct, IRegister<TRegister>
    {
        int width = TRegister.Width;
        if (first + 2 * width <= scores.Length)
        {
            ref float row = ref MemoryMarshal.GetReference(scores);
            TRegister.Store(x, ref row, first);
            TRegister.Store(y, ref row, first + width);
        }
        else if (first < scores.Length)
        {
            StorePart(x, y, scores[first..]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StorePart<TRegister>(TRegister x, TRegister y, Span<float> scores)
        where TRegister : struct, IRegister<TRegister>
    {
        Span<float> both = stackalloc float[2 * TRegister.Width];
        ref float start = ref MemoryMarshal.GetReference(both);
        TRegister.Store(x, ref start, 0);
        TRegister.Store(y, ref start, TRegister.Width);
        both[..scores.Length].CopyTo(scores);
    }
}
