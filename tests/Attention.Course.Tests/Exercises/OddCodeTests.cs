using System.Linq.Expressions;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course.Tests.Exercises;

/// <summary>Code that throws, hangs, changes its input or returns something odd is answered.</summary>
public class OddCodeTests
{
    public static TheoryData<string> Functions =>
        [.. Exercise.All.Select(exercise => exercise.Name).Where(name => UntypedExercise.Of(name).IsFunction)];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Code_that_throws_is_answered_with_its_exception(string name)
    {
        Expression body = Expression.Throw(
            Expression.New(
                typeof(TimeZoneNotFoundException).GetConstructor([typeof(string)])!,
                Expression.Constant("<b>lost</b>")
            ),
            UntypedExercise.Of(name).ResultType
        );

        Feedback feedback = UntypedExercise.Of(name).Check(body);

        Assert.Equal(Verdict.NotYet, feedback.Verdict);
        Assert.Contains("TimeZoneNotFoundException: <b>lost</b>", feedback.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>lost", UntypedExercise.Html(feedback), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Code_that_returns_something_odd_is_rejected(string name)
    {
        var untyped = UntypedExercise.Of(name);
        foreach (object? odd in OddValues(untyped.ResultType))
        {
            Feedback feedback = untyped.Check(Expression.Constant(odd, untyped.ResultType));

            Assert.Equal(Verdict.NotYet, feedback.Verdict);
            Assert.Contains(odd is null ? "returned null" : ".", feedback.Paragraphs[0], StringComparison.Ordinal);
            Assert.Contains("attention-feedback", UntypedExercise.Html(feedback), StringComparison.Ordinal);
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

    [Fact]
    public void No_attempt_at_all_is_not_started() =>
        Assert.Equal(Verdict.NotStarted, Exercise.Dot.Check(null!).Verdict);

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
