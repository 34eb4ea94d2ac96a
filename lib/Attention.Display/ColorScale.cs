namespace Attention.Display;

/// <summary>How the numbers of a heatmap become colours. Both scales are told apart by colour-blind readers.</summary>
public enum ColorScale
{
    /// <summary><see cref="Diverging"/> where a value is negative, <see cref="Sequential"/> otherwise.</summary>
    Auto,

    /// <summary>White for 0, ever deeper blue up to the largest value: for weights, shares and counts.</summary>
    Sequential,

    /// <summary>
    /// White for 0, blue for positive and orange for negative values, both equally deep at the same distance from 0:
    /// for scores.
    /// </summary>
    Diverging,
}
