namespace Attention.Course;

/// <summary>A question that is asked before its result is shown, and what to say to a guess.</summary>
/// <remarks>
/// The first guess is kept in the record that <see cref="Progress"/> shows. What is said here depends on the arguments
/// alone.
/// </remarks>
public abstract class Prediction
{
    private protected Prediction(string name) => Name = name;

    /// <summary>The property of <see cref="Predict"/> that holds it: <c>AppleSweet</c>.</summary>
    public string Name { get; }

    /// <summary>What is asked, as one sentence that ends in a question mark.</summary>
    public required string Question { get; init; }

    /// <summary>Why the answer is what it is: true whatever a machine measures.</summary>
    public required string Why { get; init; }

    /// <summary>What readers typically guess instead.</summary>
    public required IReadOnlyList<KnownGuess> Wrong { get; init; }

    /// <summary>What stands behind the number that is shown, such as <c> %</c>.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What may be guessed, as it is written; empty where anything may.</summary>
    internal abstract IReadOnlyList<string> Choices { get; }

    /// <summary>What to write: <c>a number</c>, <c>a word in quotes</c>.</summary>
    private protected abstract string Form { get; }

    /// <summary>What to write in place of null, and how to be shown the answer.</summary>
    internal string HowToGuess
        => $"Write {Form} in place of null, and run this cell again. To be shown the answer, write Predict.Show.";

    /// <summary>Whether a guess can be read as an answer to the question at all.</summary>
    private protected abstract bool IsUnderstood(Guess guess);

    /// <summary>A guess as it is quoted.</summary>
    private protected virtual string Quoted(Guess guess) => guess.Text;

    private protected GuessFeedback Judge(Guess? guess, string shown, KnownGuess right)
    {
        if (guess is null)
        {
            return GuessFeedback.Asking(this, shown, right);
        }

        if (ReferenceEquals(guess, Guess.Shown))
        {
            return new(GuessVerdict.Shown, $"{shown}.", Why);
        }

        if (!IsUnderstood(guess))
        {
            return new(GuessVerdict.NotUnderstood, $"“{guess.Text}” cannot be read as a guess.", HowToGuess);
        }

        bool isRight = right.Includes(guess);
        ProgressRecord.Current?.RecordPrediction(Name, guess.Text, isRight);
        return isRight
            ? new(GuessVerdict.Right, $"{shown}. Your guess was right.", Why)
            : new(GuessVerdict.Wrong, $"{shown}. You guessed {Quoted(guess)}.",
                Wrong.FirstOrDefault(known => known.Includes(guess))?.Reason ?? Why);
    }
}
