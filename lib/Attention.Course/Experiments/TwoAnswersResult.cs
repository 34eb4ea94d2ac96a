namespace Attention.Course.Experiments;

/// <summary>What a model of <see cref="WhyHeads"/> reaches on the held-out lists; guessing gives 25 %.</summary>
/// <param name="First">Right answers to the first question, in percent.</param>
/// <param name="Second">Right answers to the second question, in percent.</param>
/// <param name="Mean">Right answers to both questions together, in percent.</param>
/// <param name="Parameters">How many numbers training changes.</param>
public sealed record TwoAnswersResult(double First, double Second, double Mean, int Parameters);
