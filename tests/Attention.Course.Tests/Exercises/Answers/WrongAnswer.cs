namespace Attention.Course.Tests.Exercises.Answers;

/// <summary>
/// A wrong answer as a beginner writes it, as the text of a method, and what the check must say to it. Attempts as
/// compiled code are in <see cref="LearnersCodeTests"/>.
/// </summary>
/// <param name="Exercise">The exercise it answers.</param>
/// <param name="Said">
/// The name of the mistake that must be recognised, or words of the message where the exercise knows no such mistake.
/// Empty where no cause may be claimed: then the check says what holds and shows the smallest case that fails.
/// </param>
/// <param name="Code">The method.</param>
internal sealed record WrongAnswer(string Exercise, string Said, string Code)
{
    public static IReadOnlyList<WrongAnswer> All { get; } =
    [
        .. Chapter1.Answers,
        .. Chapter2.Answers,
        .. Chapter3.Answers,
        .. Chapter4.Answers,
        .. Chapter5.Answers,
        .. Chapter6.Answers,
        .. Chapter7.Answers,
        .. Chapter8.Answers,
        .. Chapter9.Answers,
    ];

    /// <summary>Several answers to one exercise.</summary>
    /// <param name="exercise">Its name.</param>
    /// <param name="head">The return type, the name and the parameters of the method.</param>
    /// <param name="answers">What must be said, and the body of the method.</param>
    public static IEnumerable<WrongAnswer> To(string exercise, string head, params (string Said, string Body)[] answers)
        => answers.Select(answer => new WrongAnswer(exercise, answer.Said, $"{head} {answer.Body}"));
}
