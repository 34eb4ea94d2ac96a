using System.Globalization;
using System.Text;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

/// <summary>A vector for every word, looked up by the word.</summary>
public sealed class WordVectors
{
    private readonly Dictionary<string, int> _index;

    /// <summary>Names the rows of a matrix.</summary>
    /// <param name="words">n different words.</param>
    /// <param name="matrix">n × d, the vector of a word in its row.</param>
    /// <exception cref="ArgumentException">The number of words is not the number of rows, or a word stands
    /// twice.</exception>
    public WordVectors(IReadOnlyList<string> words, Matrix<float> matrix)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(matrix);
        if (words.Count != matrix.RowCount)
        {
            throw new ArgumentException(
                $"{words.Count} words but {matrix.RowCount} rows; they must be equal.", nameof(words));
        }

        (Words, Matrix) = (words, matrix);
        _index = words.Select((word, row) => (word, row)).ToDictionary(pair => pair.word, pair => pair.row);
    }

    /// <summary>The words, one per row.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>All vectors, n × d: one word per row, one feature per column.</summary>
    public Matrix<float> Matrix { get; }

    /// <summary>The number of features of each vector, d.</summary>
    public int Dimension => Matrix.ColumnCount;

    /// <summary>A copy of the vector of <paramref name="word"/>, length d.</summary>
    /// <param name="word">The word in Chinese or in English: <c>"苹果"</c> or <c>"apple"</c>.</param>
    /// <exception cref="KeyNotFoundException">There is no such word; the message lists those that there
    /// are.</exception>
    public Vector<float> this[string word] =>
        _index.TryGetValue(Corpus.Vocabulary.Find(word) ?? word, out int row)
            ? Matrix.Row(row)
            : throw Vocabulary.Unknown(word, Words);

    /// <summary>
    /// The vectors of several words below each other, count × d; a word that is asked for twice is there twice.
    /// </summary>
    /// <param name="words">The words in Chinese or in English.</param>
    /// <exception cref="KeyNotFoundException">One of the words is unknown.</exception>
    public Matrix<float> Rows(IReadOnlyList<string> words) =>
        Matrix<float>.Build.DenseOfRowVectors(words.Select(word => this[word]));

    /// <summary>The same words with the first <paramref name="dimension"/> features only.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is outside 1 …
    /// <see cref="Dimension"/>.</exception>
    public WordVectors WithDimension(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, Dimension);
        return new(Words, Matrix.SubMatrix(0, Words.Count, 0, dimension));
    }

    /// <summary>Reads what <see cref="Format"/> writes.</summary>
    public static WordVectors Parse(string text)
    {
        string[][] rows = [.. Corpus.Rows(text)];
        return new(
            [.. rows.Select(cells => cells[0])],
            Matrix<float>.Build.DenseOfRows(
                rows.Select(cells => cells[1..].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)))));
    }

    /// <summary>Writes one line per word, rounded to two decimals, which is all that the course ever uses.</summary>
    public static string Format(IReadOnlyList<string> words, Matrix<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(matrix);
        var text = new StringBuilder("word");
        for (int feature = 1; feature <= matrix.ColumnCount; feature++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\tf{feature}");
        }

        for (int row = 0; row < words.Count; row++)
        {
            text.Append('\n').Append(words[row]);
            foreach (double value in matrix.Row(row))
            {
                // + 0.0: no "-0.00"
                text.Append('\t').Append((Math.Round(value, 2) + 0.0).ToString("0.00", CultureInfo.InvariantCulture));
            }
        }

        return text.Append('\n').ToString();
    }
}
