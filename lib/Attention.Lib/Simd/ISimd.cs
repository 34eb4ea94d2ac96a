namespace Attention.Lib.Internal;

/// <summary>The vector operations that the kernels need, for one register width.</summary>
/// <remarks>
/// A kernel is written once over <typeparamref name="TSelf"/>. The JIT compiles it for each of the three structs that
/// implement this interface, and leaves plain vector instructions: a register tile written so runs at the multiply-add
/// peak of the machine.
/// </remarks>
internal interface ISimd<TSelf>
    where TSelf : struct, ISimd<TSelf>
{
    /// <summary>How many floats one register holds.</summary>
    static abstract int Width { get; }

    /// <summary>A register with the same number everywhere.</summary>
    static abstract TSelf Broadcast(float value);

    /// <summary>Reads a register.</summary>
    static abstract TSelf Load(ref float source, nuint offset);

    /// <summary>Reads as many bfloat16 as a register has floats, widened: see <see cref="BFloat16"/>.</summary>
    static abstract TSelf LoadBFloat16(ref ushort source, nuint offset);

    /// <summary>
    /// Reads as many half-precision numbers as a register has floats, widened: see <see cref="System.Half"/>.
    /// </summary>
    /// <remarks>
    /// As <see cref="LoadFiniteHalf"/>, times 2¹¹². What is then at least 65536 gets an exponent of ones.
    /// </remarks>
    static abstract TSelf LoadHalf(ref ushort source, nuint offset);

    /// <summary>
    /// The same where no number is infinite or NaN, times 2⁻¹¹², also of subnormal numbers: less than half as many
    /// instructions.
    /// </summary>
    /// <remarks>
    /// Sign, exponent and mantissa are shifted to where a float has them; 2⁻¹¹² is the difference of the exponents'
    /// biases. Widening repeats the sign, and the mask 8FFFE000 keeps one copy.
    /// </remarks>
    static abstract TSelf LoadFiniteHalf(ref ushort source, nuint offset);

    /// <summary>Writes a register.</summary>
    static abstract void Store(TSelf value, ref float destination, nuint offset);

    static abstract TSelf operator +(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x, TSelf y);

    static abstract TSelf operator *(TSelf x, TSelf y);

    static abstract TSelf operator /(TSelf x, TSelf y);

    /// <summary>
    /// <c>x · y + addend</c>: rounded once where the processor has a fused multiply-add, otherwise a product and a sum,
    /// because one in software is slow.
    /// </summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf addend);

    /// <summary><c>sum += x · y</c>, as <see cref="MultiplyAdd"/>.</summary>
    /// <remarks>
    /// For sums that stay in a register. When the result is returned instead, the JIT often emits an instruction that
    /// overwrites x, and a second one that moves the result to the sum: of the 31 instructions in the loop of
    /// <see cref="RegisterTile"/> 7 were such moves.
    /// </remarks>
    static abstract void AddProduct(TSelf x, TSelf y, ref TSelf sum);

    /// <summary>
    /// The larger of each pair; where one of them is NaN, <paramref name="y"/> on x86 and NaN on Arm.
    /// </summary>
    static abstract TSelf Max(TSelf x, TSelf y);

    /// <summary>Each number of x with the sign of the number in y.</summary>
    static abstract TSelf CopySign(TSelf x, TSelf y);

    /// <summary>
    /// Per element, whether <paramref name="a"/> is less than <paramref name="b"/>: x if so, y if not or if one of them
    /// is NaN.
    /// </summary>
    static abstract TSelf SelectLess(TSelf a, TSelf b, TSelf x, TSelf y);

    /// <summary>
    /// Per element, whether its bit is set (the lowest bit belongs to the first element): x if so, y if not.
    /// </summary>
    static abstract TSelf SelectBits(uint bits, TSelf x, TSelf y);

    /// <summary>
    /// Moves the lowest nine bits of each float to where a float keeps its sign and exponent: see
    /// <see cref="Exponential"/>.
    /// </summary>
    static abstract TSelf LowBitsToExponent(TSelf x);

    /// <summary>The largest element of the register, if none is NaN.</summary>
    static abstract float MaxAcross(TSelf x);

    /// <summary>The sum of the elements of the register.</summary>
    static abstract float Sum(TSelf x);
}
