namespace Attention.Course.Experiments;

/// <summary>
/// What a model reaches on the held-out sequences of random tokens; guessing gives ln 8 = 2.079 and 12.5 %.
/// </summary>
/// <param name="Loss">The mean of −ln(the share of the right token), in nats.</param>
/// <param name="Accuracy">Right answers in percent.</param>
public sealed record NextTokenResult(double Loss, double Accuracy);
