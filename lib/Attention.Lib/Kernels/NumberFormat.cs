using System.Runtime.CompilerServices;

namespace Attention.Lib.Internal;

/// <summary>How stored numbers become floats in a register. Arithmetic is always done in float.</summary>
internal interface INumberFormat
{
    /// <summary>The size of one number.</summary>
    static abstract int Bytes { get; }

    /// <summary>Reads a register of numbers, from the one with this index on.</summary>
    static abstract TSimd Load<TSimd>(ref byte source, nuint index)
        where TSimd : struct, ISimd<TSimd>;

    /// <summary>Reads one number.</summary>
    static abstract float LoadOne(ref byte source, nuint index);
}

/// <summary>Floats, read as they are.</summary>
internal readonly struct FloatFormat : INumberFormat
{
    public static int Bytes => sizeof(float);

    public static TSimd Load<TSimd>(ref byte source, nuint index)
        where TSimd : struct, ISimd<TSimd> => TSimd.Load(ref Unsafe.As<byte, float>(ref source), index);

    public static float LoadOne(ref byte source, nuint index) =>
        Unsafe.Add(ref Unsafe.As<byte, float>(ref source), index);
}

/// <summary>Half precision, widened.</summary>
internal readonly struct HalfFormat : INumberFormat
{
    public static int Bytes => sizeof(ushort);

    public static TSimd Load<TSimd>(ref byte source, nuint index)
        where TSimd : struct, ISimd<TSimd> => TSimd.LoadHalf(ref Unsafe.As<byte, ushort>(ref source), index);

    public static float LoadOne(ref byte source, nuint index) =>
        (float)Unsafe.Add(ref Unsafe.As<byte, Half>(ref source), index);
}

/// <summary>Bfloat16, widened.</summary>
internal readonly struct BFloat16Format : INumberFormat
{
    public static int Bytes => sizeof(ushort);

    public static TSimd Load<TSimd>(ref byte source, nuint index)
        where TSimd : struct, ISimd<TSimd> => TSimd.LoadBFloat16(ref Unsafe.As<byte, ushort>(ref source), index);

    public static float LoadOne(ref byte source, nuint index) =>
        Unsafe.Add(ref Unsafe.As<byte, BFloat16>(ref source), index);
}
