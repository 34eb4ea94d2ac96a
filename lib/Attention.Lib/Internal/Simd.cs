using System.Runtime.Intrinsics;

namespace Attention.Lib.Internal;

/// <summary>The handful of vector operations the kernels need, independent of register width.</summary>
internal interface ISimd<TSelf> where TSelf : struct, ISimd<TSelf>
{
    static abstract int Width { get; }
    static abstract TSelf Broadcast(float value);
    static abstract TSelf Load(ref float source, nuint offset);
    static abstract void Store(TSelf value, ref float destination, nuint offset);
    static abstract TSelf operator +(TSelf x, TSelf y);
    static abstract TSelf operator -(TSelf x, TSelf y);
    static abstract TSelf operator *(TSelf x, TSelf y);
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf addend);
    static abstract TSelf Max(TSelf x, TSelf y);
    static abstract TSelf Exp(TSelf x);
    static abstract float Sum(TSelf x);
}

internal readonly struct Simd512(Vector512<float> v) : ISimd<Simd512>
{
    private readonly Vector512<float> _v = v;
    public static int Width => Vector512<float>.Count;
    public static Simd512 Broadcast(float value) => new(Vector512.Create(value));
    public static Simd512 Load(ref float s, nuint o) => new(Vector512.LoadUnsafe(ref s, o));
    public static void Store(Simd512 x, ref float d, nuint o) => x._v.StoreUnsafe(ref d, o);
    public static Simd512 operator +(Simd512 x, Simd512 y) => new(x._v + y._v);
    public static Simd512 operator -(Simd512 x, Simd512 y) => new(x._v - y._v);
    public static Simd512 operator *(Simd512 x, Simd512 y) => new(x._v * y._v);
    public static Simd512 MultiplyAdd(Simd512 x, Simd512 y, Simd512 a) => new(Vector512.FusedMultiplyAdd(x._v, y._v, a._v));
    public static Simd512 Max(Simd512 x, Simd512 y) => new(Vector512.Max(x._v, y._v));
    public static Simd512 Exp(Simd512 x) => new(Vector512.Exp(x._v));
    public static float Sum(Simd512 x) => Vector512.Sum(x._v);
}
internal readonly struct Simd256(Vector256<float> v) : ISimd<Simd256>
{
    private readonly Vector256<float> _v = v;
    public static int Width => Vector256<float>.Count;
    public static Simd256 Broadcast(float value) => new(Vector256.Create(value));
    public static Simd256 Load(ref float s, nuint o) => new(Vector256.LoadUnsafe(ref s, o));
    public static void Store(Simd256 x, ref float d, nuint o) => x._v.StoreUnsafe(ref d, o);
    public static Simd256 operator +(Simd256 x, Simd256 y) => new(x._v + y._v);
    public static Simd256 operator -(Simd256 x, Simd256 y) => new(x._v - y._v);
    public static Simd256 operator *(Simd256 x, Simd256 y) => new(x._v * y._v);
    public static Simd256 MultiplyAdd(Simd256 x, Simd256 y, Simd256 a) => new(Vector256.FusedMultiplyAdd(x._v, y._v, a._v));
    public static Simd256 Max(Simd256 x, Simd256 y) => new(Vector256.Max(x._v, y._v));
    public static Simd256 Exp(Simd256 x) => new(Vector256.Exp(x._v));
    public static float Sum(Simd256 x) => Vector256.Sum(x._v);
}
internal readonly struct Simd128(Vector128<float> v) : ISimd<Simd128>
{
    private readonly Vector128<float> _v = v;
    public static int Width => Vector128<float>.Count;
    public static Simd128 Broadcast(float value) => new(Vector128.Create(value));
    public static Simd128 Load(ref float s, nuint o) => new(Vector128.LoadUnsafe(ref s, o));
    public static void Store(Simd128 x, ref float d, nuint o) => x._v.StoreUnsafe(ref d, o);
    public static Simd128 operator +(Simd128 x, Simd128 y) => new(x._v + y._v);
    public static Simd128 operator -(Simd128 x, Simd128 y) => new(x._v - y._v);
    public static Simd128 operator *(Simd128 x, Simd128 y) => new(x._v * y._v);
    public static Simd128 MultiplyAdd(Simd128 x, Simd128 y, Simd128 a) => new(Vector128.FusedMultiplyAdd(x._v, y._v, a._v));
    public static Simd128 Max(Simd128 x, Simd128 y) => new(Vector128.Max(x._v, y._v));
    public static Simd128 Exp(Simd128 x) => new(Vector128.Exp(x._v));
    public static float Sum(Simd128 x) => Vector128.Sum(x._v);
}
