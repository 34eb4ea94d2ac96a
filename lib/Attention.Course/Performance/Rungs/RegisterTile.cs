using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Attention.Lib;

namespace Attention.Course;

public static partial class Rungs
{
    /// <summary>Six queries and two registers of keys: twelve registers of sums.</summary>
    private const int TileQueries = 6;

    /// <summary>
    /// <c>queries · keysᵀ</c> with packed keys, six queries at a time: each register of keys that is loaded serves six
    /// multiply-adds.
    /// </summary>
    /// <param name="queries">Q: n × d.</param>
    /// <param name="keys">K, packed: m × d.</param>
    /// <param name="scores">Receives Q Kᵀ: n × m.</param>
    public static void RegisterTile(ReadOnlyMatrixView queries, PackedKeys keys, MatrixView scores)
    {
        if (queries.Rows < TileQueries)
        {
            OneQuery(queries, keys, scores);
            return;
        }

        switch (RegisterWidth.Widest)
        {
            case 512: RegisterTiles<Register512>(queries, keys, scores); break;
            case 256: RegisterTiles<Register256>(queries, keys, scores); break;
            default: RegisterTiles<Register128>(queries, keys, scores); break;
        }
    }

    private static void RegisterTiles<TRegister>(ReadOnlyMatrixView queries, PackedKeys keys, MatrixView scores)
        where TRegister : struct, IRegister<TRegister>
    {
        int width = keys.PanelWidth;
        Span<float> last = stackalloc float[TileQueries * width]; // a tile that reaches beyond the last key
        for (int i = 0; i < queries.Rows; i += TileQueries)
        {
            // The last tile begins earlier, where six queries are left, and computes some scores once more.
            int first = Math.Min(i, queries.Rows - TileQueries);
            ref float query = ref MemoryMarshal.GetReference(queries.Row(first));
            for (int j = 0; j < keys.Count; j += width)
            {
                ref float panel = ref keys.Panel(j / width);
                if (j + width <= keys.Count)
                {
                    ref float score = ref scores.Row(first)[j];
                    Tile<TRegister>(
                        ref query, queries.RowStride, ref panel, keys.Depth, ref score, scores.RowStride);
                    continue;
                }

                Tile<TRegister>(ref query, queries.RowStride, ref panel, keys.Depth, ref last[0], width);
                for (int row = 0; row < TileQueries; row++)
                {
                    last.Slice(row * width, keys.Count - j).CopyTo(scores.Row(first + row)[j..]);
                }
            }
        }
    }

    /// <summary>Six queries against one panel of keys. The JIT keeps all twelve sums in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TRegister>(
        ref float query, int queryStride, ref float key, int depth, ref float score, int scoreStride)
        where TRegister : struct, IRegister<TRegister>
    {
        ref float query1 = ref Unsafe.Add(ref query, queryStride);
        ref float query2 = ref Unsafe.Add(ref query1, queryStride);
        ref float query3 = ref Unsafe.Add(ref query2, queryStride);
        ref float query4 = ref Unsafe.Add(ref query3, queryStride);
        ref float query5 = ref Unsafe.Add(ref query4, queryStride);
        int width = TRegister.Width;
        TRegister zero = TRegister.Broadcast(0);
        TRegister a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero, a5 = zero;
        TRegister b0 = zero, b1 = zero, b2 = zero, b3 = zero, b4 = zero, b5 = zero;
        for (int k = 0; k < depth; k++)
        {
            TRegister a = TRegister.Load(ref key, 0), b = TRegister.Load(ref key, width);
            key = ref Unsafe.Add(ref key, 2 * width);
            TRegister q = TRegister.Broadcast(Unsafe.Add(ref query, k));
            TRegister.AddProduct(q, a, ref a0);
            TRegister.AddProduct(q, b, ref b0);
            q = TRegister.Broadcast(Unsafe.Add(ref query1, k));
            TRegister.AddProduct(q, a, ref a1);
            TRegister.AddProduct(q, b, ref b1);
            q = TRegister.Broadcast(Unsafe.Add(ref query2, k));
            TRegister.AddProduct(q, a, ref a2);
            TRegister.AddProduct(q, b, ref b2);
            q = TRegister.Broadcast(Unsafe.Add(ref query3, k));
            TRegister.AddProduct(q, a, ref a3);
            TRegister.AddProduct(q, b, ref b3);
            q = TRegister.Broadcast(Unsafe.Add(ref query4, k));
            TRegister.AddProduct(q, a, ref a4);
            TRegister.AddProduct(q, b, ref b4);
            q = TRegister.Broadcast(Unsafe.Add(ref query5, k));
            TRegister.AddProduct(q, a, ref a5);
            TRegister.AddProduct(q, b, ref b5);
        }

        StoreRow(a0, b0, ref score);
        StoreRow(a1, b1, ref Unsafe.Add(ref score, scoreStride));
        StoreRow(a2, b2, ref Unsafe.Add(ref score, 2 * scoreStride));
        StoreRow(a3, b3, ref Unsafe.Add(ref score, 3 * scoreStride));
        StoreRow(a4, b4, ref Unsafe.Add(ref score, 4 * scoreStride));
        StoreRow(a5, b5, ref Unsafe.Add(ref score, 5 * scoreStride));
    }

    private static void StoreRow<TRegister>(TRegister a, TRegister b, ref float row)
        where TRegister : struct, IRegister<TRegister>
    {
        TRegister.Store(a, ref row, 0);
        TRegister.Store(b, ref row, TRegister.Width);
    }
}
