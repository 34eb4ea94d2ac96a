namespace Attention.Course.Experiments;

/// <summary>A list of tokens, what asks it, and what is to be answered.</summary>
/// <param name="Inputs">X, one token per row: n × d.</param>
/// <param name="Asking">What asks, one per row: L × d′. In self-attention rows of <paramref name="Inputs"/>; in
/// cross-attention vectors of their own.</param>
/// <param name="Visible">How many tokens, from the first on, each asking row may see: L numbers from 1 to n.</param>
/// <param name="Answers">The right class for each asking row and each question: L × questions.</param>
internal sealed record Example(double[,] Inputs, double[,] Asking, int[] Visible, int[][] Answers)
{
    /// <summary>
    /// Where each asking row stands among the tokens, counted from 0: L numbers. Only rotary positions need it.
    /// </summary>
    public int[] AskingPositions { get; init; } = [];
}
