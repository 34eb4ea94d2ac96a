using System.Runtime.Intrinsics;

namespace Attention.Lib.Internal;

/// <summary>Sixteen floats at a time: AVX-512.</summary>
internal struct Simd512(Vector512<float> value) : ISimd<Simd512>
{
    private Vector512<float> _value = value;

    public static int Width => Vector512<float>.Count;
    public static Simd512 Broadcast(float value) => new(Vector512.Create(value));
    public static Simd512 Load(ref float source, nuint offset) => new(Vector512.LoadUnsafe(ref source, offset));
    public static void Store(Simd512 value, ref float destination, nuint offset) => value._value.StoreUnsafe(ref destination, offset);
    public static Simd512 operator +(Simd512 x, Simd512 y) => new(x._value + y._value);
    public static Simd512 operator -(Simd512 x, Simd512 y) => new(x._value - y._value);
    public static Simd512 operator *(Simd512 x, Simd512 y) => new(x._value * y._value);
    public static Simd512 MultiplyAdd(Simd512 x, Simd512 y, Simd512 addend) => new(Vector512.MultiplyAddEstimate(x._value, y._value, addend._value));
    public static void AddProduct(Simd512 x, Simd512 y, ref Simd512 sum) => sum._value = Vector512.MultiplyAddEstimate(x._value, y._value, sum._value);
    public static Simd512 Max(Simd512 x, Simd512 y) => new(Vector512.MaxNative(x._value, y._value));
    public static Simd512 LowBitsToExponent(Simd512 x) => new((x._value.AsInt32() << 23).AsSingle());
    public static float MaxAcross(Simd512 x) => Simd256.MaxAcross(new(Vector256.MaxNative(x._value.GetLower(), x._value.GetUpper())));
    public static float Sum(Simd512 x) => Simd256.Sum(new(x._value.GetLower() + x._value.GetUpper())); // Vector512.Sum takes three times as many steps
}

/// <summary>Eight floats at a time: AVX2.</summary>
internal struct Simd256(Vector256<float> value) : ISimd<Simd256>
{
    private Vector256<float> _value = value;

    public static int Width => Vector256<float>.Count;
    public static Simd256 Broadcast(float value) => new(Vector256.Create(value));
    public static Simd256 Load(ref float source, nuint offset) => new(Vector256.LoadUnsafe(ref source, offset));
    public static void Store(Simd256 value, ref float destination, nuint offset) => value._value.StoreUnsafe(ref destination, offset);
    public static Simd256 operator +(Simd256 x, Simd256 y) => new(x._value + y._value);
    public static Simd256 operator -(Simd256 x, Simd256 y) => new(x._value - y._value);
    public static Simd256 operator *(Simd256 x, Simd256 y) => new(x._value * y._value);
    public static Simd256 MultiplyAdd(Simd256 x, Simd256 y, Simd256 addend) => new(Vector256.MultiplyAddEstimate(x._value, y._value, addend._value));
    public static void AddProduct(Simd256 x, Simd256 y, ref Simd256 sum) => sum._value = Vector256.MultiplyAddEstimate(x._value, y._value, sum._value);
    public static Simd256 Max(Simd256 x, Simd256 y) => new(Vector256.MaxNative(x._value, y._value));
    public static Simd256 LowBitsToExponent(Simd256 x) => new((x._value.AsInt32() << 23).AsSingle());
    public static float MaxAcross(Simd256 x) => Simd128.MaxAcross(new(Vector128.MaxNative(x._value.GetLower(), x._value.GetUpper())));
    public static float Sum(Simd256 x) => Simd128.Sum(new(x._value.GetLower() + x._value.GetUpper()));
}

/// <summary>Four floats at a time: SSE, Arm, WebAssembly, and in software everywhere else.</summary>
internal struct Simd128(Vector128<float> value) : ISimd<Simd128>
{
    private Vector128<float> _value = value;

    public static int Width => Vector128<float>.Count;
    public static Simd128 Broadcast(float value) => new(Vector128.Create(value));
    public static Simd128 Load(ref float source, nuint offset) => new(Vector128.LoadUnsafe(ref source, offset));
    public static void Store(Simd128 value, ref float destination, nuint offset) => value._value.StoreUnsafe(ref destination, offset);
    public static Simd128 operator +(Simd128 x, Simd128 y) => new(x._value + y._value);
    public static Simd128 operator -(Simd128 x, Simd128 y) => new(x._value - y._value);
    public static Simd128 operator *(Simd128 x, Simd128 y) => new(x._value * y._value);
    public static Simd128 MultiplyAdd(Simd128 x, Simd128 y, Simd128 addend) => new(Vector128.MultiplyAddEstimate(x._value, y._value, addend._value));
    public static void AddProduct(Simd128 x, Simd128 y, ref Simd128 sum) => sum._value = Vector128.MultiplyAddEstimate(x._value, y._value, sum._value);
    public static Simd128 Max(Simd128 x, Simd128 y) => new(Vector128.MaxNative(x._value, y._value));
    public static Simd128 LowBitsToExponent(Simd128 x) => new((x._value.AsInt32() << 23).AsSingle());
    public static float MaxAcross(Simd128 x)
    {
        Vector128<float> pairs = Vector128.MaxNative(x._value, Vector128.Shuffle(x._value, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(pairs, Vector128.Shuffle(pairs, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    public static float Sum(Simd128 x) => Vector128.Sum(x._value);
}
