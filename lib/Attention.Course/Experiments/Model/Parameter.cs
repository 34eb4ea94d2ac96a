namespace Attention.Course.Experiments;

/// <summary>A matrix that is trained, or one that is kept as it is.</summary>
/// <param name="name">Its name in a file of trained weights.</param>
/// <param name="value">Its numbers; training changes them in place.</param>
/// <param name="frozen">Whether training leaves it alone.</param>
/// <param name="stepFactor">A factor on the size of every step of training.</param>
internal sealed class Parameter(string name, double[,] value, bool frozen = false, double stepFactor = 1)
{
    public string Name { get; } = name;

    public double[,] Value { get; } = value;

    /// <summary>
    /// The gradient of the loss, summed over the examples of a batch; same shape as <see cref="Value"/>.
    /// </summary>
    public double[,] Gradient { get; } = new double[value.GetLength(0), value.GetLength(1)];

    public bool Frozen { get; } = frozen;

    public double StepFactor { get; } = stepFactor;

    /// <summary>
    /// rows × columns normal numbers of the given standard deviation; 1/√rows keeps the size of what is multiplied with
    /// it.
    /// </summary>
    public static Parameter Random(
        string name, int rows, int columns, SplitMix64 random, double? deviation = null, double stepFactor = 1)
    {
        var value = new double[rows, columns];
        double factor = deviation ?? 1 / Math.Sqrt(rows);
        for (int i = 0; i < value.Length; i++)
        {
            value[i / columns, i % columns] = factor * random.Normal();
        }

        return new(name, value, stepFactor: stepFactor);
    }

    /// <summary>The identity: as if this matrix were not there.</summary>
    public static Parameter Identity(string name, int size)
    {
        var value = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            value[i, i] = 1;
        }

        return new(name, value, frozen: true);
    }

    /// <summary>
    /// Adds the share of one example to the gradient of <c>Y = X · this</c>: Xᵀ · dY. Nothing where nothing is trained.
    /// </summary>
    /// <param name="inputs">X: rows × rows of this matrix.</param>
    /// <param name="outputGradient">dY: rows × columns of this matrix.</param>
    public void AddGradient(double[,] inputs, double[,] outputGradient)
    {
        if (!Frozen)
        {
            Product.AddTransposedTo(Gradient, inputs, outputGradient);
        }
    }

    /// <summary>Rounds every number, so that a file can hold it exactly.</summary>
    public void Round(int decimals)
    {
        int columns = Value.GetLength(1);
        for (int i = 0; i < Value.Length; i++)
        {
            Value[i / columns, i % columns] = Math.Round(Value[i / columns, i % columns], decimals);
        }
    }
}
