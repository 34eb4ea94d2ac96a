namespace Attention.Course.Tests.Exercises;

/// <summary>
/// Attempts as learners write them, not as the exercises do: other loops, other types, two mistakes at once. Here
/// belongs what is tested as compiled code; the text of a method belongs into <see cref="Answers.WrongAnswer"/>.
/// </summary>
public partial class LearnersCodeTests
{
    private static void Says<T>(Exercise<T> exercise, string ideaOrText, T attempt)
        where T : notnull
    {
        string expected = exercise.WrongIdeas.FirstOrDefault(idea => idea.Name == ideaOrText)?.Message ?? ideaOrText;

        Feedback feedback = exercise.Check(attempt, UntypedExercise.Limit);

        Assert.Equal(Verdict.NotYet, feedback.Verdict);
        Assert.Contains(expected, feedback.Paragraphs[0], StringComparison.Ordinal);
    }
}
