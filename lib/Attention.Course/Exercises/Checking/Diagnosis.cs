using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Attention.Course;

/// <summary>
/// What can be said about an attempt that no known mistake explains: what was observed, without a guess at its cause.
/// </summary>
internal static class Diagnosis
{
    private const string KeepsState =
        "The same input gives another result the second time, or a later call changes an earlier result. Is "
            + "something kept between calls, such as a field or a shared array, or drawn at random? Make it anew in "
            + "every call.";

    /// <summary>The learner's functions are called MyDot, MyNorm and so on.</summary>
    private static readonly Regex s_exerciseFunction = new("My[A-Z][A-Za-z]*");

    /// <summary>Parameters of MathNet's methods that say where in a matrix something is, or how much of it.</summary>
    private static readonly string[] s_places =
    [
        "row", "column", "index", "rowIndex", "columnIndex", "sourceRowIndex", "sourceColumnIndex", "rowCount",
        "columnCount",
    ];

    /// <summary>What is wrong although every result is right; null when nothing is.</summary>
    public static string? OfRightResults(Trial trial) =>
        trial.Outcomes.FirstOrDefault(outcome => outcome.ChangedInput is not null) is { } writer ? ChangesInput(writer)
        : trial.KeepsState ? KeepsState
        : null;

    /// <summary>The most telling fact about wrong results.</summary>
    public static string OfWrongResults(object attempt, Trial trial, CaseOutcome failing, TimeSpan limit)
    {
        Outcome outcome = failing.Outcome;
        return (outcome.IsTimeout ? NoEnd(limit) : null)
            ?? (outcome.Error is { } error ? Unwritten(attempt, error) ?? Threw(error) : null)
            ?? (outcome.Result is null ? "Your function returned null." : null)
            ?? (outcome.ChangedInput is not null ? ChangesInput(outcome) : null)
            ?? failing.Case.Judge?.Invoke(outcome.Result!)
            ?? WrongShape(outcome.Result!, failing.Right.Result!)
            ?? (trial.KeepsState ? KeepsState : null)
            ?? (outcome.IsInput ? "You returned an input just as it came in." : null)
            ?? (
                Value.HasNaN(outcome.Result)
                    ? "There is a NaN in your result. NaN is what 0/0, ∞/∞, ∞ − ∞, 0 · ∞ "
                        + "and the root or logarithm of a negative number give."
                    : null
            )
            ?? "The numbers differ; here is the smallest case where they do.";
    }

    /// <summary>
    /// What to say when not the attempt itself but something that it calls is still a starter; null otherwise.
    /// </summary>
    public static string? Unwritten(object attempt, Exception error)
    {
        if (
            error is not NotImplementedException
            || attempt is not Delegate function
            || new StackTrace(error).GetFrame(0)?.GetMethod() is not { } thrower
            || thrower == function.Method
        )
        {
            return null;
        }

        // the compiler puts more around the name of a local function
        Match match = s_exerciseFunction.Match(thrower.Name);
        return match.Success
            ? $"{match.Value} still throws NotImplementedException: your function calls {match.Value}, so write that "
                + "first and run its cell."
            : "Something that your function calls still throws NotImplementedException: "
                + "is an earlier exercise, such as MyDot, written, and has its cell been run?";
    }

    private static string NoEnd(TimeSpan limit) =>
        "Your function did not come to an end within "
        + $"{limit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} seconds: "
        + "is there a loop whose end is never reached? It still runs in the background; "
        + "restart the kernel to be rid of it.";

    private static string Threw(Exception error)
    {
        string message = error.Message.Split('\n')[0].Trim();
        string advice = error switch
        {
            IndexOutOfRangeException => " The first index is 0, the last one is the length − 1 (x.Length − 1 for an "
                + "array x), "
                + "and every size must work.",
            ArgumentOutOfRangeException { ParamName: { } name } when s_places.Contains(name) =>
                " A matrix has the rows 0 … RowCount − 1 and the columns 0 … ColumnCount − 1, and every size must "
                    + "work.",
            _ => "",
        };
        return $"Your function threw {error.GetType().Name}: "
            + $"{(message.Length > 160 ? message[..160] + "…" : message)}{advice}";
    }

    private static string ChangesInput(Outcome outcome) =>
        outcome.IsInput
            ? $"Your function writes into {outcome.ChangedInput} and returns it. "
                + "The caller still needs its own data: write into a new array or matrix."
            : $"Your function changes its input {outcome.ChangedInput}. The caller still needs its own data: "
                + "leave the input as it is.";

    private static string? WrongShape(object result, object expected)
    {
        (string got, string wanted) = (Value.ShapeText(result), Value.ShapeText(expected));
        return got == wanted ? null : $"The result has the shape {got}, but it should be {wanted}.";
    }
}
