namespace Attention.Course;

/// <summary>One thing that a check tries: inputs, and what makes the result right.</summary>
/// <param name="Name">What holds when it is right, as a phrase: <c>negative scores</c>.</param>
/// <param name="Inputs">The arguments of the learner's function; none when the learner gives an answer instead.</param>
internal sealed record Case(string Name, params object[] Inputs)
{
    /// <summary>
    /// Where more than one result is right: says what is wrong with this one, or null when it is right.
    /// </summary>
    public Func<object, string?>? Judge { get; init; }

    /// <summary>The inputs in words, where they are too large or not numbers.</summary>
    public string? Given { get; init; }
}
