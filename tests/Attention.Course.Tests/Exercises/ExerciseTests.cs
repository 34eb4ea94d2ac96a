using System.Globalization;
using System.Linq.Expressions;
using Attention.Lib;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course.Tests.Exercises;

public class ExerciseTests
{
    private static readonly Lazy<Task<IReadOnlyDictionary<string, Feedback>>> s_starters = new(() =>
        Subject.RunTexts(exercise => exercise.Starter)
    );
    private static readonly Lazy<Task<IReadOnlyDictionary<string, Feedback>>> s_solutions = new(() =>
        Subject.RunTexts(exercise => exercise.Solution)
    );

    public static TheoryData<string> Names => [.. Exercise.All.Select(exercise => exercise.Name)];

    public static TheoryData<string> Functions =>
        [.. Exercise.All.Select(exercise => exercise.Name).Where(name => Subject.Of(name).IsFunction)];

    public static TheoryData<string, string, int> Mistakes
    {
        get
        {
            var all = new TheoryData<string, string, int>();
            foreach (ExerciseText exercise in Exercise.All)
            {
                foreach ((string name, _, int way) in Subject.Of(exercise.Name).Mistakes)
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
        Assert.All(Subject.Of(name).CaseNames, one =>
            Assert.Contains(one, feedback.ToString(), StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void The_mistake_is_recognised_by_its_own_message(string name, string mistake, int way)
    {
        var subject = Subject.Of(name);

        Feedback feedback = subject.CheckMistake(mistake, way);

        Assert.Equal(Verdict.NotYet, feedback.Verdict);
        Assert.Equal(subject.Mistakes.First(one => one.Name == mistake).Message, feedback.Paragraphs[0]);
        Assert.True(
            feedback.CounterExample.Length > 0 || feedback.ToString().Contains("input", StringComparison.Ordinal),
            feedback.ToString()
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_exercise_is_complete(string name)
    {
        var subject = Subject.Of(name);
        ExerciseText exercise = subject.Exercise;

        Assert.True(subject.Mistakes.Count >= 4);
        Assert.Distinct(subject.Mistakes.Where(mistake => mistake.Way == 0).Select(mistake => mistake.Message));
        Assert.Distinct(subject.Mistakes.Where(mistake => mistake.Way == 0).Select(mistake => mistake.Name));
        Assert.Distinct(subject.CaseNames);
        Assert.Equal(3, exercise.Hints.Distinct().Count());
        Assert.All([1, 2, 3], level =>
            Assert.Contains(exercise.Hints[level - 1], exercise.Hint(level), StringComparison.Ordinal)
        );
        Assert.Equal(exercise.Hint(1), exercise.Hint(-7));
        Assert.Equal(exercise.Hint(3), exercise.Hint(99));
        Assert.True(exercise.Starter.Split('\n').Length <= 10, "a cell has at most 10 lines");
        Assert.True(subject.CheckReference().IsSolved);
        Assert.Equal(exercise.Name, typeof(Exercise).GetProperty(exercise.Name)!.Name);
    }

    [Fact]
    public void The_list_of_exercises_holds_every_exercise_in_the_order_of_the_syllabus()
    {
        IEnumerable<string> properties = typeof(Exercise)
            .GetProperties()
            .Where(property => property.PropertyType.IsAssignableTo(typeof(ExerciseText)))
            .Select(property => property.Name);

        Assert.Equal(properties.Order(), Exercise.All.Select(exercise => exercise.Name).Order());
        Assert.Equal(Syllabus.All.Select(entry => entry.Name), Exercise.All.Select(exercise => exercise.Name));
    }

    [Fact]
    public void The_exercises_are_numbered_in_the_order_of_the_chapters()
    {
        foreach (var chapter in Exercise.All.GroupBy(exercise => exercise.Chapter))
        {
            int first = chapter.Key == 4 ? 0 : 1; // 4.0 leads up to 4.1
            Assert.Equal(
                chapter.Select((_, i) => $"{chapter.Key}.{first + i}"),
                chapter.Select(exercise => exercise.Number)
            );
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_attempt_gives_the_same_short_text_every_time(string name)
    {
        var subject = Subject.Of(name);
        foreach ((string mistake, _, int way) in subject.Mistakes)
        {
            Feedback feedback = subject.CheckMistake(mistake, way);
            CultureInfo culture = CultureInfo.CurrentCulture;
            try
            {
                CultureInfo.CurrentCulture = new CultureInfo("")
                {
                    NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "minus" },
                };
                Assert.Equal(Html(feedback), Html(subject.CheckMistake(mistake, way)));
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

    [Theory]
    [MemberData(nameof(Functions))]
    public void Code_that_throws_is_answered_with_its_exception(string name)
    {
        Expression body = Expression.Throw(
            Expression.New(
                typeof(TimeZoneNotFoundException).GetConstructor([typeof(string)])!,
                Expression.Constant("<b>lost</b>")
            ),
            Subject.Of(name).ResultType
        );

        Feedback feedback = Subject.Of(name).Check(body);

        Assert.Equal(Verdict.NotYet, feedback.Verdict);
        Assert.Contains("TimeZoneNotFoundException: <b>lost</b>", feedback.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>lost", Html(feedback), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Code_that_returns_something_odd_is_rejected(string name)
    {
        var subject = Subject.Of(name);
        foreach (object? odd in OddValues(subject.ResultType))
        {
            Feedback feedback = subject.Check(Expression.Constant(odd, subject.ResultType));

            Assert.Equal(Verdict.NotYet, feedback.Verdict);
            Assert.Contains(odd is null ? "returned null" : ".", feedback.Paragraphs[0], StringComparison.Ordinal);
            Assert.Contains("attention-feedback", Html(feedback), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_endless_loop_is_left_behind_and_the_cases_before_it_still_count()
    {
        Feedback feedback = Exercise.Dot.Check(
            (x, y) =>
            {
                while (x.Length == 3)
                {
                    Thread.Sleep(50);
                }

                return Attention.Lib.Dot.Naive<float>(x, y);
            },
            TimeSpan.FromSeconds(4)
        );

        Assert.Equal(Verdict.NotYet, feedback.Verdict);
        Assert.Contains("did not come to an end", feedback.Paragraphs[0], StringComparison.Ordinal);
        Assert.Contains("restart the kernel", feedback.Paragraphs[0], StringComparison.Ordinal);
        Assert.Contains("Already right: one feature; two features.", feedback.Paragraphs);
        Assert.Contains("x = (2, −1, 3)", feedback.CounterExample, StringComparison.Ordinal);
    }

    [Fact]
    public void Right_results_do_not_excuse_a_changed_input()
    {
        Feedback feedback = Exercise.Norm.Check(x =>
        {
            float norm = MathF.Sqrt(x.Sum(v => v * v));
            x[0] = norm;
            return norm;
        });

        Assert.Equal(Verdict.NotYet, feedback.Verdict);
        Assert.Contains("changes its input x", feedback.Paragraphs[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_sum_that_is_kept_between_calls_is_found()
    {
        float sum = 0;

        Feedback feedback = Exercise.Norm.Check(x => MathF.Sqrt(sum += x.Sum(v => v * v)));

        Assert.Contains("kept between calls", feedback.Paragraphs[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_formulas_that_cases_expect_agree_with_the_library(bool isCausal)
    {
        (Matrix<float> q, Matrix<float> k, Matrix<float> v) = (
            Sample.Random(5, 4, 1),
            Sample.Random(5, 4, 2),
            Sample.Random(5, 3, 3)
        );
        MatrixView expected = Matrix<float>.Build.Dense(5, 3).ToRowMajor();
        ScaledDotProductAttention.Naive(
            q.ToRowMajor(),
            k.ToRowMajor(),
            v.ToRowMajor(),
            isCausal ? AttentionMask.Causal() : AttentionMask.None,
            expected
        );

        Matrix<float> actual = isCausal
            ? Formulas.MaskedSoftmax(q * k.Transpose() / 2, (i, j) => j <= i) * v
            : Formulas.Attention(q, k, v);

        Assert.True((actual - expected.ToMathNet()).L2Norm() < 1e-5);
    }

    [Fact]
    public void No_attempt_at_all_is_not_started() =>
        Assert.Equal(Verdict.NotStarted, Exercise.Dot.Check(null!).Verdict);

    internal static string Html(Feedback feedback) => ((Attention.Display.IDisplay)feedback).Write("text/html")!;

    private static IEnumerable<object?> OddValues(Type type)
    {
        if (!type.IsValueType)
        {
            yield return null;
        }

        object[] candidates =
        [
            float.NaN,
            float.NegativeInfinity,
            double.NaN,
            -7,
            -1L,
            Array.Empty<float>(),
            new float[] { float.NaN },
            new float[13],
            Matrix<float>.Build.Dense(1, 1),
            Matrix<float>.Build.Dense(7, 2, float.NaN),
            Array.Empty<Matrix<float>>(),
            new Matrix<float>[] { null! },
            new Matrix<float>[] { Matrix<float>.Build.Dense(1, 1), Matrix<float>.Build.Dense(2, 3) },
            new bool[0, 0],
            new bool[2, 5],
            new bool[0, 0, 0],
            new bool[1, 2, 5],
            (float.NaN, float.NaN, (float[])null!),
            (0f, 0f, Array.Empty<float>()),
        ];
        foreach (object candidate in candidates.Where(type.IsInstanceOfType))
        {
            yield return candidate;
        }
    }
}
