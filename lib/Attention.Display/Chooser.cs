namespace Attention.Display;

/// <summary>A figure with a chooser: the reader picks one of several, without a notebook kernel.</summary>
public static class Chooser
{
    /// <summary>
    /// Draws the figure once for every choice, all on the same axes and the same colour range, and puts a drop-down
    /// list above it.
    /// </summary>
    /// <param name="name">What is chosen: "head".</param>
    /// <param name="choices">The names to choose from.</param>
    /// <param name="draw">Draws the figure for one choice (its number, from 0); each must be of the same kind and
    /// size.</param>
    /// <param name="start">The choice shown first, 0 … number of choices − 1.</param>
    /// <exception cref="ArgumentException">There is no choice, or the figures differ in kind or size.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="start"/> is not a choice.</exception>
    public static Figure Of(string name, Labels choices, Func<int, Figure> draw, int start = 0)
    {
        ArgumentNullException.ThrowIfNull(choices);
        ArgumentNullException.ThrowIfNull(draw);
        if (choices.Count == 0)
        {
            throw new ArgumentException("A chooser needs at least one choice.", nameof(choices));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(start, choices.Count);
        return Steps.Join(
            name,
            slider: false,
            [.. choices.Distinct().Select(choice => choice.ToString())],
            [.. Enumerable.Range(0, choices.Count).Select(draw)],
            start
        );
    }
}
