namespace Attention.Course;

/// <summary>One case after it was tried.</summary>
/// <param name="Case">What was tried.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Right">What the right function gives; where more than one result is right, one of them.</param>
internal sealed record CaseOutcome(Case Case, Outcome Outcome, Outcome Right)
{
    /// <summary>Whether the result is right.</summary>
    public bool Holds { get; } = Outcome is { IsTimeout: false, Error: null, Result: { } result }
        && (Case.Judge is { } judge ? judge(result) is null : Value.Same(result, Right.Result));

    /// <summary>How many numbers went in: what makes one case smaller than another.</summary>
    public int Size { get; } = Case.Inputs.Sum(input => Value.Arrays(input).Sum(array => array?.Numbers.Length ?? 0));
}
