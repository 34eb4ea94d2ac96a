using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Attention.Display;

namespace Attention.Course;

/// <summary>One exercise: cases that must hold, and the mistakes it knows.</summary>
/// <typeparam name="T">What the learner hands in: a function, or an answer.</typeparam>
public sealed class Exercise<T> : ExerciseText
    where T : notnull
{
    private const string KeepsState = "A later call changes the result of an earlier one: something is kept between calls, such as a field or a shared array. Make it anew in every call.";

    /// <summary>The learner's functions are called MyDot, MyNorm and so on.</summary>
    private static readonly Regex s_exerciseFunction = new("My[A-Z][A-Za-z]*");

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    internal Exercise(SyllabusEntry entry)
        : base(entry)
    {
    }

    /// <summary>The inputs by name, as the feedback calls them.</summary>
    internal IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>What is tried, the smallest first: the first that fails is the counter-example that is shown.</summary>
    internal IReadOnlyList<Case> Cases { get; init; } = [];

    /// <summary>The right function; for an answer, one that is right.</summary>
    internal T Reference { get; init; } = default!;

    /// <summary>The mistakes that are recognised.</summary>
    internal IReadOnlyList<WrongIdea<T>> WrongIdeas { get; init; } = [];

    /// <summary>The starter as code or answer, where it runs; otherwise the starter throws <see cref="NotImplementedException"/>.</summary>
    internal T? Untouched { get; init; }

    /// <summary>Tries the attempt on several cases and says what holds, what does not, and which idea may be behind that.</summary>
    /// <param name="attempt">Your function or answer. It may throw, loop for ever or return anything: the check survives, except a stack overflow.</param>
    public Feedback Check(T attempt)
    {
        Feedback feedback = Check(attempt, s_limit);
        if (feedback.Verdict != Verdict.NotStarted)
        {
            Ledger.Current?.RecordExercise(Name, feedback.IsSolved);
        }

        return feedback;
    }

    internal Feedback Check(T attempt, TimeSpan limit)
    {
        if (attempt is null)
        {
            return NotStarted();
        }

        Trial trial = Trial.Run(attempt, Cases, Inputs, limit);
        Outcome[] right = [.. Trial.Run(Reference, Cases, Inputs, Timeout.InfiniteTimeSpan).Outcomes];
        bool[] holds = [.. trial.Outcomes.Select((outcome, i) => Holds(Cases[i], outcome, right[i]))];
        int failing = Array.IndexOf(holds, false);
        if (IsUntouched(attempt, trial))
        {
            return NotStarted();
        }

        if (failing < 0)
        {
            Outcome? writer = trial.Outcomes.FirstOrDefault(outcome => outcome.ChangedInput is not null);
            return writer is not null ? NotYet(ChangesInput(writer), holds)
                : trial.KeepsState ? NotYet(KeepsState, holds)
                : new(Verdict.Solved, $"Solved: {Title}.", Insight, $"It holds for: {string.Join("; ", Cases.Select(one => one.Name))}.");
        }

        string message = Diagnose(attempt, trial, right, holds, failing);
        return NotYet(message, holds, CounterExample(Cases[failing], trial.Outcomes[failing], right[failing], message),
            Cases[failing].Judge is null ? Value.Difference(trial.Outcomes[failing].Result, right[failing].Result) : null);
    }

    private static bool Holds(Case one, Outcome outcome, Outcome right)
        => outcome is { IsTimeout: false, Error: null, Result: { } result }
            && (one.Judge is { } judge ? judge(result) is null : Value.Same(result, right.Result));

    private bool IsUntouched(T attempt, Trial trial)
        => (trial.Outcomes[0].Error is NotImplementedException error && Unwritten(attempt, error) is null)
            || (Untouched is not null && trial.Outcomes.Count == Cases.Count
                && Trial.Run(Untouched, Cases, Inputs, s_limit).Outcomes.Zip(trial.Outcomes).All(pair => pair.First.Same(pair.Second)));

    /// <summary>The most telling sentence about what went wrong.</summary>
    private string Diagnose(T attempt, Trial trial, Outcome[] right, bool[] holds, int failing)
    {
        Outcome outcome = trial.Outcomes[failing];
        (WrongIdea<T>? idea, bool isExact) = Nearest(trial, holds, failing);
        return (isExact ? idea?.Message : null)
            ?? (outcome.Result is { } shown ? WrongIdeas.FirstOrDefault(one => one.Shows?.Invoke(Cases[failing].Inputs, shown) == true)?.Message : null)
            ?? (outcome.IsTimeout ? $"Your function did not come to an end within {s_limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds: is there a loop whose end is never reached? It still runs in the background; restart the kernel to be rid of it." : null)
            ?? (outcome.Error is { } error ? Unwritten(attempt, error) ?? Threw(error) : null)
            ?? (outcome.Result is null ? "Your function returned null." : null)
            ?? (outcome.ChangedInput is not null ? ChangesInput(outcome) : null)
            ?? Cases[failing].Judge?.Invoke(outcome.Result!)
            ?? idea?.Message
            ?? WrongShape(outcome.Result!, right[failing].Result!)
            ?? (trial.KeepsState ? KeepsState : null)
            ?? (outcome.IsInput ? "You returned an input just as it came in." : null)
            ?? (Value.HasNaN(outcome.Result) ? "There is a NaN in your result: somewhere 0/0, ∞/∞ or ∞ − ∞ was computed. A large e^score becomes ∞." : null)
            ?? "The numbers differ; here is the smallest case where they do.";
    }

    /// <summary>The wrong idea that comes closest to the attempt, if it gives the same in the first failing case and in at least half of them.</summary>
    /// <returns>The idea, and whether it gives the same in every case. Half is enough, because mistakes seldom come alone; not for yes or no, where half is chance.</returns>
    private (WrongIdea<T>? Idea, bool IsExact) Nearest(Trial trial, bool[] holds, int failing)
    {
        (WrongIdea<T>? Idea, int Same) nearest = (null, 0);
        foreach (WrongIdea<T> idea in WrongIdeas)
        {
            IReadOnlyList<Outcome> outcomes = Trial.Run(idea.Attempt, Cases, Inputs, s_limit).Outcomes;
            bool[] same = [.. trial.Outcomes.Zip(outcomes, (attempt, wrong) => attempt.Same(wrong))];
            int explained = same.Zip(holds).Count(pair => pair is (true, false));
            int failures = holds.Count(isRight => !isRight);
            bool isEnough = trial.Outcomes[failing].Result is bool ? same.All(isSame => isSame) : 2 * explained >= failures;
            if (same[failing] && isEnough && same.Count(isSame => isSame) > nearest.Same)
            {
                nearest = (idea, same.Count(isSame => isSame));
            }
        }

        return (nearest.Idea, nearest.Same == Cases.Count);
    }

    private static string Threw(Exception error)
    {
        string message = error.Message.Split('\n')[0].Trim();
        return $"Your function threw {error.GetType().Name}: {(message.Length > 160 ? message[..160] + "…" : message)}"
            + (error is IndexOutOfRangeException ? " The first index is 0, the last one is the length − 1 (x.Length − 1 for an array x), and every size must work." : "");
    }

    /// <summary>What to say when not the attempt itself but something that it calls is still a starter; null otherwise.</summary>
    private static string? Unwritten(T attempt, Exception error)
    {
        if (error is not NotImplementedException || attempt is not Delegate function || new StackTrace(error).GetFrame(0)?.GetMethod() is not { } thrower || thrower == function.Method)
        {
            return null;
        }

        Match match = s_exerciseFunction.Match(thrower.Name); // the compiler puts more around the name of a local function
        string? name = match.Success ? match.Value : null;
        return $"{name ?? "Something that your function calls"} still throws NotImplementedException: "
            + (name is null ? "is an earlier exercise, such as MyDot, written, and has its cell been run?" : $"your function calls {name}, so write that first and run its cell.");
    }

    private static string ChangesInput(Outcome outcome) => outcome.IsInput
        ? $"Your function writes into {outcome.ChangedInput} and returns it. The caller still needs its own data: write into a new array or matrix."
        : $"Your function changes its input {outcome.ChangedInput}. The caller still needs its own data: leave the input as it is.";

    private static string? WrongShape(object result, object expected)
    {
        (string got, string wanted) = (Value.ShapeText(result), Value.ShapeText(expected));
        return got == wanted ? null
            : Value.Arrays(result) is [{ Shape: [var rows, var columns] }] && Value.Arrays(expected) is [{ Shape: [var wantedRows, var wantedColumns] }] && (rows, columns) == (wantedColumns, wantedRows)
                ? $"The result has the shape {got}, but it should be {wanted}: rows and columns are exchanged."
                : $"The result has the shape {got}, but it should be {wanted}.";
    }

    private string CounterExample(Case one, Outcome outcome, Outcome right, string message)
    {
        var lines = new List<string>();
        if (one.Given is not null)
        {
            lines.Add($"for {one.Given}");
        }
        else
        {
            lines.AddRange(one.Inputs.Select((input, i) => Block(Inputs[i], Value.Text(input))));
        }

        if (one.Judge is null)
        {
            lines.Add(Block("expected", Value.Text(right.Result)));
        }

        if (outcome is { IsTimeout: false, Error: null })
        {
            lines.Add(Block("yours", Value.Text(outcome.Result)));
            if (outcome.Result is { } result && one.Judge?.Invoke(result) is { } reason && reason != message)
            {
                lines.Add(reason);
            }
        }

        return string.Join('\n', lines);
    }

    private static string Block(string name, string text)
        => text.Contains('\n', StringComparison.Ordinal) ? $"{name} =\n{string.Join('\n', text.Split('\n').Select(line => $"    {line}".TrimEnd()))}" : $"{name} = {text}";

    private string Stuck => $"Stuck? Unfold hint 1 below, or run Exercise.{Name}.Hint(1) in a new cell.";

    private Feedback NotYet(string message, bool[] holds, string counterExample = "", Figure? difference = null)
    {
        string[] right = [.. Cases.Zip(holds).Where(pair => pair.Second).Select(pair => pair.First.Name)];
        int failing = Array.IndexOf(holds, false);
        return new(Verdict.NotYet, $"Not yet: {Title}.", message,
            right.Length > 0 ? $"Already right: {string.Join("; ", right)}." : "",
            failing >= 0 ? $"{(typeof(T).IsAssignableTo(typeof(Delegate)) ? "The smallest case that fails" : "What fails")}: {Cases[failing].Name}." : "")
        {
            Next = Stuck,
            CounterExample = counterExample,
            Difference = difference,
        };
    }

    private Feedback NotStarted()
        => new(Verdict.NotStarted, $"Your turn: {Title}.", Task)
        {
            Next = $"Write your code in the cell above, run it, then run this check again. {Stuck}",
        };
}
