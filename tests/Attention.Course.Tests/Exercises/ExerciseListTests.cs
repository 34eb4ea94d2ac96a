using Attention.Lib;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course.Tests.Exercises;

/// <summary>The list of exercises, and what each of them consists of.</summary>
public class ExerciseListTests
{
    public static TheoryData<string> Names => [.. Exercise.All.Select(exercise => exercise.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_exercise_is_complete(string name)
    {
        var untyped = UntypedExercise.Of(name);
        ExerciseText exercise = untyped.Exercise;

        Assert.True(untyped.Mistakes.Count >= 4);
        Assert.Distinct(untyped.Mistakes.Where(mistake => mistake.Way == 0).Select(mistake => mistake.Message));
        Assert.Distinct(untyped.Mistakes.Where(mistake => mistake.Way == 0).Select(mistake => mistake.Name));
        Assert.Distinct(untyped.CaseNames);
        Assert.Equal(3, exercise.Hints.Distinct().Count());
        Assert.All([1, 2, 3], level =>
            Assert.Contains(exercise.Hints[level - 1], exercise.Hint(level), StringComparison.Ordinal)
        );
        Assert.Equal(exercise.Hint(1), exercise.Hint(-7));
        Assert.Equal(exercise.Hint(3), exercise.Hint(99));
        Assert.True(exercise.Starter.Split('\n').Length <= 10, "a cell has at most 10 lines");
        Assert.True(untyped.CheckReference().IsSolved);
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
}
