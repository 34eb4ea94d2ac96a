using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>How stored numbers become floats in a register. Arithmetic is always done in float.</summary>
internal interface INumberFormat
{
    /// <summary>Reads a register of numbers, from the one with this index on.</summary>
    static abstract TSimd Load<TSimd>(ref byte source, nuint index)
        where TSimd : struct, ISimd<TSimd>;

    /// <summary>Reads one number.</summary>
    static abstract float LoadOne(ref byte source, nuint index);
}

/// <summary>Floats, read as they are.</summary>
internal readonly struct FloatFormat : INumberFormat
{
    /// <summary>Where floats begin, for the methods above. (A span of bytes cannot hold more than 2 GiB.)</summary>
    public static ref byte Start(ReadOnlySpan<float> numbers) =>
        ref Unsafe.As<float, byte>(ref MemoryMarshal.GetReference(numbers));

    public static TSimd Load<TSimd>(ref byte source, nuint index)
        where TSimd : struct, ISimd<TSimd> => TSimd.Load(ref Unsafe.As<byte, float>(ref source), index);

    public static float LoadOne(ref byte source, nuint index) =>
        Unsafe.Add(ref Unsafe.As<byte, float>(ref source), index);
}

/// <summary>Half precision, widened.</summary>
internal readonly struct HalfFormat : INumberFormat
{
    public static TSimd Load<TSimd>(ref byte source, nuint index)
        where TSimd : struct, ISimd<TSimd> => TSimd.LoadHalf(ref Unsafe.As<byte, ushort>(ref source), index);

    public static float LoadOne(ref byte source, nuint index) =>
        (float)Unsafe.Add(ref Unsafe.As<byte, Half>(ref source), index);
}

/// <summary>Bfloat16, widened.</summary>
internal readonly struct BFloat16Format : INumberFormat
{
    public static TSimd Load<TSimd>(ref byte source, nuint index)
        where TSimd : struct, ISimd<TSimd> => TSimd.LoadBFloat16(ref Unsafe.As<byte, ushort>(ref source), index);

    public static float LoadOne(ref byte source, nuint index) =>
        Unsafe.Add(ref Unsafe.As<byte, BFloat16>(ref source), index);
}
