using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Attention.Course;

/// <summary>The widths of registers for which rungs are written.</summary>
internal static class RegisterWidth
{
    /// <summary>The width of the registers that the kernels use on this machine: 512, 256 or 128 bits.</summary>
    public static int Widest =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : 128;

    /// <summary>The exception for a width that is none of the three.</summary>
    public static ArgumentOutOfRangeException Unknown(int registerBits) =>
        new(nameof(registerBits), registerBits, "registerBits must be 512, 256 or 128.");
}

/// <summary>What a rung does with a vector register, for one width: each rung is written once for all widths.</summary>
internal interface IRegister<TSelf>
    where TSelf : struct, IRegister<TSelf>
{
    /// <summary>How many floats it holds.</summary>
    static abstract int Width { get; }

    /// <summary>The same number everywhere.</summary>
    static abstract TSelf Broadcast(float value);

    /// <summary>Reads as many neighbours from memory as it holds.</summary>
    static abstract TSelf Load(ref float source, int offset);

    /// <summary>Writes them.</summary>
    static abstract void Store(TSelf value, ref float destination, int offset);

    /// <summary><c>sum += x · y</c>, element by element: one multiply-add.</summary>
    static abstract void AddProduct(TSelf x, TSelf y, ref TSelf sum);

    /// <summary>Adds element by element.</summary>
    static abstract TSelf operator +(TSelf x, TSelf y);

    /// <summary>The horizontal sum: all elements added up.</summary>
    static abstract float Sum(TSelf x);
}

/// <summary>Four floats.</summary>
internal struct Register128(Vector128<float> value) : IRegister<Register128>
{
    private Vector128<float> _value = value;

    public static int Width => Vector128<float>.Count;

    public static Register128 Broadcast(float value) => new(Vector128.Create(value));

    public static Register128 Load(ref float source, int offset) =>
        new(Vector128.LoadUnsafe(ref Unsafe.Add(ref source, offset)));

    public static void Store(Register128 value, ref float destination, int offset) =>
        value._value.StoreUnsafe(ref Unsafe.Add(ref destination, offset));

    public static void AddProduct(Register128 x, Register128 y, ref Register128 sum) =>
        sum._value = Vector128.MultiplyAddEstimate(x._value, y._value, sum._value);

    public static Register128 operator +(Register128 x, Register128 y) => new(x._value + y._value);

    public static float Sum(Register128 x) => Vector128.Sum(x._value);
}

/// <summary>Eight floats.</summary>
internal struct Register256(Vector256<float> value) : IRegister<Register256>
{
    private Vector256<float> _value = value;

    public static int Width => Vector256<float>.Count;

    public static Register256 Broadcast(float value) => new(Vector256.Create(value));

    public static Register256 Load(ref float source, int offset) =>
        new(Vector256.LoadUnsafe(ref Unsafe.Add(ref source, offset)));

    public static void Store(Register256 value, ref float destination, int offset) =>
        value._value.StoreUnsafe(ref Unsafe.Add(ref destination, offset));

    public static void AddProduct(Register256 x, Register256 y, ref Register256 sum) =>
        sum._value = Vector256.MultiplyAddEstimate(x._value, y._value, sum._value);

    public static Register256 operator +(Register256 x, Register256 y) => new(x._value + y._value);

    public static float Sum(Register256 x) => Vector256.Sum(x._value);
}

/// <summary>Sixteen floats.</summary>
internal struct Register512(Vector512<float> value) : IRegister<Register512>
{
    private Vector512<float> _value = value;

    public static int Width => Vector512<float>.Count;

    public static Register512 Broadcast(float value) => new(Vector512.Create(value));

    public static Register512 Load(ref float source, int offset) =>
        new(Vector512.LoadUnsafe(ref Unsafe.Add(ref source, offset)));

    public static void Store(Register512 value, ref float destination, int offset) =>
        value._value.StoreUnsafe(ref Unsafe.Add(ref destination, offset));

    public static void AddProduct(Register512 x, Register512 y, ref Register512 sum) =>
        sum._value = Vector512.MultiplyAddEstimate(x._value, y._value, sum._value);

    public static Register512 operator +(Register512 x, Register512 y) => new(x._value + y._value);

    public static float Sum(Register512 x) => Vector512.Sum(x._value);
}
