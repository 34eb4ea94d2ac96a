namespace Attention.Lib;

/// <summary>
/// Steps between the definition and the fast kernels, for chapter 7 of the course to measure and to explain.
/// </summary>
/// <remarks>
/// <para>The product Q Kᵀ, slowest first:</para>
/// <list type="number">
/// <item><description><see cref="MatMul.Naive"/> checks the row and the column of every number it
/// reads.</description></item>
/// <item><description><see cref="MultiplyDownColumns"/> checks nothing, but walks down the columns of its second
/// factor.
/// </description></item>
/// <item><description><see cref="MatMul.NaiveTransposed"/> walks along rows: neighbours in memory.</description></item>
/// <item><description><see cref="MultiplyWithOneSum"/> takes a register of numbers per step, but each step waits for
/// the one before it.</description></item>
/// <item><description><see cref="MultiplyWithFourSums"/> keeps four independent sums.</description></item>
/// <item><description><see cref="MatMul.ComputeTransposed"/> keeps a whole tile of the result in
/// registers.</description></item>
/// </list>
/// <para>Attention:</para>
/// <list type="number">
/// <item><description><see cref="ScaledDotProductAttention"/>, <c>Naive</c> and <c>Compute</c>, stores the weights.
/// </description></item>
/// <item><description><see cref="OnlineSoftmaxAttention"/> never stores a weight.</description></item>
/// <item><description><see cref="FlashAttention"/> does the same tile by tile, skips what a causal mask hides, and uses
/// all cores.</description></item>
/// <item><description><see cref="KeyValueCache"/>, and fewer key heads than query heads, make decoding cheap.
/// </description></item>
/// </list>
/// </remarks>
public static partial class Rungs { }
