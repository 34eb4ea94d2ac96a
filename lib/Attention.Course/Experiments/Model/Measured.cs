using System.Globalization;

namespace Attention.Course.Experiments;

/// <summary>One number that an experiment measured with one seed.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Measure">What was measured, with its unit, such as <c>right %</c>.</param>
/// <param name="Value">The number, rounded.</param>
internal sealed record Measured(string Model, string Measure, double Value)
{
    /// <summary>The number as the file of ten seeds has it.</summary>
    public string Text => (Value + 0.0).ToString("0.###", CultureInfo.InvariantCulture);
}
