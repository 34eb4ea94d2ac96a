using System.Runtime.InteropServices;
using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

/// <summary>
/// The tiles under the matrix products read and write by references without a check. Here every operand ends where a
/// page begins that may not be touched.
/// </summary>
public class TileMemoryTests
{
    public TileMemoryTests() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "guard pages are made with mprotect");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void A_register_tile_reads_and_writes_only_its_operands(int depth)
    {
        Multiply<Simd128>(depth);
        Multiply<Simd256>(depth);
        Multiply<Simd512>(depth);
        MultiplyNarrow<Simd128, Simd128>(depth);
        MultiplyNarrow<Simd256, Simd256>(depth);
        MultiplyNarrow<Simd512, Simd512>(depth);
        MultiplyNarrow<Simd512, Simd256>(depth);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(16, 32)]
    [InlineData(33, 63)]
    [InlineData(5, 65)]
    public void Packing_reads_only_the_block_and_writes_only_its_panels(int depth, int columns)
    {
        Pack<Simd128>(depth, columns);
        Pack<Simd256>(depth, columns);
        Pack<Simd512>(depth, columns);
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(5, 7, 3, 9)]
    [InlineData(49, 513, 20, 33)]
    [InlineData(9, 40, 8, 40)]
    [InlineData(48, 31, 17, 48)]
    public void A_tile_of_queries_reads_only_its_operands_and_its_workspace(
        int queries, int keys, int features, int valueFeatures)
    {
        Attend<Simd128>(queries, keys, features, valueFeatures);
        Attend<Simd256>(queries, keys, features, valueFeatures);
        Attend<Simd512>(queries, keys, features, valueFeatures);
    }

    private static void Multiply<TSimd>(int depth)
        where TSimd : struct, ISimd<TSimd>
    {
        int rows = RegisterTile.Rows<TSimd>(), width = RegisterTile.Columns<TSimd>();
        using GuardedPage a = Filled(rows * depth, 1), b = Filled(depth * width, 2), c = new(rows * width);
        RegisterTile.Multiply<TSimd>(
            ref Start(a), (nuint)depth, ref Start(b), (nuint)width, ref Start(c), (nuint)width, (nuint)depth, false);
        AssertProduct(a, b, c, rows, width, depth);
        RegisterTile.Multiply<TSimd>(
            ref Start(a), (nuint)depth, ref Start(b), (nuint)width, ref Start(c), (nuint)width, (nuint)depth, true);
        AssertProduct(a, b, c, rows, width, depth, times: 2);
        AddTransposed<TSimd>(depth);
    }

    private static void MultiplyNarrow<TSimd, TNarrow>(int depth)
        where TSimd : struct, ISimd<TSimd>
        where TNarrow : struct, ISimd<TNarrow>
    {
        int rows = RegisterTile.Rows<TSimd>(), width = TNarrow.Width;
        using GuardedPage a = Filled(rows * depth, 1), b = Filled(depth * width, 2), c = new(rows * width);
        RegisterTile.MultiplyNarrow<TSimd, TNarrow>(
            ref Start(a), (nuint)depth, ref Start(b), (nuint)width, ref Start(c), (nuint)width, (nuint)depth, false);
        AssertProduct(a, b, c, rows, width, depth);
        RegisterTile.MultiplyNarrow<TSimd, TNarrow>(
            ref Start(a), (nuint)depth, ref Start(b), (nuint)width, ref Start(c), (nuint)width, (nuint)depth, true);
        AssertProduct(a, b, c, rows, width, depth, times: 2);
    }

    private static void AddTransposed<TSimd>(int depth)
        where TSimd : struct, ISimd<TSimd>
    {
        const int rows = RegisterTile.TransposedRows;
        int width = RegisterTile.Columns<TSimd>();
        using GuardedPage a = Filled(rows * depth, 1), transposed = new(depth * rows), b = Filled(depth * width, 2);
        using GuardedPage c = new(rows * width);
        for (int i = 0; i < rows * depth; i++)
        {
            transposed.Span[i % depth * rows + i / depth] = a.Span[i];
        }
        RegisterTile.AddTransposed<TSimd>(
            ref Start(transposed), rows, ref Start(b), (nuint)width, ref Start(c), (nuint)width, (nuint)depth);
        AssertProduct(a, b, c, rows, width, depth);
    }

    /// <summary>C is A · B, or a multiple of it.</summary>
    private static void AssertProduct(
        GuardedPage a, GuardedPage b, GuardedPage c, int rows, int width, int depth, int times = 1)
    {
        for (int i = 0; i < rows * width; i++)
        {
            double exact = 0;
            for (int k = 0; k < depth; k++)
            {
                exact += (double)a.Span[i / width * depth + k] * b.Span[k * width + i % width];
            }
            Assert.Equal(times * exact, c.Span[i], 2e-5);
        }
    }

    private static void Pack<TSimd>(int depth, int columns)
        where TSimd : struct, ISimd<TSimd>
    {
        int length = (int)Panels.Length<TSimd>(depth, columns), width = RegisterTile.Columns<TSimd>();
        using GuardedPage block = Filled(depth * columns, 1), transposed = new(columns * depth);
        using GuardedPage panels = Filled(length, 2), others = Filled(length, 3);
        for (int i = 0; i < depth * columns; i++)
        {
            transposed.Span[i % columns * depth + i / columns] = block.Span[i];
        }
        using NativeFloats blockFloats = block.AsFloats(), transposedFloats = transposed.AsFloats();
        var matrix = new MatrixView(blockFloats.Memory, depth, columns);
        Panels.Pack<TSimd>(matrix, 0, depth, 0, columns, panels.Span);
        matrix = new MatrixView(transposedFloats.Memory, columns, depth);
        Panels.PackTransposed<TSimd>(matrix, 0, columns, 0, depth, others.Span);
        Assert.Equal(panels.Span.ToArray(), others.Span.ToArray());
        Panels.PackTransposed<TSimd>(matrix, 0, columns, 0, depth, others.Span, scale: -0.5f);
        Assert.Equal(Array.ConvertAll(panels.Span.ToArray(), x => -0.5f * x), others.Span.ToArray());
        for (int i = 0; i < length; i++)
        {
            int column = i / (depth * width) * width + i % width, row = i / width % depth;
            Assert.Equal(column < columns ? block.Span[row * columns + column] : 0, panels.Span[i]);
        }
    }

    /// <summary>
    /// The workspace holds NaN at first: nothing may be read that was not written before, whatever a mask leaves out.
    /// </summary>
    private static void Attend<TSimd>(int queries, int keys, int features, int valueFeatures)
        where TSimd : struct, ISimd<TSimd>
    {
        AttentionMask hidden = Masks.HideBoolean(keys, keys / 3, keys / 2);
        AttentionMask[] masks =
        [
            AttentionMask.None, AttentionMask.Causal(), AttentionMask.Causal(-queries / 2), hidden,
            AttentionMask.SlidingWindow(3, 2, QueryOffset.BottomRight), AttentionMask.Padding(keys / 2),
            AttentionMask.Padding(0),
            AttentionMask.Causal(QueryOffset.BottomRight) & Masks.HideBias(keys, 0, keys / 2),
        ];
        foreach (AttentionMask mask in masks)
        {
            Attend<TSimd>(queries, keys, features, valueFeatures, mask, (0, 0));
        }

        Attend<TSimd>(queries, keys, features, valueFeatures, hidden, (keys / 3, keys / 2));
        Attend<TSimd>(queries, keys, features, valueFeatures, AttentionMask.Padding(keys / 2), (keys / 2, keys));
    }

    /// <param name="queries">L.</param>
    /// <param name="keys">S.</param>
    /// <param name="features">D.</param>
    /// <param name="valueFeatures">Dv.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="poisoned">The keys and values that are NaN: the mask must hide them.</param>
    private static void Attend<TSimd>(
        int queries, int keys, int features, int valueFeatures, AttentionMask mask, (int First, int End) poisoned)
        where TSimd : struct, ISimd<TSimd>
    {
        MatrixView k = Sample.Matrix(keys, features, 2), v = Sample.Matrix(keys, valueFeatures, 3);
        k.SliceRows(poisoned.First, poisoned.End - poisoned.First).Fill(float.NaN);
        v.SliceRows(poisoned.First, poisoned.End - poisoned.First).Fill(float.NaN);
        using GuardedPage packedKeys = new((int)Panels.Length<TSimd>(features, keys));
        using GuardedPage packedValues = new((int)Panels.Length<TSimd>(keys, valueFeatures));
        using GuardedPage workspace = new((int)FlashTile<TSimd>.WorkspaceLength(features, valueFeatures));
        using GuardedPage q = Filled(queries * features, 1), o = new(queries * valueFeatures);
        using NativeFloats queryFloats = q.AsFloats(), outputFloats = o.AsFloats();
        var query = new MatrixView(queryFloats.Memory, queries, features);
        var output = new MatrixView(outputFloats.Memory, queries, valueFeatures);

        float scale = FlashTile<TSimd>.ScaleOfKeys(default, features);
        Panels.PackTransposed<TSimd>(k, 0, keys, 0, features, packedKeys.Span, scale);
        Panels.Pack<TSimd>(v, 0, keys, 0, valueFeatures, packedValues.Span);
        workspace.Span.Fill(float.NaN);
        var tile = new FlashTile<TSimd>(
            default, features, valueFeatures, 0, keys, packedKeys.Span, packedValues.Span,
            poisoned.First == poisoned.End, workspace.Span);
        HeadMask headMask = mask.ForHead(0, 0, queries, keys);
        Span<bool> isValid = stackalloc bool[FlashTile<TSimd>.Queries];
        for (int first = 0; first < queries; first += FlashTile<TSimd>.Queries)
        {
            Assert.True(tile.Attend(query, headMask, first, output, null, default, isValid));
        }

        var expected = new MatrixView(queries, valueFeatures);
        ScaledDotProductAttention.Naive(query, k, v, mask, expected);
        float[] exact = Sample.ToArray(expected);
        for (int i = 0; i < exact.Length; i++)
        {
            Assert.Equal(exact[i], o.Span[i], 1e-5f);
        }
    }

    private static GuardedPage Filled(int length, int seed)
    {
        var page = new GuardedPage(length);
        Sample.Vector(length, seed).CopyTo(page.Span);
        return page;
    }

    private static ref float Start(GuardedPage page) => ref MemoryMarshal.GetReference(page.Span);
}
