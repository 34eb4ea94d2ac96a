namespace Attention.Course;

/// <summary>
/// Steps between plain loops and the library's kernels, for chapter 7 to measure and to explain. Each changes one thing
/// of the step before it.
/// </summary>
/// <remarks>
/// <para>The product Q Kᵀ:</para>
/// <list type="number">
/// <item><description><see cref="PlainProduct"/>: three loops; the columns of Kᵀ are walked down.</description></item>
/// <item><description><see cref="AlongRows"/>: the rows of K are walked along.</description></item>
/// <item><description><c>OneSum</c>: a register of features at a time.</description></item>
/// <item><description><c>FourSums</c>: four sums that do not wait for each other.</description></item>
/// <item><description><c>OneQuery</c>: packed keys; no sum across a register.</description></item>
/// <item><description><c>RegisterTile</c>: what is loaded serves several queries.</description></item>
/// </list>
/// <para>Attention:</para>
/// <list type="number">
/// <item><description><see cref="PlainAttention"/>: plain loops; n × n weights are stored.</description></item>
/// <item><description><see cref="TiledProducts"/>: both products by register tiles.</description></item>
/// <item><description><see cref="VectorExponentials"/>: e^x a register at a time.</description></item>
/// <item><description><see cref="MergedBlocks"/>: n × n weights are never stored.</description></item>
/// <item><description><c>FlashAttention.Compute</c> of the library: the same, with keys and values packed once; it
/// skips what a causal mask hides, and takes all cores.</description></item>
/// </list>
/// </remarks>
public static partial class Rungs { }
