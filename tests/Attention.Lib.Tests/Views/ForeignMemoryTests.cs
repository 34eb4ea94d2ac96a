using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Attention.Lib.Tests;

/// <summary>Views of memory that is no array of the caller's: spans, slices, native memory, files, tensors.</summary>
public class ForeignMemoryTests
{
    private const int L = 7;
    private const int D = 5;
    private static readonly float[] s_q = Sample.Vector(L * D, 1),
        s_k = Sample.Vector(L * D, 2),
        s_v = Sample.Vector(L * D, 3);

    [Fact]
    public void Slices_of_memory_give_the_same_bits_as_arrays()
    {
        float[] all = [.. s_q, .. s_k, .. s_v, .. new float[L * D]];
        Attend(
            all.AsMemory(0, L * D), all.AsMemory(L * D, L * D), all.AsMemory(2 * L * D, L * D),
            all.AsMemory(3 * L * D));
        Assert.Equal(Expected(), all[(3 * L * D)..]);
    }

    [Fact]
    public unsafe void Native_memory_gives_the_same_bits_as_arrays()
    {
        float* memory = (float*)NativeMemory.Alloc(4 * L * D, sizeof(float));
        try
        {
            var all = new Span<float>(memory, 4 * L * D);
            s_q.CopyTo(all);
            s_k.CopyTo(all[(L * D)..]);
            s_v.CopyTo(all[(2 * L * D)..]);
            using var floats = new NativeFloats((nint)memory, 4 * L * D);
            Memory<float> m = floats.Memory;
            Attend(m[..(L * D)], m.Slice(L * D, L * D), m.Slice(2 * L * D, L * D), m[(3 * L * D)..]);
            Assert.Equal(Expected(), all[(3 * L * D)..].ToArray());
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }

    [Fact]
    public void A_mapped_file_is_read_in_place_and_never_changed()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [1, 2, 3, 4, .. MemoryMarshal.AsBytes<float>(s_q)]);
            byte[] before = File.ReadAllBytes(path);
            using (var floats = NativeFloats.MapFile(path, byteOffset: 4))
            {
                MatrixView view = new(floats.Memory, L, D);
                Assert.Equal(s_q, Sample.ToArray(view));
                view[0, 0] = 99;
                Assert.Equal(99, view[0, 0]);
            }

            Assert.Equal(before, File.ReadAllBytes(path));
            Assert.Equal(
                "count", Assert.Throws<ArgumentException>(() => NativeFloats.MapFile(path, 4, L * D + 1)).ParamName);
            using var none = NativeFloats.MapFile(path, byteOffset: 4, count: 0);
            Assert.Equal(0, new MatrixView(none.Memory, 0, D).Rows);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Spans_on_the_stack_and_tensors_give_the_same_bits_as_arrays_without_a_copy()
    {
        Span<float> q = stackalloc float[L * D],
            output = stackalloc float[L * D];
        s_q.CopyTo(q);
        Tensor<float> k = Tensor.Create(s_k, [(nint)L, D]);
        ReadOnlySpan<float> keys = MemoryMarshal.CreateReadOnlySpan(
            in k.AsReadOnlyTensorSpan().GetPinnableReference(), L * D);
        PinnedSpans.Use(q, keys, s_v, output, Attend);
        Assert.Equal(Expected(), output.ToArray());
    }

    [Fact]
    public void Views_that_outlive_their_memory_throw_instead_of_reading_it()
    {
        ReadOnlyMatrixView kept = default;
        PinnedSpans.Use(s_q, s_k, s_v, [], (q, _, _, _) => kept = new(q, L, D));
        Assert.Throws<ObjectDisposedException>(() => kept[0, 0]);
    }

    [Fact]
    public unsafe void Overlap_is_found_between_different_views_of_the_same_native_memory()
    {
        float* memory = stackalloc float[20];
        using NativeFloats whole = new((nint)memory, 20),
            tail = new((nint)(memory + 10), 10),
            apart = new((nint)(memory + 15), 5);
        MatrixView head = new(whole.Memory[..12], 2, 6);
        Assert.True(head.Overlaps(new MatrixView(tail.Memory, 2, 5)));
        Assert.False(head.Overlaps(new MatrixView(apart.Memory, 1, 5)));
        Assert.False(head.Overlaps(new MatrixView(2, 6)));
    }

    [Fact]
    public void A_view_beyond_its_memory_is_refused()
    {
        float[] array = new float[10];
        Assert.Throws<ArgumentException>(() => new MatrixView(array.AsMemory(5), 2, 3));
        Assert.Throws<ArgumentException>(() => new ReadOnlyMatrixView(array.AsMemory(5), 1, 2, 2, 3));
        Assert.Throws<ArgumentException>(() => HeadTensor.HeadMajor(array.AsMemory(5), 1, 1, 2, 3));
        Assert.Equal(
            "values", Assert.Throws<ArgumentNullException>(() => new ReadOnlyMatrixView(null!, 0, 0)).ParamName);
    }

    private static float[] Expected()
    {
        float[] output = new float[L * D];
        FlashAttention.Compute(
            new MatrixView(s_q, L, D), new MatrixView(s_k, L, D), new MatrixView(s_v, L, D), AttentionMask.Causal(),
            new MatrixView(output, L, D));
        return output;
    }

    private static void Attend(
        ReadOnlyMemory<float> q, ReadOnlyMemory<float> k, ReadOnlyMemory<float> v, Memory<float> output) =>
        FlashAttention.Compute(
            new ReadOnlyMatrixView(q, L, D), new ReadOnlyMatrixView(k, L, D), new ReadOnlyMatrixView(v, L, D),
            AttentionMask.Causal(), new MatrixView(output, L, D));
}
