using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

/// <summary>
/// Every variant of attention in the library, at every register width: what is guaranteed holds for each of them.
/// </summary>
internal static class Variants
{
    public delegate void Variant(
        HeadTensor queries, HeadTensor keys, HeadTensor values, AttentionMask mask, HeadTensor destination,
        AttentionOptions options);

    public static readonly Dictionary<string, Variant> All = new()
    {
        ["naive"] = (q, k, v, mask, o, options) => ScaledDotProductAttention.Naive(q, k, v, mask, o, options),
        ["materialised"] = (q, k, v, mask, o, options) => ScaledDotProductAttention.Compute(q, k, v, mask, o, options),
        ["materialised, 128 bit"] = (q, k, v, mask, o, options) =>
            ScaledDotProductAttention.Kernel<Simd128>(q, k, v, mask, o, options, null),
        ["materialised, 256 bit"] = (q, k, v, mask, o, options) =>
            ScaledDotProductAttention.Kernel<Simd256>(q, k, v, mask, o, options, null),
        ["materialised, 512 bit"] = (q, k, v, mask, o, options) =>
            ScaledDotProductAttention.Kernel<Simd512>(q, k, v, mask, o, options, null),
        ["flash"] = (q, k, v, mask, o, options) => FlashAttention.Compute(q, k, v, mask, o, options),
        ["flash, 128 bit"] = (q, k, v, mask, o, options) =>
            FlashForward.Compute<Simd128>(q, k, v, mask, o, options, null),
        ["flash, 256 bit"] = (q, k, v, mask, o, options) =>
            FlashForward.Compute<Simd256>(q, k, v, mask, o, options, null),
        ["flash, 512 bit"] = (q, k, v, mask, o, options) =>
            FlashForward.Compute<Simd512>(q, k, v, mask, o, options, null),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Runs a variant on one head; the destination lies between fences of NaN that must survive.</summary>
    public static MatrixView Run(
        string variant, MatrixView queries, MatrixView keys, MatrixView values, AttentionMask mask = default,
        AttentionOptions options = default)
    {
        MatrixView surroundings = new(queries.Rows + 2, values.Columns + 2);
        surroundings.Fill(float.NaN);
        MatrixView output = surroundings.SliceRows(1, queries.Rows).SliceColumns(1, values.Columns);
        All[variant](
            queries.SplitHeads(1), keys.SplitHeads(1), values.SplitHeads(1), mask, output.SplitHeads(1), options);

        MatrixView result = new(output.Rows, output.Columns);
        output.CopyTo(result);
        output.Fill(float.NaN);
        Assert.All(Sample.ToArray(surroundings), value =>
            Assert.True(float.IsNaN(value), $"{variant}: something was written beside the destination")
        );
        return result;
    }
}
