namespace Attention.Course;

/// <summary>One thing that a check tries: inputs, and what makes the result right.</summary>
/// <param name="Name">What holds when it is right, as a phrase: <c>negative scores</c>.</param>
/// <param name="Inputs">The arguments of the learner's function; none when the learner gives an answer instead.</param>
internal sealed record Case(string Name, params object[] Inputs)
{
    /// <summary>Where more than one result is right: says in words what is wrong with this one, or null when it is right.</summary>
    public Func<object, string?>? Judge { get; init; }

    /// <summary>The inputs in words, where they are too large or not numbers.</summary>
    public string? Given { get; init; }
}

/// <summary>A mistake that learners make: how it is recognised, and what to say to them.</summary>
/// <param name="Name">The idea behind it, as a phrase: <c>divides by the sum of the scores</c>.</param>
/// <param name="Message">What the learner is told: what they did, and why it is not the thing.</param>
/// <param name="Attempt">The mistake itself, as code or answer. A learner whose results are the same made it too.</param>
internal sealed record WrongIdea<T>(string Name, string Message, T Attempt)
{
    /// <summary>Recognises the mistake by a property of a result (inputs, result), where its numbers may be any.</summary>
    public Func<object[], object, bool>? Shows { get; init; }
}
