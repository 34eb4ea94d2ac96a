namespace Attention.Course.Tests.Exercises;

/// <summary>
/// What a beginner runs into before the mathematics: indices, code that is not there yet, words that are not in the
/// corpus.
/// </summary>
public class FirstMistakesTests
{
    [Fact]
    public void An_index_past_the_end_is_explained()
    {
        Feedback feedback = Exercise.Dot.Check(
            (x, y) =>
            {
                float sum = 0;
                for (int i = 0; i <= x.Length; i++)
                {
                    sum += x[i] * y[i];
                }

                return sum;
            }
        );

        Assert.Contains("IndexOutOfRangeException", feedback.Paragraphs[0], StringComparison.Ordinal);
        Assert.Contains("x.Length − 1", feedback.Paragraphs[0], StringComparison.Ordinal);
        Assert.Contains("every size", feedback.Paragraphs[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_sums_are_told_that_features_cancel() =>
        Assert.Contains("cancel", Exercise.Norm.Check(x => x.Sum()).Paragraphs[0], StringComparison.Ordinal);

    [Fact]
    public void A_starter_in_a_local_function_counts_as_not_started()
    {
        static float MyNorm(float[] x) => throw new NotImplementedException();

        Assert.Equal(Verdict.NotStarted, Exercise.Norm.Check(MyNorm).Verdict);
    }

    [Fact]
    public void An_unwritten_exercise_that_is_called_is_named()
    {
        static float MyDot(float[] x, float[] y) => throw new NotImplementedException();
        static float MyNorm(float[] x) => MathF.Sqrt(MyDot(x, x));

        Feedback feedback = Exercise.Norm.Check(MyNorm);

        Assert.Equal(Verdict.NotYet, feedback.Verdict);
        Assert.StartsWith(
            "MyDot still throws NotImplementedException",
            feedback.Paragraphs[0],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task In_a_chapter_the_unwritten_exercise_is_named_too()
    {
        IReadOnlyDictionary<string, Feedback> feedback = await UntypedExercise.RunTexts(exercise =>
            exercise.Name == "Dot" ? exercise.Starter : exercise.Solution
        );

        Assert.Equal(Verdict.NotStarted, feedback["Dot"].Verdict);
        Assert.All(["Norm", "Cosine"], name =>
            Assert.StartsWith("MyDot still throws", feedback[name].Paragraphs[0], StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Something_else_that_is_not_written_is_not_named_wrongly()
    {
        static float Helper() => throw new NotImplementedException();
        static float Norm(float[] x) => x.Length + Helper();

        Assert.StartsWith(
            "Something that your function calls still throws NotImplementedException",
            Exercise.Norm.Check(Norm).Paragraphs[0],
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("梨", "吃", "看", "梨 is not one of the 32 words")]
    [InlineData("我", "eats", "看", "eats is not one of the 32 words")]
    [InlineData("我", "梨", "梨", "梨 is not one of the 32 words")]
    [InlineData("我", null, "看", "byDot is still empty")]
    [InlineData("我", "吃", " ", "byCosine is still empty")]
    [InlineData("I", "eat", "吃", "are the same word")]
    [InlineData("apple", "甜", "西瓜", "苹果 has been asked in the chapter already")]
    public void Words_that_cannot_be_compared_are_named_and_no_case_counts_as_right(
        string asking,
        string? byDot,
        string byCosine,
        string expected
    )
    {
        Feedback feedback = Exercise.RankedDifferently.Check((asking, byDot!, byCosine));

        Assert.Equal(Verdict.NotYet, feedback.Verdict);
        Assert.Contains(expected, feedback.Paragraphs[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Already right", feedback.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("smallest case", feedback.ToString(), StringComparison.Ordinal);
        Assert.Contains("What fails: words of the corpus, and apple 苹果 does not ask.", feedback.Paragraphs);
        Assert.Contains(
            byDot is null ? "yours = 我, null, 看" : byDot,
            feedback.CounterExample,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Words_may_be_written_in_English_and_with_blanks()
    {
        Assert.True(Exercise.RankedDifferently.Check((" i", "EAT ", "看")).IsSolved);
        Assert.Contains(
            "exchanged",
            Exercise.RankedDifferently.Check(("I", "read", "eat")).Paragraphs[0],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Help_says_where_the_hints_are()
    {
        const string Help = "Stuck? Unfold hint 1 below, or run Exercise.Dot.Hint(1) in a new cell.";

        Assert.EndsWith(Help, Exercise.Dot.Check((x, y) => 0).Next, StringComparison.Ordinal);
        Assert.EndsWith(Help, Exercise.Dot.Check(null!).Next, StringComparison.Ordinal);
    }
}
