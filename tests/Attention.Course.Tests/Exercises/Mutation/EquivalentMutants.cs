using System.Text.RegularExpressions;

namespace Attention.Course.Tests.Exercises.Mutation;

/// <summary>Mutants that are the same function in other words, each kind with the reason.</summary>
/// <remarks>
/// Only mutants are looked up here that the check accepts and that give the right results on all probes.
/// An exercise of <c>*</c> stands for all of them.
/// </remarks>
internal static class EquivalentMutants
{
    private const string Order = "the order of the operands does not matter";
    private const string CountsUp = "the index starts below the bound and grows by one";
    private const string SameSize = "both have the same number of rows or columns there";
    private const string Shares = "shares are positive and add up to 1 already";
    private const string AnyFactor = "every factor that puts the word ahead is right";
    private const string AnyChange = "every change of the word does";
    private const string EmptyTurn = "the turn more does nothing";
    private const string AnyShift = "softmax is the same whatever is subtracted from a row";

    private static readonly (string Exercise, string Change, string Reason)[] s_all =
    [
        ("*", @"^(.+) ([*+]|&&|\|\||==|!=) (.+) → \3 \2 \1$", Order),
        ("*", @"(Max|Min|Dot|Dot<float>|MyDot)\((.+), (.+)\) → .*\1\(\3, \2\)$", Order),
        ("*", @"^(.+) < (.+) → \1 != \2$", CountsUp),
        ("*", @"^(.+) (&&|%) (.+) → \1 \2 \3 \2 \3$", "what is done twice changes nothing the second time"),
        ("*", @"Exp\((.+)\) → .*Exp\(MathF?\.Min\(\1, 50\)\)$", "the exponent is never positive"),
        ("*", @"NegativeInfinity → (-1e20f|-1e9f|-1e4f|float.MinValue)$", "no score that the task allows is lower"),
        ("StableSoftmax", @"Exp\((.+)\) → .*Pow\(2\.718f, \1\)$", "2.718f is e within the tolerance of the cases"),
        ("CosineMatrix|SimilarityMatrix", @"^result: \(…\)\.Transpose|^[CS]\[i, j\] → ", "the result is symmetric"),
        ("CosineMatrix|SimilarityMatrix", "^X → [CS]$", SameSize),
        ("SimilarityMatrix|CausalMask", "^0 → -1$", EmptyTurn),
        ("RowSoftmax|MaskedWeights", @"^result: \(…\)\.(PointwiseAbs|PointwiseMaximum|NormalizeRows)\(", Shares),
        ("RowSoftmax", "^S → A$", SameSize),
        ("StableSoftmax", "^scores → shares$", SameSize),
        ("Norm", @"^result: MathF\.(Abs\(…\)|Max\(0, …\))$", "a length is never negative"),
        ("Dot|Cosine", "^x → y$", SameSize),
        ("Cosine", "1e-8f", "this guard against 0 is smaller than the tolerance"),
        ("Lengthen", @"^[12] → [234]$|\+ 1 \+ 1$|\* \(best / own \+ 1\) \* ", AnyFactor),
        ("Lengthen", @"1\.01f|\* 2 \* 2$|^\(X \* X\.Row\(i\)\)\.Where|^k → i$|^j → _$|^Y → X$", AnyFactor),
        ("Lengthen", "^60 → |^step < 60 → |^0 → (-1|[12])$|^“step = 0” as [12]$", "about 60 doublings are more than "
            + "the check needs"),
        ("Lengthen", "^X → Y$|^r → j$", "the row is not changed yet, or is row j"),
        ("CrossAttention|ScaledDotProduct", "^W?[KQV] → (W?[KQ]|[ZV])$|^S → X$", SameSize),
        ("ScaledDotProduct", @"^K\.RowCount → K\.RowCount \+ 1$", "an array that is longer than needed"),
        ("ScaledDotProduct", "before the loops$", "every element is written anew in every turn"),
        ("BugHunt", "^[XM] → (W?[QKV]|[XZASqk])$|^S → [XZQKVqk]$", SameSize),
        ("BugHunt", @"Maximum\(\) → |S\.Row\(i\) → S\.Column\(i\)$", AnyShift),
        ("PositionWaves|RotaryTurn", @"^f < (d|x\.Length) → f < \1 - 1$|^x\.Length → x\.Length [-+] 1$",
            "there is an even number of features, which come in pairs"),
        ("PositionWaves", "^f % 2 == 0 → f % 2 <= 0$", "a remainder of a number from 0 on is not negative"),
        ("RotaryTurn", "^x → turned$", SameSize),
        ("DistancePenalty", @"^(Matrix<float>\.Build\.Dense\(n, n, .+\)) → \1$", "n and n have changed places"),
        ("DistancePenalty", "^0 → -1$", EmptyTurn),
        ("PreviousTokenHead", @"\.Average\(|RowCount → .*ColumnCount$|^head → best$", "the maps are square, of one size"),
        ("PreviousTokenHead", @"^0 → (-1|1|2)$|^float\.NegativeInfinity → 0f$|^sum > most → sum >= most$|^“(best|most|sum) = ",
            "the first head is ahead of the start, all sums begin alike, and no two are equal"),
        ("WithoutHead", "^WO → Y$|^Y → (Z|WO|without)$", SameSize),
        ("PreviousTokenHead|PronounRank", @"→ Math\.Min\(.+, 1000\)$", "no text has so many tokens or heads"),
        ("WholeLayer", "^all → W[QKV]$|^K → Q$", SameSize),
        ("WholeLayer", @"ColumnCount \+ 1$", "a division of whole numbers leaves the remainder out"),
        ("WholeLayer", @"\+ B → .* \+ B \+ B$", "B holds only 0 and −∞"),
        ("LeakTest", @"^(5 - )?2 \* X\[t, f\] → |^[25] → \d$|^X\.Row\(t\) \+ 1 → |^1 → [23]$", AnyChange),
        ("LeakTest", @"^1 → 0$|as 0$|^i < X\.RowCount - 1 → |^X\.RowCount( - 1)? → ", "no row has a later word there"),
        ("LeakTest", "^X → (before|Y)$|^t → i$", SameSize),
        ("LeakTest", @"^layer\(Y\) - layer\(X\) → ", "only the size of the difference counts"),
        ("LeakTest", "1e-5f", "a safe layer moves no row at all"),
        ("LeakTest", "^result: false$", "it returned false there before"),
        ("CountParameters", @"^heads \* dModel \* \(2 \* dK \+ dV\) // ", "a comment was left out"),
        ("CountParameters", @"// W_Q.* → heads \* dV \* dModel \+ ", Order),
        ("OnlineSoftmax", @"== float\.NegativeInfinity → score <= ", "nothing is below −∞"),
        ("OnlineSoftmax", "^score <= state.Max → score < state.Max$", "at a tie both branches give the same"),
        ("OnlineSoftmax", "^value → output$", SameSize),
        ("FlashHead", "^0 → (-1|1|2)$|“sum = 0” as [12]$", "the first block multiplies it by e^(−∞), which is 0"),
        ("FlashHead", "^Q → Z$|^K → V$", SameSize),
        ("DecodingStep", "^keys → values$|^values → keys$|^q → k$", SameSize),
        ("MergeBlocks", "^a → b$", "without a visible key both blocks are the same"),
        ("PaddingMask|CausalMask", @"^j < n → (j <= n|j < n \+ 1|true)$", "the loop ends or does nothing before"),
        ("PaddingMask", @"^j >= lengths\[s\] → j == lengths\[s\]$", CountsUp),
        ("MemoryBound", @"^(.+) ([<>]) (.+) → \1 \2= \3$", "two times that are equal to the last digit do not occur"),
        ("MemoryBound", "!= flops / peakFlops → .* > flops / peakFlops$", "a maximum is never smaller than its parts"),
        ("MaskedWeights", "^e == 0 → e <= 0$", "a power is never negative"),
        ("MaskedWeights", "^e → length$", "where there is no word, every power is 0"),
        ("MaskedWeights", @"LowerTriangle\(\)$", "above the diagonal all is 0 already"),
        ("MaskedWeights", @"S\.RowCount|S\.ColumnCount|^S → A$", SameSize),
        ("MaskedWeights", @"length == 0|^0 → -1$", "without a word the loops do nothing"),
        ("MaskedWeights", "^seen → length$", "a hidden score in the maximum is found by other cases only where it is "
            + "larger"),
        ("LeavesTheCache", "^1 → 0$|as 0$|^0 → -1$|^100_000 → ", "the search starts outside of all answers either way"),
        ("LeavesTheCache", @"^Math\.Sqrt\((.+)\) → Math\.Floor", "it is rounded down anyway"),
        ("LeavesTheCache", "^high - low > 1 → high - low != 1$", "the distance is never below 1"),
        ("Temperature", "^[012] → (-1|[1-4])$|“high = 1” as 2$|^1e(-6|7) → ", "the bounds still enclose the answer"),
        ("Temperature", "^60 → |^step < 60 → |“step = 0” as [12]$", "a halving more or less is below the rounding"),
        ("Temperature", @"^(Top\(\w+\)|top) [<>] share → \1 [<>]= share$", "no share that is tried is the wanted "
            + "one exactly"),
        ("Temperature", @"high / low >= 1\.00001$", "the quotient is not met exactly"),
        ("Temperature", "^(high → low|low → high)$", "the two bounds have met"),
        ("Temperature", @"^result: MathF\.(Abs\(…\)|Max\(0, …\))$", "a temperature is never negative"),
        ("Temperature", @"→ Math\.Pow\(2\.718f, ", "2.718f is e within the tolerance of the share"),
        ("MergeHeads", "→ Math.Min\\(Z.Length, 1000\\)$", "no layer has a thousand heads"),
        ("SplitHeads|MergeHeads", "^[XZ] → ", SameSize),
    ];

    /// <summary>Why a mutant computes the same as the right answer; null when nobody has given a reason.</summary>
    public static string? Reason(Mutant mutant) => s_all.FirstOrDefault(one
        => Regex.IsMatch(mutant.Exercise, $"^({one.Exercise.Replace("*", ".*", StringComparison.Ordinal)})$")
            && Regex.IsMatch(mutant.Change, one.Change)).Reason;
}
