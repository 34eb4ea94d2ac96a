using System.Runtime.CompilerServices;

namespace Attention.Course.Experiments;

/// <summary>Adam: every number takes steps of about the same size, along a running mean of its gradients.</summary>
/// <remarks>Source: Kingma and Ba, Adam: A Method for Stochastic Optimization (2015), algorithm 1, with the constants
/// proposed there.</remarks>
/// <param name="parameters">What to train.</param>
/// <param name="rate">The size of a step, times the <see cref="Parameter.StepFactor"/> of each.</param>
internal sealed class Adam(IReadOnlyList<Parameter> parameters, double rate)
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly double[][] _means = [.. parameters.Select(parameter => new double[parameter.Value.Length])];
    private readonly double[][] _squares = [.. parameters.Select(parameter => new double[parameter.Value.Length])];
    private double _power1 = 1, _power2 = 1;

    /// <summary>
    /// Moves every parameter one step against its gradient, divided by <paramref name="examples"/>, and clears the
    /// gradient.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // for the same reason as in Product
    public void Step(int examples)
    {
        _power1 *= Beta1;
        _power2 *= Beta2;
        for (int p = 0; p < parameters.Count; p++)
        {
            double[,] value = parameters[p].Value, gradient = parameters[p].Gradient;
            int columns = value.GetLength(1);
            double step = rate * parameters[p].StepFactor;
            for (int i = 0; i < value.Length; i++)
            {
                double g = gradient[i / columns, i % columns] / examples;
                double m = _means[p][i] = Beta1 * _means[p][i] + (1 - Beta1) * g;
                double v = _squares[p][i] = Beta2 * _squares[p][i] + (1 - Beta2) * g * g;
                value[i / columns, i % columns] -= step * (m / (1 - _power1))
                    / (Math.Sqrt(v / (1 - _power2)) + Epsilon);
            }

            Array.Clear(gradient);
        }
    }
}
