namespace Attention.Course.Tests.Exercises.Answers;

/// <summary>The exercises whose answer is no function, and right answers in unusual forms.</summary>
public class AnswerTests
{
    public static TheoryData<string> Exercises =>
        [.. UnusualRightAnswers.All.Select(answer => answer.Exercise).Distinct()];

    [Theory]
    [MemberData(nameof(Exercises))]
    public void A_right_answer_in_an_unusual_form_is_accepted(string exercise)
    {
        string[] codes = [.. UnusualRightAnswers.All.Where(one => one.Exercise == exercise).Select(one => one.Code)];
        var untyped = UntypedExercise.Of(exercise);

        Delegate?[] functions = untyped.Compile(codes);

        Assert.True(codes.Length >= 2);
        foreach ((Delegate? function, string code) in functions.Zip(codes))
        {
            Assert.True(function is not null, $"does not compile: {code}");
            Feedback feedback = untyped.Check(function);
            Assert.True(feedback.IsSolved, $"{code}\n{feedback}");
        }
    }

    [Fact]
    public void Every_function_has_right_answers_in_unusual_forms() =>
        Assert.Equal(
            Exercise.All.Select(one => one.Name).Where(name => UntypedExercise.Of(name).IsFunction),
            UnusualRightAnswers.All.Select(answer => answer.Exercise).Distinct()
        );

    /// <summary>Every word that may ask, with every pair of words, held against dot products and cosines.</summary>
    [Fact]
    public void Of_all_triples_of_words_those_are_accepted_in_which_dot_product_and_cosine_disagree()
    {
        string[] words = [.. Corpus.Vocabulary.Words];
        int accepted = 0;
        foreach (string asking in words)
        {
            foreach (string byDot in words)
            {
                foreach (string byCosine in words)
                {
                    double dots = Math.Round(Dot(asking, byDot) - Dot(asking, byCosine), 9),
                        cosines = Math.Round(Cosine(asking, byCosine) - Cosine(asking, byDot), 9);
                    bool isRight = asking != "苹果" && byDot != byCosine && dots > 0 && cosines > 0;

                    Feedback feedback = Exercise.RankedDifferently.Check((asking, byDot, byCosine));

                    Assert.True(feedback.IsSolved == isRight, $"{asking}, {byDot}, {byCosine}: {feedback}");
                    Assert.True(isRight || feedback.Verdict == Verdict.NotStarted || IsTrue(feedback.Paragraphs[0],
                        asking, byDot == byCosine, dots, cosines), $"{asking}, {byDot}, {byCosine}: {feedback}");
                    accepted += isRight ? 1 : 0;
                }
            }
        }

        Assert.True(accepted > 100, $"{accepted} triples are right");
    }

    private static bool IsTrue(string message, string asking, bool isSameWord, double dots, double cosines) =>
        message switch
        {
            _ when message.StartsWith("apple", StringComparison.Ordinal) => asking == "苹果",
            _ when message.StartsWith("byDot and byCosine are the same", StringComparison.Ordinal) => isSameWord,
            _ when message.StartsWith("The right words, but exchanged", StringComparison.Ordinal) =>
                dots < 0 && cosines < 0,
            _ when message.Contains("That is a draw", StringComparison.Ordinal) => dots == 0 || cosines == 0,
            _ when message.Contains("same word, byDot", StringComparison.Ordinal) => dots > 0 && cosines < 0,
            _ when message.Contains("same word, byCosine", StringComparison.Ordinal) => dots < 0 && cosines > 0,
            _ => false,
        };

    private static double Dot(string x, string y) => Corpus.Vectors[x] * Corpus.Vectors[y];

    private static double Cosine(string x, string y) =>
        Dot(x, y) / (Corpus.Vectors[x].L2Norm() * Corpus.Vectors[y].L2Norm());

    /// <summary>
    /// Matrices of one or two columns with entries of a few sizes: accepted exactly where the softmax, computed here
    /// once more, is as the task wants it.
    /// </summary>
    [Fact]
    public void Of_generated_designs_those_are_accepted_in_which_only_verbs_find_their_object()
    {
        var random = new SplitMix64(21);
        float[] entries = [-3, -1, 0, 0, 0, 0, 0, 0, 1, 2, 3, 6];
        int right = 0,
            wrong = 0;
        for (int i = 0; i < 20_000; i++)
        {
            float[,] wq = new float[4, 1 + i % 2],
                wk = new float[4, 1 + i % 2];
            foreach (float[,] w in new[] { wq, wk })
            {
                for (int at = 0; at < w.Length; at++)
                {
                    w[at / (1 + i % 2), at % (1 + i % 2)] = entries[random.Below(entries.Length)];
                }
            }

            bool? isRight = DesignIsRight(wq, wk);
            if (isRight is null || (wq.Cast<float>().All(x => x == 0) && wk.Cast<float>().All(x => x == 0)))
            {
                continue; // so near a bound that rounding decides, or the untouched starter
            }

            Feedback feedback = Exercise.DesignProjections.Check((wq, wk));

            Assert.True(feedback.IsSolved == isRight, $"{Text(wq)} and {Text(wk)}: {feedback}");
            right += isRight.Value ? 1 : 0;
            wrong += isRight.Value ? 0 : 1;
        }

        Assert.True(right > 50 && wrong > 1000, $"{right} right, {wrong} wrong");
    }

    /// <summary>
    /// Whether a verb gives at least 0.9 to the food and no other word more than half to any word; null near a bound.
    /// </summary>
    private static bool? DesignIsRight(float[,] wq, float[,] wk)
    {
        double[] noun = [1, 0, 0, 0],
            verb = [0, 1, 0, 0],
            food = [1, 0, 1, 0],
            adjective = [0, 0, 0, 1];
        double[][][] sentences =
        [
            [noun, verb, food, adjective],
            [food, adjective, noun, verb],
            [noun, verb, food],
        ];
        bool isRight = true;
        foreach (double[][] sentence in sentences)
        {
            foreach (double[] asking in sentence)
            {
                double[] powers = [.. sentence.Select(word => Math.Exp(Score(asking, word)))];
                double wanted = asking == verb ? powers[Array.IndexOf(sentence, food)] / powers.Sum() - 0.9
                    : 0.5 - powers.Max() / powers.Sum();
                if (Math.Abs(wanted) < 1e-5)
                {
                    return null;
                }

                isRight &= wanted > 0;
            }
        }

        return isRight;

        double Score(double[] asking, double[] word)
        {
            double score = 0;
            for (int column = 0; column < wq.GetLength(1); column++)
            {
                double q = 0,
                    k = 0;
                for (int feature = 0; feature < 4; feature++)
                {
                    q += asking[feature] * wq[feature, column];
                    k += word[feature] * wk[feature, column];
                }

                score += q * k;
            }

            return score / Math.Sqrt(wq.GetLength(1));
        }
    }

    private static string Text(float[,] matrix) => string.Join(' ', matrix.Cast<float>());
}
