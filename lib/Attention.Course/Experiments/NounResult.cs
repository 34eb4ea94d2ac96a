namespace Attention.Course.Experiments;

/// <summary>What a model of <see cref="WhyQkv"/> reaches on the held-out sentences.</summary>
/// <param name="Accuracy">Right answers in percent; blind guessing among 12 nouns gives 8.</param>
/// <param name="OnNoun">The attention that the asking word pays to the noun that is meant, in percent.</param>
/// <param name="OnItself">The attention that the asking word pays to itself, in percent.</param>
/// <param name="Parameters">How many numbers training changes.</param>
public sealed record NounResult(double Accuracy, double OnNoun, double OnItself, int Parameters);
