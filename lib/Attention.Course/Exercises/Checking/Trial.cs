using System.Reflection;

namespace Attention.Course;

/// <summary>What came of one case: a result, or an exception, or nothing within the time.</summary>
internal sealed record Outcome(object? Result, Exception? Error = null, bool IsTimeout = false)
{
    /// <summary>The name of an input that was written to, or null.</summary>
    public string? ChangedInput { get; init; }

    /// <summary>The returned object itself, of which <see cref="Result"/> is a copy.</summary>
    public object? Live { get; init; }

    /// <summary>Whether the result is one of the inputs itself.</summary>
    public bool IsInput { get; init; }

    public bool Same(Outcome other) =>
        IsTimeout == other.IsTimeout && Error?.GetType() == other.Error?.GetType() && Value.Same(Result, other.Result);
}

/// <summary>
/// Runs code that may do anything on all cases: nothing that it throws, changes or keeps doing reaches the caller.
/// </summary>
/// <remarks>
/// A stack overflow cannot be caught: it ends the process. An endless loop cannot be stopped: its thread goes on in the
/// background with the lowest priority until the notebook kernel restarts. In a browser there is one thread, and no
/// time limit.
/// </remarks>
internal sealed record Trial(IReadOnlyList<Outcome> Outcomes, bool KeepsState)
{
    /// <summary>
    /// Whether every case came out the same: the same result up to rounding, or the same kind of exception.
    /// </summary>
    public bool SameAs(Trial other) =>
        Outcomes.Count == other.Outcomes.Count
        && Outcomes.Zip(other.Outcomes).All(pair => pair.First.Same(pair.Second));

    public static Trial Run(
        object? attempt,
        IReadOnlyList<Case> cases,
        IReadOnlyList<string> inputNames,
        TimeSpan limit
    )
    {
        var outcomes = new List<Outcome>();
        bool keepsState = false;
        if (OperatingSystem.IsBrowser())
        {
            RunAll(); // there are no threads: the learner stops an endless loop
            return new(outcomes, keepsState);
        }

        var thread = new Thread(RunAll) { IsBackground = true };
        thread.Start();
        bool ended = thread.Join(limit);
        if (!ended)
        {
            Abandon(thread);
        }

        lock (outcomes)
        {
            // All cases ended but the second run of the first did not: the code keeps state and then loops endlessly.
            return ended || outcomes.Count == cases.Count
                ? new([.. outcomes], keepsState || !ended)
                : new([.. outcomes, new(null, IsTimeout: true)], false);
        }

        void RunAll()
        {
            foreach (Case one in cases)
            {
                Outcome outcome = Run(attempt, one, inputNames);
                lock (outcomes)
                {
                    outcomes.Add(outcome);
                }
            }

            bool isOverwritten = outcomes.Any(outcome => !Value.Same(outcome.Live, outcome.Result, 0));
            keepsState = isOverwritten || !Run(attempt, cases[0], inputNames).Same(outcomes[0]);
        }
    }

    private static Outcome Run(object? attempt, Case one, IReadOnlyList<string> inputNames)
    {
        if (attempt is not Delegate function)
        {
            return new(attempt) { Live = attempt }; // an answer, the same in every case
        }

        object?[] inputs = [.. one.Inputs.Select(Value.Copy)];
        try
        {
            object? result = function.DynamicInvoke(inputs);
            int changed = Array.FindIndex(
                [.. inputs.Zip(one.Inputs, (now, before) => !Value.Same(now, before, 0))],
                isChanged => isChanged
            );
            return new(Value.Copy(result))
            {
                Live = result,
                ChangedInput = changed < 0 ? null : inputNames[changed],
                IsInput = result is not null && inputs.Any(input => ReferenceEquals(input, result)),
            };
        }
        catch (TargetInvocationException wrapped)
        {
            return new(null, wrapped.InnerException);
        }
        catch (Exception own) // thrown while the returned object was copied or compared
        {
            return new(null, own);
        }
    }

    private static void Abandon(Thread thread)
    {
        try
        {
            thread.Priority = ThreadPriority.Lowest;
        }
        catch (ThreadStateException)
        {
            // It ended just now.
        }
    }
}
