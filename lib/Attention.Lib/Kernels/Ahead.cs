using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Attention.Lib.Internal;

/// <summary>Asks for parts of a matrix before they are needed, so that nobody waits for memory.</summary>
/// <remarks>
/// A processor foresees the next lines of a row by itself, but not the next row, which lies in another page of memory
/// where rows are long.
/// </remarks>
internal static class Ahead
{
    /// <summary>The floats of one cache line.</summary>
    public const int Line = 16;

    /// <summary>Does nothing where .NET offers no prefetch instruction.</summary>
    /// <param name="first">The first number of the first row.</param>
    /// <param name="stride">The distance between two rows.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many numbers of each. If they begin amid a line, their last may be left out.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(ref float first, nint stride, int rows, nint columns)
    {
        for (int row = 0; row < rows && Sse.IsSupported; row++)
        {
            for (nint column = 0; column < columns; column += Line)
            {
                Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, column)));
            }

            first = ref Unsafe.Add(ref first, stride);
        }
    }

    /// <summary>
    /// Asks for a row of numbers in any format, into the second-level cache: into the first, decoding took up to 12 %
    /// longer than without. Does nothing where .NET offers no prefetch instruction.
    /// </summary>
    /// <param name="row">Where the row begins.</param>
    /// <param name="bytes">Its length. If it begins amid a cache line, its last line may be left out.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(ref byte row, nuint bytes)
    {
        for (nuint i = 0; i < bytes && Sse.IsSupported; i += Line * sizeof(float))
        {
            Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.AddByteOffset(ref row, i)));
        }
    }
}
