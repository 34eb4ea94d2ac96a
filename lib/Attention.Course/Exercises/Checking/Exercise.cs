namespace Attention.Course;

/// <summary>One exercise: cases that must hold, and the mistakes it knows.</summary>
/// <typeparam name="T">What the learner hands in: a function, or an answer.</typeparam>
public sealed class Exercise<T> : ExerciseText
    where T : notnull
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private readonly Lazy<IReadOnlyList<(WrongIdea<T> Idea, Trial Trial)>> _ideas;
    private readonly Lazy<Trial?> _untouched;
    private readonly Lazy<IReadOnlyList<Outcome>> _right;

    internal Exercise(SyllabusEntry entry)
        : base(entry)
    {
        _ideas = new(() =>
            [.. WrongIdeas.SelectMany(idea => idea.Attempts.Select(attempt => (idea, Run(attempt, Cases))))]
        );
        _right = new(() => Run(Reference, Cases).Outcomes);
        _untouched = new(() => Untouched is null ? null : Run(Untouched, Cases));
    }

    /// <summary>The inputs by name, as the feedback calls them.</summary>
    internal IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>What is tried. The smallest that fails is the counter-example that is shown.</summary>
    internal IReadOnlyList<Case> Cases { get; init; } = [];

    /// <summary>
    /// One more case, made from the results of the others when all of them hold; null where none is needed.
    /// </summary>
    internal Func<IReadOnlyList<CaseOutcome>, Case>? LastCase { get; init; }

    /// <summary>The right function; for an answer, one that is right.</summary>
    internal T Reference { get; init; } = default!;

    /// <summary>The mistakes that are recognised.</summary>
    internal IReadOnlyList<WrongIdea<T>> WrongIdeas { get; init; } = [];

    /// <summary>
    /// The starter as code or answer, where it runs; otherwise the starter throws
    /// <see cref="NotImplementedException"/>.
    /// </summary>
    internal T? Untouched { get; init; }

    /// <summary>
    /// Tries the attempt on several cases and says what holds, what does not, and which mistake explains all of it.
    /// </summary>
    /// <param name="attempt">
    /// Your function or answer. It may throw, loop for ever or return anything: the check survives, except a stack
    /// overflow.
    /// </param>
    public Feedback Check(T attempt)
    {
        Feedback feedback = Check(attempt, s_limit);
        if (feedback.Verdict != Verdict.NotStarted)
        {
            ProgressRecord.Current?.RecordExercise(Name, feedback.IsSolved);
        }

        return feedback;
    }

    internal Feedback Check(T attempt, TimeSpan limit)
    {
        if (attempt is null)
        {
            return Feedback.NotStarted(this);
        }

        Trial trial = Trial.Run(attempt, Cases, Inputs, limit);
        if (IsUntouched(attempt, trial))
        {
            return Feedback.NotStarted(this);
        }

        IReadOnlyList<CaseOutcome> tried = Judge(attempt, trial, limit);
        var report = new Report(this, Inputs, tried);
        string? trouble = tried.All(one => one.Holds)
            ? Diagnosis.OfRightResults(trial)
            : Explains(trial, tried)?.Message
                ?? Diagnosis.OfWrongResults(attempt, trial, report.Counterexample!, limit);
        return trouble is null ? report.Solved() : report.NotYet(trouble);
    }

    /// <summary>
    /// The first wrong idea whose results equal the attempt's in every case; else the first whose own rule recognises
    /// the results.
    /// </summary>
    /// <remarks>
    /// At least one failing case must have a result: exceptions alone do not tell one mistake from another.
    /// </remarks>
    internal WrongIdea<T>? Explains(Trial trial, IReadOnlyList<CaseOutcome> tried)
    {
        if (!tried.Any(one => !one.Holds && one.Outcome.Result is not null))
        {
            return null;
        }

        return _ideas.Value.FirstOrDefault(idea => trial.SameAs(idea.Trial) && tried.Count == Cases.Count).Idea
            ?? WrongIdeas.FirstOrDefault(idea => idea.Shows(tried));
    }

    /// <summary>Every case with what came of it; with the last case only when all others hold.</summary>
    internal List<CaseOutcome> Judge(T attempt, Trial trial, TimeSpan limit)
    {
        List<CaseOutcome> tried =
            [.. trial.Outcomes.Select((outcome, i) => new CaseOutcome(Cases[i], outcome, _right.Value[i]))];
        if (LastCase is not null && tried.All(one => one.Holds))
        {
            Case last = LastCase(tried);
            tried.Add(
                new(last, Trial.Run(attempt, [last], Inputs, limit).Outcomes[0], Run(Reference, [last]).Outcomes[0])
            );
        }

        return tried;
    }

    private bool IsUntouched(T attempt, Trial trial) =>
        (trial.Outcomes[0].Error is NotImplementedException error && Diagnosis.Unwritten(attempt, error) is null)
        || (_untouched.Value is { } untouched && trial.SameAs(untouched));

    private Trial Run(T known, IReadOnlyList<Case> cases) => Trial.Run(known, cases, Inputs, Timeout.InfiniteTimeSpan);
}
