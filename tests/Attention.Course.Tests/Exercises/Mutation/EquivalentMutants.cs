using System.Text.RegularExpressions;

namespace Attention.Course.Tests.Exercises.Mutation;

/// <summary>Mutants that are the same function in other words, each kind with the reason.</summary>
/// <remarks>
/// Only mutants are looked up here that the check accepts and that give the right results on all probes.
/// An exercise of <c>*</c> stands for all of them.
/// </remarks>
internal static class EquivalentMutants
{
    private static readonly (string Exercise, string Change, string Reason)[] s_all =
    [
        ("*", @"^(.+) ([*+]|&&|\|\|) (.+) → \3 \2 \1$", "the order of the operands of a product, a sum or a condition does not matter"),
        ("*", @"^(.+) (==|!=) (.+) → \3 \2 \1$", "equality has no order"),
        ("*", @"(Max|Min|Dot|Dot<float>|MyDot)\((.+), (.+)\) → .*\1\(\3, \2\)$", "a maximum and a dot product do not depend on the order"),
        ("*", @"^(.+) < (.+) → \1 != \2$", "the index starts below the bound and grows by one"),
        ("*", @"Exp\((.+)\) → .*Exp\(MathF?\.Min\(\1, 50\)\)$", "the exponent is never positive"),
        ("*", @"^float.NegativeInfinity → (-1e20f|-1e9f|-1e4f|float.MinValue)$", "the maximum starts at or below every score that the task allows"),
        ("*", @"Exp\((.+)\) → .*Pow\(2\.718f, \1\)$", "2.718f is e to within the tolerance of these cases"),
        ("CosineMatrix|SimilarityMatrix", @"result: \(…\)\.Transpose\(\)$|^[CS]\[i, j\] → [CS]\[j, i\]$", "the result is symmetric"),
        ("CosineMatrix|SimilarityMatrix", @"^X → [CS]$", "the result has as many rows as X"),
        ("RowSoftmax", @"^result: \(…\)\.(PointwiseAbs\(\)|PointwiseMaximum\(0\)|NormalizeRows\(1\))$",
            "shares are positive and add up to 1 already"),
        ("Norm", @"^result: MathF\.(Abs\(…\)|Max\(0, …\))$", "a length is never negative"),
        ("Dot|Cosine", @"^x → y$", "both vectors have the same number of features"),
        ("Cosine", @"1e-8f", "the published tolerance is wider than this guard against 0"),
    ];

    /// <summary>Why a mutant computes the same as the right answer; null when nobody has given a reason.</summary>
    public static string? Reason(Mutant mutant) => s_all.FirstOrDefault(one
        => Regex.IsMatch(mutant.Exercise, $"^({one.Exercise.Replace("*", ".*", StringComparison.Ordinal)})$")
            && Regex.IsMatch(mutant.Change, one.Change)).Reason;
}
