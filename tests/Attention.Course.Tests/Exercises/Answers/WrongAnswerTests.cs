namespace Attention.Course.Tests.Exercises.Answers;

public class WrongAnswerTests
{
    private static readonly Lazy<IReadOnlyDictionary<WrongAnswer, Delegate>> s_compiled = new(Compile);

    public static TheoryData<int, string, string> Answers
    {
        get
        {
            var all = new TheoryData<int, string, string>();
            foreach ((int at, WrongAnswer answer) in WrongAnswer.All.Index())
            {
                all.Add(at, answer.Exercise, answer.Said);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_wrong_answer_is_not_accepted_and_is_told_its_own_mistake_or_none(int at, string exercise, string said)
    {
        WrongAnswer answer = WrongAnswer.All[at];
        var untyped = UntypedExercise.Of(exercise);

        Feedback feedback = untyped.Check(s_compiled.Value[answer]);

        string message = feedback.Paragraphs[0];
        string? idea = untyped.Mistakes.FirstOrDefault(mistake => mistake.Message == message).Name;
        string context = $"{answer.Code}\nmust be told “{said}”, is told “{idea}”:\n{feedback}";
        Assert.True(feedback.Verdict == Verdict.NotYet, context);
        bool isAsExpected = said.Length == 0 || untyped.Mistakes.Any(mistake => mistake.Name == said)
            ? (idea ?? "") == said
            : idea is null && message.Contains(said, StringComparison.Ordinal);
        Assert.True(isAsExpected, context);
        bool isOfInput = message.Contains("The caller still needs its own data", StringComparison.Ordinal);
        Assert.True(feedback.CounterExample.Length > 0 || isOfInput, context);
    }

    private static Dictionary<WrongAnswer, Delegate> Compile()
    {
        var compiled = new Dictionary<WrongAnswer, Delegate>();
        foreach (var answers in WrongAnswer.All.GroupBy(answer => answer.Exercise))
        {
            Delegate?[] functions = UntypedExercise.Of(answers.Key).Compile([.. answers.Select(answer => answer.Code)]);
            foreach ((WrongAnswer answer, Delegate? function) in answers.Zip(functions))
            {
                Assert.True(function is not null, $"does not compile: {answer.Code}");
                compiled.Add(answer, function);
            }
        }

        return compiled;
    }
}
