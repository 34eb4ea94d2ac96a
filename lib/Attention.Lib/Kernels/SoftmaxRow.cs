using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>The kernel of <see cref="Softmax"/>: the softmax of one row with registers of one width.</summary>
internal static class SoftmaxRow
{
    /// <summary>
    /// Numbers summed at a time: a single sum over a row of a million would lose the last digits of each.
    /// </summary>
    private const int BlockLength = 4096;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // full speed from the first call on
    public static void Kernel<TSimd>(ReadOnlySpan<float> logits, Span<float> destination)
        where TSimd : struct, ISimd<TSimd>
    {
        float max = Maximum<TSimd>(logits);
        float sum = WriteExponentials<TSimd>(logits, destination, max);
        ScaledCopy.Kernel<TSimd>(1 / sum, destination[..logits.Length], destination);
    }

    /// <summary>m = max xᵢ</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Maximum<TSimd>(ReadOnlySpan<float> logits)
        where TSimd : struct, ISimd<TSimd>
    {
        ref float x = ref MemoryMarshal.GetReference(logits);
        nuint length = (nuint)logits.Length, width = (nuint)TSimd.Width, i = 0;
        TSimd maxima = TSimd.Broadcast(float.NegativeInfinity);
        for (; i + width <= length; i += width)
        {
            maxima = TSimd.Max(maxima, TSimd.Load(ref x, i));
        }

        float max = TSimd.MaxAcross(maxima);
        for (; i < length; i++)
        {
            max = MathF.Max(max, Unsafe.Add(ref x, i));
        }

        return max;
    }

    /// <summary>yᵢ = e^(xᵢ - m); returns l = Σ yᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float WriteExponentials<TSimd>(ReadOnlySpan<float> logits, Span<float> destination, float max)
        where TSimd : struct, ISimd<TSimd>
    {
        ref float x = ref MemoryMarshal.GetReference(logits);
        ref float y = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)logits.Length, width = (nuint)TSimd.Width, whole = length / width * width;
        float sum = 0;
        TSimd shift = TSimd.Broadcast(max);
        for (nuint block = 0; block < whole; block += BlockLength)
        {
            nuint count = Math.Min(BlockLength, whole - block);
            ref float from = ref Unsafe.Add(ref x, block), to = ref Unsafe.Add(ref y, block);
            sum += TSimd.Sum(Exponential.OfDifferences(ref from, ref to, count, shift, out _));
        }

        if (whole < length)
        {
            // The same e^x as for the others, so that a share does not depend on where its logit stands.
            Span<float> last = stackalloc float[TSimd.Width];
            last.Fill(float.NegativeInfinity);
            logits[(int)whole..].CopyTo(last);
            ref float z = ref MemoryMarshal.GetReference(last);
            sum += TSimd.Sum(Exponential.OfDifferences(ref z, ref z, width, shift, out _));
            last[..(int)(length - whole)].CopyTo(destination[(int)whole..]);
        }

        return sum;
    }
}
