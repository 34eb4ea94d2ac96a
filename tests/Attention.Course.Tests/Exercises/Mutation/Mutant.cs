namespace Attention.Course.Tests.Exercises.Mutation;

/// <summary>A right answer with one change.</summary>
/// <param name="Exercise">The exercise it answers.</param>
/// <param name="Seed">Which right answer was changed; 0 is the published solution.</param>
/// <param name="Change">What was changed: <c>x[i] * y[i] → x[i] + y[i]</c>.</param>
/// <param name="Function">The changed function.</param>
internal sealed record Mutant(string Exercise, int Seed, string Change, Delegate Function)
{
    public override string ToString() => $"{Exercise} #{Seed}: {Change}";
}
