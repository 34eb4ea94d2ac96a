using System.Globalization;
using System.Runtime.CompilerServices;

namespace Attention.Course;

/// <summary>A question whose answer is a number.</summary>
/// <param name="name">The property that holds it.</param>
public sealed class NumberPrediction([CallerMemberName] string name = "") : Prediction(name)
{
    private const double Rounding = 1e-6; // of float

    /// <summary>How many decimals of the answer are shown.</summary>
    public int Decimals { get; init; }

    /// <summary>
    /// Whether a reader may write the answer with fractions, such as <c>5/8</c>. In C# that divides whole numbers, so
    /// who may have lost the rests is told of it.
    /// </summary>
    public bool IsFraction { get; init; }

    /// <summary>By which part of the answer a guess may be off and still be right.</summary>
    public double Tolerance { get; init; } = 0.02;

    /// <summary>
    /// The numbers to choose from, where there are such: then the one nearest to the answer is right.
    /// </summary>
    public IReadOnlyList<double> Options { get; init; } = [];

    /// <summary>Puts a guess beside the result.</summary>
    /// <param name="guess">The reader's guess; <see langword="null"/> as long as there is none,
    /// <see cref="Predict.Show"/> to be shown the answer.</param>
    /// <param name="actual">What came out; NaN if it was measured, and too noisy to say.</param>
    /// <returns>Without a guess the question, and not the answer; else both, and a sentence that says why. Where the
    /// answer is too noisy to say, no guess is judged.</returns>
    public GuessFeedback Judge(Guess? guess, double actual)
    {
        if (double.IsNaN(actual) && guess is not null)
        {
            return new(GuessVerdict.Shown, "Too noisy to say.",
                "One of the times varied by more than a fifth: something else was running. Run this cell again.");
        }

        GuessFeedback feedback = Judge(guess, Shown(actual), Right(actual));
        bool mayHaveLostRests = IsFraction && guess?.Number is { } number && double.IsInteger(number)
            && 0 <= number && number < actual;
        return feedback.Verdict == GuessVerdict.Wrong && mayHaveLostRests
            ? new(GuessVerdict.Wrong, feedback.Headline,
                $"{feedback.Text} If you wrote fractions: C# divides whole numbers without the rest, so 5 / 8 is 0. "
                    + "Write 5 / 8.0, or a decimal.")
            : feedback;
    }

    internal override IReadOnlyList<string> Choices => [.. Options.Select(option => Guess.Written(option))];

    private protected override string Form
        => Options.Count > 0 ? $"one of {string.Join(", ", Choices)}" : "a number";

    private protected override bool IsUnderstood(Guess guess)
        => guess.Number is { } number && (Options.Count == 0 || Options.Contains(number));

    private protected override string Quoted(Guess guess) => Guess.Written(guess.Number!.Value) + Unit;

    private string Shown(double actual)
        => double.IsNaN(actual) ? "too noisy to say"
            : Guess.Written(actual, "F" + Decimals.ToString(CultureInfo.InvariantCulture)) + Unit;

    /// <summary>The number shown is always right: the sentence would contradict itself otherwise.</summary>
    private KnownGuess Right(double actual)
    {
        if (double.IsNaN(actual))
        {
            return new(double.NaN, double.NaN, Why);
        }

        if (Options.Count > 0)
        {
            return new(Options.MinBy(option => Math.Abs(option - actual)), Why);
        }

        double margin = KnownGuess.Margin(actual, Tolerance) + Rounding * Math.Abs(actual);
        double shown = Math.Round(actual, Decimals);
        return new(Math.Min(actual - margin, shown), Math.Max(actual + margin, shown), Why);
    }
}
