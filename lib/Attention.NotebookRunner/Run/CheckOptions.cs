using System.Text.RegularExpressions;

namespace Attention.NotebookRunner.Run;

/// <summary>What <c>--check</c> takes for equal besides equal text.</summary>
internal sealed record CheckOptions
{
    /// <summary>Two numbers are equal when they differ by at most this part of the larger one.</summary>
    public double Tolerance { get; init; }

    /// <summary>What matches one of these is not compared.</summary>
    public IReadOnlyList<Regex> Ignored { get; init; } = [];
}
