using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Attention.Lib.Internal;

/// <summary>Sixteen floats at a time: AVX-512.</summary>
internal struct Simd512(Vector512<float> value) : ISimd<Simd512>
{
    private Vector512<float> _value = value;

    public static int Width => Vector512<float>.Count;

    public static Simd512 Broadcast(float value) => new(Vector512.Create(value));

    public static Simd512 Load(ref float source, nuint offset) => new(Vector512.LoadUnsafe(ref source, offset));

    public static Simd512 LoadBFloat16(ref ushort source, nuint offset) =>
        new((LoadWidened(ref source, offset) << 16).AsSingle());

    public static Simd512 LoadHalf(ref ushort source, nuint offset)
    {
        Vector512<float> number =
            LoadFiniteHalf(ref source, offset)._value * Vector512.Create(5.192296858534828e33f);
        Vector512<float> special = Vector512.GreaterThanOrEqual(Vector512.Abs(number), Vector512.Create(65536f));
        return new(number | special & Vector512.Create(float.PositiveInfinity));
    }

    public static Simd512 LoadFiniteHalf(ref ushort source, nuint offset)
    {
        Vector512<int> bits = LoadSignExtended(ref source, offset) << 13;
        return new((bits & Vector512.Create(unchecked((int)0x8FFFE000))).AsSingle());
    }

    public static void Store(Simd512 value, ref float destination, nuint offset) =>
        value._value.StoreUnsafe(ref destination, offset);

    public static Simd512 operator +(Simd512 x, Simd512 y) => new(x._value + y._value);

    public static Simd512 operator -(Simd512 x, Simd512 y) => new(x._value - y._value);

    public static Simd512 operator *(Simd512 x, Simd512 y) => new(x._value * y._value);

    public static Simd512 operator /(Simd512 x, Simd512 y) => new(x._value / y._value);

    public static Simd512 MultiplyAdd(Simd512 x, Simd512 y, Simd512 addend) =>
        new(Vector512.MultiplyAddEstimate(x._value, y._value, addend._value));

    public static void AddProduct(Simd512 x, Simd512 y, ref Simd512 sum) =>
        sum._value = Vector512.MultiplyAddEstimate(x._value, y._value, sum._value);

    public static Simd512 Max(Simd512 x, Simd512 y) => new(Vector512.MaxNative(x._value, y._value));

    public static Simd512 CopySign(Simd512 x, Simd512 y) => new(Vector512.CopySign(x._value, y._value));

    public static Simd512 SelectLess(Simd512 a, Simd512 b, Simd512 x, Simd512 y) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a._value, b._value), x._value, y._value));

    public static Simd512 SelectBits(uint bits, Simd512 x, Simd512 y)
    {
        Vector512<uint> own = Vector512.Create(
            1u, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        Vector512<uint> isSet = Vector512.Equals(Vector512.Create(bits) & own, own);
        return new(Vector512.ConditionalSelect(isSet.AsSingle(), x._value, y._value));
    }

    public static Simd512 LowBitsToExponent(Simd512 x) => new((x._value.AsInt32() << 23).AsSingle());

    public static float MaxAcross(Simd512 x) =>
        Simd256.MaxAcross(new(Vector256.MaxNative(x._value.GetLower(), x._value.GetUpper())));

    // Vector512.Sum takes three times as many steps.
    public static float Sum(Simd512 x) => Simd256.Sum(new(x._value.GetLower() + x._value.GetUpper()));

    private static Vector512<int> LoadSignExtended(ref ushort source, nuint offset)
    {
        Vector256<short> narrow = Vector256.LoadUnsafe(ref source, offset).AsInt16();
        if (Avx512F.IsSupported)
        {
            return Avx512F.ConvertToVector512Int32(narrow);
        }

        (Vector256<int> low, Vector256<int> high) = Vector256.Widen(narrow);
        return Vector512.Create(low, high);
    }

    private static Vector512<uint> LoadWidened(ref ushort source, nuint offset)
    {
        Vector256<ushort> narrow = Vector256.LoadUnsafe(ref source, offset);
        if (Avx512F.IsSupported)
        {
            return Avx512F.ConvertToVector512UInt32(narrow);
        }

        (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(narrow);
        return Vector512.Create(low, high);
    }
}

/// <summary>Eight floats at a time: AVX2.</summary>
internal struct Simd256(Vector256<float> value) : ISimd<Simd256>
{
    private Vector256<float> _value = value;

    public static int Width => Vector256<float>.Count;

    public static Simd256 Broadcast(float value) => new(Vector256.Create(value));

    public static Simd256 Load(ref float source, nuint offset) => new(Vector256.LoadUnsafe(ref source, offset));

    public static Simd256 LoadBFloat16(ref ushort source, nuint offset) =>
        new((LoadWidened(ref source, offset) << 16).AsSingle());

    public static Simd256 LoadHalf(ref ushort source, nuint offset)
    {
        Vector256<float> number =
            LoadFiniteHalf(ref source, offset)._value * Vector256.Create(5.192296858534828e33f);
        Vector256<float> special = Vector256.GreaterThanOrEqual(Vector256.Abs(number), Vector256.Create(65536f));
        return new(number | special & Vector256.Create(float.PositiveInfinity));
    }

    public static Simd256 LoadFiniteHalf(ref ushort source, nuint offset)
    {
        Vector256<int> bits = LoadSignExtended(ref source, offset) << 13;
        return new((bits & Vector256.Create(unchecked((int)0x8FFFE000))).AsSingle());
    }

    public static void Store(Simd256 value, ref float destination, nuint offset) =>
        value._value.StoreUnsafe(ref destination, offset);

    public static Simd256 operator +(Simd256 x, Simd256 y) => new(x._value + y._value);

    public static Simd256 operator -(Simd256 x, Simd256 y) => new(x._value - y._value);

    public static Simd256 operator *(Simd256 x, Simd256 y) => new(x._value * y._value);

    public static Simd256 operator /(Simd256 x, Simd256 y) => new(x._value / y._value);

    public static Simd256 MultiplyAdd(Simd256 x, Simd256 y, Simd256 addend) =>
        new(Vector256.MultiplyAddEstimate(x._value, y._value, addend._value));

    public static void AddProduct(Simd256 x, Simd256 y, ref Simd256 sum) =>
        sum._value = Vector256.MultiplyAddEstimate(x._value, y._value, sum._value);

    public static Simd256 Max(Simd256 x, Simd256 y) => new(Vector256.MaxNative(x._value, y._value));

    public static Simd256 CopySign(Simd256 x, Simd256 y) => new(Vector256.CopySign(x._value, y._value));

    public static Simd256 SelectLess(Simd256 a, Simd256 b, Simd256 x, Simd256 y) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(a._value, b._value), x._value, y._value));

    public static Simd256 SelectBits(uint bits, Simd256 x, Simd256 y)
    {
        Vector256<uint> own = Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128);
        Vector256<uint> isSet = Vector256.Equals(Vector256.Create(bits) & own, own);
        return new(Vector256.ConditionalSelect(isSet.AsSingle(), x._value, y._value));
    }

    public static Simd256 LowBitsToExponent(Simd256 x) => new((x._value.AsInt32() << 23).AsSingle());

    public static float MaxAcross(Simd256 x) =>
        Simd128.MaxAcross(new(Vector128.MaxNative(x._value.GetLower(), x._value.GetUpper())));

    public static float Sum(Simd256 x) => Simd128.Sum(new(x._value.GetLower() + x._value.GetUpper()));

    private static Vector256<int> LoadSignExtended(ref ushort source, nuint offset)
    {
        Vector128<short> narrow = Vector128.LoadUnsafe(ref source, offset).AsInt16();
        if (Avx2.IsSupported)
        {
            return Avx2.ConvertToVector256Int32(narrow);
        }

        (Vector128<int> low, Vector128<int> high) = Vector128.Widen(narrow);
        return Vector256.Create(low, high);
    }

    private static Vector256<uint> LoadWidened(ref ushort source, nuint offset)
    {
        Vector128<ushort> narrow = Vector128.LoadUnsafe(ref source, offset);
        if (Avx2.IsSupported)
        {
            return Avx2.ConvertToVector256Int32(narrow).AsUInt32();
        }

        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(narrow);
        return Vector256.Create(low, high);
    }
}

/// <summary>Four floats at a time: SSE, Arm, WebAssembly, and in software everywhere else.</summary>
internal struct Simd128(Vector128<float> value) : ISimd<Simd128>
{
    private Vector128<float> _value = value;

    public static int Width => Vector128<float>.Count;

    public static Simd128 Broadcast(float value) => new(Vector128.Create(value));

    public static Simd128 Load(ref float source, nuint offset) => new(Vector128.LoadUnsafe(ref source, offset));

    public static Simd128 LoadBFloat16(ref ushort source, nuint offset) =>
        new((LoadWidened(ref source, offset) << 16).AsSingle());

    public static Simd128 LoadHalf(ref ushort source, nuint offset)
    {
        Vector128<float> number =
            LoadFiniteHalf(ref source, offset)._value * Vector128.Create(5.192296858534828e33f);
        Vector128<float> special = Vector128.GreaterThanOrEqual(Vector128.Abs(number), Vector128.Create(65536f));
        return new(number | special & Vector128.Create(float.PositiveInfinity));
    }

    public static Simd128 LoadFiniteHalf(ref ushort source, nuint offset)
    {
        Vector128<int> bits = LoadSignExtended(ref source, offset) << 13;
        return new((bits & Vector128.Create(unchecked((int)0x8FFFE000))).AsSingle());
    }

    public static void Store(Simd128 value, ref float destination, nuint offset) =>
        value._value.StoreUnsafe(ref destination, offset);

    public static Simd128 operator +(Simd128 x, Simd128 y) => new(x._value + y._value);

    public static Simd128 operator -(Simd128 x, Simd128 y) => new(x._value - y._value);

    public static Simd128 operator *(Simd128 x, Simd128 y) => new(x._value * y._value);

    public static Simd128 operator /(Simd128 x, Simd128 y) => new(x._value / y._value);

    public static Simd128 MultiplyAdd(Simd128 x, Simd128 y, Simd128 addend) =>
        new(Vector128.MultiplyAddEstimate(x._value, y._value, addend._value));

    public static void AddProduct(Simd128 x, Simd128 y, ref Simd128 sum) =>
        sum._value = Vector128.MultiplyAddEstimate(x._value, y._value, sum._value);

    public static Simd128 Max(Simd128 x, Simd128 y) => new(Vector128.MaxNative(x._value, y._value));

    public static Simd128 CopySign(Simd128 x, Simd128 y) => new(Vector128.CopySign(x._value, y._value));

    public static Simd128 SelectLess(Simd128 a, Simd128 b, Simd128 x, Simd128 y) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(a._value, b._value), x._value, y._value));

    public static Simd128 SelectBits(uint bits, Simd128 x, Simd128 y)
    {
        Vector128<uint> own = Vector128.Create(1u, 2, 4, 8);
        Vector128<uint> isSet = Vector128.Equals(Vector128.Create(bits) & own, own);
        return new(Vector128.ConditionalSelect(isSet.AsSingle(), x._value, y._value));
    }

    public static Simd128 LowBitsToExponent(Simd128 x) => new((x._value.AsInt32() << 23).AsSingle());

    public static float MaxAcross(Simd128 x)
    {
        Vector128<float> pairs = Vector128.MaxNative(
            x._value, Vector128.Shuffle(x._value, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(pairs, Vector128.Shuffle(pairs, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    public static float Sum(Simd128 x) => Vector128.Sum(x._value);

    private static Vector128<int> LoadSignExtended(ref ushort source, nuint offset) =>
        Vector128.WidenLower(LoadFour(ref source, offset).AsInt16());

    private static Vector128<uint> LoadWidened(ref ushort source, nuint offset) =>
        Vector128.WidenLower(LoadFour(ref source, offset));

    private static Vector128<ushort> LoadFour(ref ushort source, nuint offset) => Vector128
        .CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ushort, byte>(ref Unsafe.Add(ref source, offset))))
        .AsUInt16();
}
