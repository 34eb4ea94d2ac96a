namespace Attention.Course;

/// <summary>A mistake that learners make: how it is recognised, and what to say to them.</summary>
/// <param name="Name">The idea behind it, as a phrase: <c>divides by the sum of the scores</c>.</param>
/// <param name="Message">What the learner is told: what they did, and why it is wrong.</param>
/// <param name="Attempts">
/// The mistake as code or answer; several where it can be written in ways that give different results.
/// An attempt is this mistake only if its result is the same as that of one of these in every case, right or wrong.
/// </param>
internal sealed record WrongIdea<T>(string Name, string Message, params T[] Attempts)
{
    /// <summary>
    /// Recognises the mistake by a property of the results, where the numbers may be any. It must hold in every case
    /// that fails.
    /// </summary>
    public Func<object[], object, bool>? ShowsInFailure { get; init; }

    /// <summary>Recognises the mistake by all results together.</summary>
    public Func<IReadOnlyList<CaseOutcome>, bool>? ShowsInAll { get; init; }

    /// <summary>Whether the property holds: in all results, or in every result that is wrong.</summary>
    public bool Shows(IReadOnlyList<CaseOutcome> tried)
        => ShowsInAll?.Invoke(tried) == true
            || (ShowsInFailure is { } shows && tried.Any(one => !one.Holds)
                && tried.All(one => one.Holds || (one.Outcome.Result is { } result && shows(one.Case.Inputs, result))));
}
