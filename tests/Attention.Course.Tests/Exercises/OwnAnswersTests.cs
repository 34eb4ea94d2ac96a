using System.Globalization;

namespace Attention.Course.Tests.Exercises;

/// <summary>An exercise judges its own starter, solution and wrong ideas as it should.</summary>
public class OwnAnswersTests
{
    private static readonly Lazy<Task<IReadOnlyDictionary<string, Feedback>>> s_starters = new(() =>
        UntypedExercise.RunTexts(exercise => exercise.Starter)
    );
    private static readonly Lazy<Task<IReadOnlyDictionary<string, Feedback>>> s_solutions = new(() =>
        UntypedExercise.RunTexts(exercise => exercise.Solution)
    );

    public static TheoryData<string> Names => ExerciseListTests.Names;

    public static TheoryData<string, string, int> Mistakes
    {
        get
        {
            var all = new TheoryData<string, string, int>();
            foreach (ExerciseText exercise in Exercise.All)
            {
                foreach ((string name, _, int way) in UntypedExercise.Of(exercise.Name).Mistakes)
                {
                    all.Add(exercise.Name, name, way);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_starter_is_not_accepted_but_greeted(string name)
    {
        Feedback feedback = (await s_starters.Value)[name];

        Assert.Equal(Verdict.NotStarted, feedback.Verdict);
        Assert.Contains(Exercise.All.Single(exercise => exercise.Name == name).Task, feedback.Paragraphs);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_solution_is_accepted(string name)
    {
        Feedback feedback = (await s_solutions.Value)[name];

        Assert.True(feedback.IsSolved, feedback.ToString());
        Assert.All(UntypedExercise.Of(name).CaseNames, one =>
            Assert.Contains(one, feedback.ToString(), StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void The_mistake_is_recognised_by_its_own_message(string name, string mistake, int way)
    {
        var untyped = UntypedExercise.Of(name);

        Feedback feedback = untyped.CheckMistake(mistake, way);

        Assert.Equal(Verdict.NotYet, feedback.Verdict);
        Assert.Equal(untyped.Mistakes.First(one => one.Name == mistake).Message, feedback.Paragraphs[0]);
        Assert.True(
            feedback.CounterExample.Length > 0 || feedback.ToString().Contains("input", StringComparison.Ordinal),
            feedback.ToString()
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_attempt_gives_the_same_short_text_every_time(string name)
    {
        var untyped = UntypedExercise.Of(name);
        foreach ((string mistake, _, int way) in untyped.Mistakes)
        {
            Feedback feedback = untyped.CheckMistake(mistake, way);
            CultureInfo culture = CultureInfo.CurrentCulture;
            try
            {
                CultureInfo.CurrentCulture = new CultureInfo("")
                {
                    NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "minus" },
                };
                Assert.Equal(UntypedExercise.Html(feedback), UntypedExercise.Html(untyped.CheckMistake(mistake, way)));
            }
            finally
            {
                CultureInfo.CurrentCulture = culture;
            }

            Assert.All(
                feedback
                    .ToString()
                    .Split('\n')
                    .Where(line =>
                        !line.StartsWith("expected", StringComparison.Ordinal)
                        && !line.StartsWith("yours", StringComparison.Ordinal)
                    ),
                line => Assert.DoesNotMatch(@"\d[.,]\d{5}", line)
            );
            Assert.InRange(feedback.ToString().Length, 40, 2500);
        }
    }
}
