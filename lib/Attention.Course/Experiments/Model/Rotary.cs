namespace Attention.Course.Experiments;

/// <summary>
/// Rotary positions in double precision: at position p the pair of features (2f, 2f + 1) turns by p · base^(−2f/d)
/// radians, as <c>RotaryPositions</c> of the library turns neighbours.
/// </summary>
/// <remarks>
/// A turn keeps lengths and angles. So the gradient with respect to the turned rows, turned back, is the gradient with
/// respect to the rows before the turn.
/// </remarks>
internal sealed class Rotary(int features)
{
    private readonly double[] _angles = // of position 1
        [.. Enumerable.Range(0, features / 2).Select(pair => Math.Pow(10_000, -2.0 * pair / features))];

    /// <summary>Turns the rows in place; row i has position <c>positions[i]</c>.</summary>
    public void Turn(double[,] rows, IReadOnlyList<int> positions)
    {
        for (int i = 0; i < rows.GetLength(0); i++)
        {
            Turn(rows, i, positions[i]);
        }
    }

    /// <summary>Turns the rows in place; row i has position i.</summary>
    public void Turn(double[,] rows) => Turn(rows, [.. Enumerable.Range(0, rows.GetLength(0))]);

    /// <summary>Undoes <see cref="Turn(double[,], IReadOnlyList{int})"/>.</summary>
    public void TurnBack(double[,] rows, IReadOnlyList<int> positions)
        => Turn(rows, [.. positions.Select(position => -position)]);

    /// <summary>Undoes <see cref="Turn(double[,])"/>.</summary>
    public void TurnBack(double[,] rows) => TurnBack(rows, [.. Enumerable.Range(0, rows.GetLength(0))]);

    private void Turn(double[,] rows, int row, int position)
    {
        for (int pair = 0; pair < _angles.Length; pair++)
        {
            (double sin, double cos) = Math.SinCos(position * _angles[pair]);
            (double x, double y) = (rows[row, 2 * pair], rows[row, 2 * pair + 1]);
            rows[row, 2 * pair] = x * cos - y * sin;
            rows[row, 2 * pair + 1] = x * sin + y * cos;
        }
    }
}
