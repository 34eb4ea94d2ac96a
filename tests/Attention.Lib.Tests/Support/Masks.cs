namespace Attention.Lib.Tests;

/// <summary>Masks that several tests use.</summary>
internal static class Masks
{
    /// <summary>
    /// Hides the keys from <paramref name="first"/> up to <paramref name="end"/> of n from every query.
    /// </summary>
    public static AttentionMask HideBoolean(int n, int first, int end) =>
        AttentionMask.Boolean([.. Enumerable.Range(0, n).Select(j => j < first || j >= end)], 1, n);

    /// <summary>The same by an additive mask.</summary>
    public static AttentionMask HideBias(int n, int first, int end) =>
        AttentionMask.Bias(
            new MatrixView(
                [.. Enumerable.Range(0, n).Select(j => j < first || j >= end ? 0 : float.NegativeInfinity)], 1, n)
        );
}
