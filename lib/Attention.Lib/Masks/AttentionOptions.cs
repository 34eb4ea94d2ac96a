namespace Attention.Lib;

/// <summary>Settings of an attention call besides its mask. The default value suits nearly every call.</summary>
public readonly record struct AttentionOptions
{
    /// <summary>
    /// The factor on every score q · k. Null, the default, stands for 1/√d, d being the features of a query.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite.</exception>
    public float? Scale
    {
        get;
        init => field = value is null || float.IsFinite(value.Value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Scale must be finite.");
    }

    /// <summary>
    /// Limits the scaled scores smoothly, before any mask: <c>softcap · tanh(score / softcap)</c>. Zero, the default,
    /// turns it off.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, NaN or infinite.</exception>
    public float Softcap
    {
        get;
        init => field = float.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "Softcap must be finite and not negative; zero turns it off.");
    }

    /// <summary>
    /// The most threads a call may use. Null, the default, stands for all processors. Results do not depend on it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public int? DegreeOfParallelism
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "DegreeOfParallelism must be positive.");
    }

    /// <summary>
    /// Ends a long call early by an <see cref="OperationCanceledException"/>. What it has written by then is arbitrary.
    /// </summary>
    /// <remarks>Checked before every tile. A tile takes well below a second.</remarks>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The threads to use.</summary>
    internal int Threads => DegreeOfParallelism ?? Environment.ProcessorCount;

    /// <summary>The factor on q · k for queries of that many features.</summary>
    internal float ScaleFor(int features) => Scale ?? 1 / MathF.Sqrt(features);
}
