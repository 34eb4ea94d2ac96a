namespace Attention.Course.Tests.Exercises;

/// <summary>
/// Right answers written in other ways than the published solutions. Each must be accepted, and mutations start from
/// each. Here belongs what <see cref="Mutation.Mutations"/> should change; what is only another form belongs into
/// <see cref="Answers.UnusualRightAnswers"/>.
/// </summary>
internal static partial class RightAnswers
{
    public static IReadOnlyList<(string Exercise, string Text)> All { get; } =
    [
        .. Chapter1, .. Chapter2, .. Chapter3, .. Chapter4, .. Chapter5,
        .. Chapter6, .. Chapter7, .. Chapter8,
        .. Chapter9,
    ];
}
