namespace Attention.Display;

/// <summary>
/// A figure with a slider: the reader moves one number and sees what changes, without a notebook kernel.
/// </summary>
public static class Slider
{
    /// <summary>
    /// Draws the figure once for every position, all on the same axes and the same colour range, and puts a slider
    /// below it.
    /// </summary>
    /// <remarks>For bars under a temperature, an arrow that turns, a heatmap that forms over training. The static
    /// picture shows the position <paramref name="start"/>.</remarks>
    /// <param name="name">What the slider changes: "temperature".</param>
    /// <param name="at">Its positions, from left to right.</param>
    /// <param name="draw">Draws the figure for one position; each must be of the same kind and size.</param>
    /// <param name="start">The position shown first, one of <paramref name="at"/>; the first when omitted.</param>
    /// <exception cref="ArgumentException">There is no position, <paramref name="start"/> is not one of them, or the
    /// figures differ in kind or size.</exception>
    public static Figure Of(string name, VectorValues at, Func<double, Figure> draw, double? start = null)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(draw);
        if (at.Count == 0)
        {
            throw new ArgumentException("A slider needs at least one position.", nameof(at));
        }

        int shown = start is { } position
            ? at.Index().Where(step => step.Item == position).Select(step => step.Index).DefaultIfEmpty(-1).First()
            : 0;
        if (shown < 0)
        {
            throw new ArgumentException(
                $"start is {Number.Digits(start!.Value)}, but the slider has only {string.Join(", ", at.Select(Number.Digits))}.",
                nameof(start)
            );
        }

        return Steps.Join(name, slider: true, [.. at.Select(Number.Digits)], [.. at.Select(draw)], shown);
    }
}
