namespace Attention.Lib.Internal;

/// <summary>The handful of vector operations the kernels need, whatever the register width.</summary>
/// <remarks>
/// A kernel is written once over <typeparamref name="TSelf"/>; the JIT compiles it again for each struct below and
/// leaves straight vector code. That costs nothing: a register tile written so runs at the multiply-add peak of the machine.
/// </remarks>
internal interface ISimd<TSelf>
    where TSelf : struct, ISimd<TSelf>
{
    /// <summary>How many floats one register holds.</summary>
    static abstract int Width { get; }

    static abstract TSelf Broadcast(float value);

    static abstract TSelf Load(ref float source, nuint offset);

    static abstract void Store(TSelf value, ref float destination, nuint offset);

    static abstract TSelf operator +(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x, TSelf y);

    static abstract TSelf operator *(TSelf x, TSelf y);

    /// <summary><c>x · y + addend</c>: rounded once where the processor has a fused multiply-add; else a product and a sum, for one in software is slow.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf addend);

    /// <summary><c>sum += x · y</c>, as <see cref="MultiplyAdd"/>.</summary>
    /// <remarks>
    /// Where a sum stays in a register, say it so: of a result that is returned the JIT often makes an instruction that overwrites x,
    /// and a second one that moves it to the sum: of the 31 instructions in the loop of <see cref="RegisterTile"/> 7 were such moves.
    /// </remarks>
    static abstract void AddProduct(TSelf x, TSelf y, ref TSelf sum);

    /// <summary>The larger of each pair; where one of them is NaN, <paramref name="y"/> on x86 and NaN on Arm.</summary>
    static abstract TSelf Max(TSelf x, TSelf y);

    /// <summary>Moves the lowest nine bits of each float to where a float keeps its sign and exponent: see <see cref="Exponential"/>.</summary>
    static abstract TSelf LowBitsToExponent(TSelf x);

    /// <summary>The largest element of the register, if none is NaN.</summary>
    static abstract float MaxAcross(TSelf x);

    /// <summary>The sum of the elements of the register.</summary>
    static abstract float Sum(TSelf x);
}
