using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>How stored numbers become floats in a register. Arithmetic is always done in float.</summary>
internal interface INumberFormat
{
    /// <summary>How many bytes store a number.</summary>
    static virtual nuint Bytes => sizeof(ushort);

    /// <summary>
    /// Reads a register of numbers, from the one with this index on. The next two methods give what it is multiplied
    /// by.
    /// </summary>
    static abstract TSimd Load<TSimd>(ref byte source, nuint index)
        where TSimd : struct, ISimd<TSimd>;

    /// <summary>Reads a register of floats by which stored numbers are multiplied.</summary>
    static virtual TSimd Factors<TSimd>(ref float source, nuint index)
        where TSimd : struct, ISimd<TSimd> => TSimd.Load(ref source, index);

    /// <summary>A register with one float by which stored numbers are multiplied.</summary>
    static virtual TSimd Factor<TSimd>(float value)
        where TSimd : struct, ISimd<TSimd> => TSimd.Broadcast(value);

    /// <summary>Reads one number, as it is.</summary>
    static abstract float LoadOne(ref byte source, nuint index);
}

/// <summary>Floats, read as they are.</summary>
internal readonly struct FloatFormat : INumberFormat
{
    public static nuint Bytes => sizeof(float);

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

/// <summary>
/// Half precision without infinities and NaN, for factors below 2¹⁶: numbers are read as 2⁻¹¹² times what they are, and
/// the factors are multiplied by 2¹¹² instead. Their products are the same.
/// </summary>
internal readonly struct FiniteHalfFormat : INumberFormat
{
    /// <summary>Factors must be smaller.</summary>
    public const float FactorLimit = 65536;

    private const float Correction = 5.192296858534828e33f; // 2¹¹²

    public static TSimd Load<TSimd>(ref byte source, nuint index)
        where TSimd : struct, ISimd<TSimd> => TSimd.LoadFiniteHalf(ref Unsafe.As<byte, ushort>(ref source), index);

    public static TSimd Factors<TSimd>(ref float source, nuint index)
        where TSimd : struct, ISimd<TSimd> => TSimd.Load(ref source, index) * TSimd.Broadcast(Correction);

    public static TSimd Factor<TSimd>(float value)
        where TSimd : struct, ISimd<TSimd> => TSimd.Broadcast(value * Correction);

    public static float LoadOne(ref byte source, nuint index) => HalfFormat.LoadOne(ref source, index);
}

/// <summary>Bfloat16, widened.</summary>
internal readonly struct BFloat16Format : INumberFormat
{
    public static TSimd Load<TSimd>(ref byte source, nuint index)
        where TSimd : struct, ISimd<TSimd> => TSimd.LoadBFloat16(ref Unsafe.As<byte, ushort>(ref source), index);

    public static float LoadOne(ref byte source, nuint index) =>
        Unsafe.Add(ref Unsafe.As<byte, BFloat16>(ref source), index);
}
