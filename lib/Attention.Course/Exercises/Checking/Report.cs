namespace Attention.Course;

/// <summary>Puts what a check found into words.</summary>
/// <param name="exercise">The exercise that was checked.</param>
/// <param name="inputs">The inputs by name.</param>
/// <param name="tried">Every case that was tried.</param>
internal sealed class Report(ExerciseText exercise, IReadOnlyList<string> inputs, IReadOnlyList<CaseOutcome> tried)
{
    /// <summary>
    /// The smallest case that fails, the first of them when several are equally small; null when all hold.
    /// </summary>
    public CaseOutcome? Counterexample { get; } = tried.Where(one => !one.Holds).MinBy(one => one.Size);

    public Feedback Solved() =>
        new(
            Verdict.Solved,
            $"Solved: {exercise.Title}.",
            exercise.Insight,
            $"It holds for: {string.Join("; ", tried.Select(one => one.Case.Name))}."
        );

    public Feedback NotYet(string message)
    {
        string[] right = [.. tried.Where(one => one.Holds).Select(one => one.Case.Name)];
        string failing = inputs.Count > 0 ? "The smallest case that fails" : "What fails";
        return new(
            Verdict.NotYet,
            $"Not yet: {exercise.Title}.",
            message,
            right.Length > 0 ? $"Already right: {string.Join("; ", right)}." : "",
            Counterexample is { } counterexample ? $"{failing}: {counterexample.Case.Name}." : ""
        )
        {
            Next = exercise.WhereHelpIs,
            CounterExample = Counterexample is { } shown ? Text(shown, message) : "",
            Difference = Counterexample is { Case.Judge: null } wrong
                ? Value.Difference(wrong.Outcome.Result, wrong.Right.Result)
                : null,
        };
    }

    private string Text(CaseOutcome failing, string message)
    {
        (Case one, Outcome outcome) = (failing.Case, failing.Outcome);
        var lines = new List<string>();
        if (one.Given is not null)
        {
            lines.Add($"for {one.Given}");
        }
        else
        {
            lines.AddRange(one.Inputs.Select((input, i) => Block(inputs[i], ValueText.Of(input))));
        }

        (string expected, string yours) = ValueText.OfBoth(failing.Right.Result, outcome.Result);
        if (one.Judge is null)
        {
            lines.Add(Block("expected", expected));
        }

        if (outcome is { IsTimeout: false, Error: null })
        {
            lines.Add(Block("yours", one.Judge is null ? yours : ValueText.Of(outcome.Result)));
            if (outcome.Result is { } result && one.Judge?.Invoke(result) is { } reason && reason != message)
            {
                lines.Add(reason);
            }
        }

        return string.Join('\n', lines);
    }

    private static string Block(string name, string text) =>
        text.Contains('\n', StringComparison.Ordinal)
            ? $"{name} =\n{string.Join('\n', text.Split('\n').Select(line => $"    {line}".TrimEnd()))}"
            : $"{name} = {text}";
}
