using Attention.Display;

namespace Attention.Course.Experiments;

/// <summary>Trains models that differ in one thing, and compares what they reach.</summary>
/// <typeparam name="TResult">What one model reaches.</typeparam>
public abstract class Experiment<TResult>
{
    private protected Experiment(IReadOnlyList<Candidate> candidates) => Candidates = candidates;

    /// <summary>What one model reaches on examples that it was not trained with.</summary>
    /// <param name="model">The name of the model, as the pictures and tables show it.</param>
    /// <exception cref="ArgumentException">There is no such model; the message lists them.</exception>
    public TResult this[string model] => Result(Candidate.Named(Candidates, model));

    /// <summary>Where the models look in one example that they were not trained with.</summary>
    public abstract Figure Weights { get; }

    /// <summary>The loss over the steps, one curve per model.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public abstract Figure LossCurve { get; }

    /// <summary>The attention of one model forming, step by step.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public abstract Figure Forming { get; }

    internal IReadOnlyList<Candidate> Candidates { get; }

    private protected abstract TResult Result(Candidate candidate);
}
