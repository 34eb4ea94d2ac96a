using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;
using Complex = System.Numerics.Complex;

namespace Attention.Course;

/// <summary>Word vectors learnt from nothing but which words stand near each other, in three steps.</summary>
/// <remarks>
/// <list type="number">
/// <item><description><see cref="CountNeighbours"/>: how often do two words stand within a few positions of each
/// other?</description></item>
/// <item><description><see cref="Ppmi"/>: how much more often than chance?</description></item>
/// <item><description><see cref="Factorize"/>: short vectors whose dot products come as close to those numbers as d
/// features allow.</description></item>
/// </list>
/// Source: Levy, Goldberg and Dagan, "Improving distributional similarity with lessons learned from word embeddings",
/// TACL 2015.
/// </remarks>
public static class PpmiVectors
{
    /// <summary>
    /// Counts, for every pair of words, how often they stand at most <paramref name="window"/> positions apart.
    /// </summary>
    /// <param name="sentences">The corpus; a token that is not among <paramref name="words"/> is left out before
    /// positions are counted.</param>
    /// <param name="words">The vocabulary, n different words.</param>
    /// <param name="window">The largest distance that counts, in words; a pair in two sentences never counts.</param>
    /// <returns>n × n, symmetric, whole numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is not positive.</exception>
    public static Matrix<double> CountNeighbours(
        IEnumerable<IReadOnlyList<string>> sentences, IReadOnlyList<string> words, int window)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(window);

        var index = words.Select((word, i) => (word, i)).ToDictionary(pair => pair.word, pair => pair.i);
        Matrix<double> counts = Matrix<double>.Build.Dense(words.Count, words.Count);
        foreach (IReadOnlyList<string> sentence in sentences)
        {
            int[] tokens = [.. sentence.Where(index.ContainsKey).Select(word => index[word])];
            for (int i = 0; i < tokens.Length; i++)
            {
                for (int j = i + 1; j < tokens.Length && j <= i + window; j++)
                {
                    counts[tokens[i], tokens[j]]++;
                    counts[tokens[j], tokens[i]]++;
                }
            }
        }

        return counts;
    }

    /// <summary>The count of each pair divided by what chance gives, <c>P(w, c) / (P(w)·P(c))</c>.</summary>
    /// <param name="counts">n × n, from <see cref="CountNeighbours"/>; no row is all zeros.</param>
    /// <returns>n × n, symmetric; 1 is chance.</returns>
    /// <remarks><see cref="Ppmi"/> is its logarithm where it is above 1, with <c>P(c)</c> flattened a little.</remarks>
    public static Matrix<double> TimesChance(Matrix<double> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        Vector<double> wordCount = counts.RowSums();
        return counts.PointwiseDivide(wordCount.OuterProduct(wordCount) / wordCount.Sum());
    }

    /// <summary>
    /// Positive pointwise mutual information, <c>max(0, ln(P(w, c) / (P(w)·P(c))))</c>, with <c>P(c)</c> from counts to
    /// the power of 0.75, averaged over both roles of a pair so that it is symmetric.
    /// </summary>
    /// <param name="counts">n × n, from <see cref="CountNeighbours"/>.</param>
    /// <returns>n × n, symmetric, in natural units (1 means e times as often as by chance); 0 for a pair never
    /// seen.</returns>
    /// <remarks>The power makes rare words a little less surprising. Averaged, because only a symmetric matrix can be a
    /// table of dot products.</remarks>
    public static Matrix<double> Ppmi(Matrix<double> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        Vector<double> wordCount = counts.RowSums();
        // count^0.75
        Vector<double> contextCount = wordCount.Map(count => Math.Sqrt(count) * Math.Sqrt(Math.Sqrt(count)));
        double total = wordCount.Sum(), contextTotal = contextCount.Sum();

        Matrix<double> ppmi = counts.MapIndexed((word, context, count) => count == 0 ? 0 : Math.Max(0, Math.Log(
            count / total / (wordCount[word] / total * (contextCount[context] / contextTotal)))));
        return (ppmi + ppmi.Transpose()) / 2;
    }

    /// <summary>
    /// Finds n vectors of d features, X, such that <c>X·Xᵀ</c> is as close to <paramref name="similarity"/> as d
    /// features allow: the eigenvectors of the d largest eigenvalues, each times the root of its eigenvalue.
    /// </summary>
    /// <param name="similarity">n × n, symmetric.</param>
    /// <param name="dimension">d, at most the number of positive eigenvalues.</param>
    /// <returns>n × d. Feature 1 carries the most, so the first d' columns are the answer for a smaller d'.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than <paramref name="dimension"/> positive
    /// eigenvalues.</exception>
    /// <remarks>
    /// Runs on MathNet's managed code whatever provider is set, on one thread. An eigenvector is defined up to its
    /// sign; here the sum of its entries is positive. (Eckart and Young, 1936.)
    /// </remarks>
    public static Matrix<double> Factorize(Matrix<double> similarity, int dimension)
    {
        (Vector<double> values, Matrix<double> vectors) = Eigen(similarity);
        int last = values.Count - dimension;
        if (dimension < 0 || last < 0 || (dimension > 0 && values[last] <= 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(dimension), dimension, "There are not that many positive eigenvalues.");
        }

        return Matrix<double>.Build.Dense(similarity.RowCount, dimension, (word, feature) =>
        {
            int column = values.Count - 1 - feature;
            return Math.Sign(vectors.Column(column).Sum()) * Math.Sqrt(values[column]) * vectors[word, column];
        });
    }

    /// <summary>Eigenvalues in ascending order and, as columns, their eigenvectors of length 1.</summary>
    internal static (Vector<double> Values, Matrix<double> Vectors) Eigen(Matrix<double> symmetric)
    {
        int n = symmetric.RowCount;
        var vectors = new double[n * n];
        var values = new Complex[n];
        ManagedLinearAlgebraProvider.Instance.EigenDecomp(
            true, n, symmetric.ToColumnMajorArray(), vectors, values, new double[n * n]);
        return (Vector<double>.Build.Dense(n, i => values[i].Real), Matrix<double>.Build.Dense(n, n, vectors));
    }
}
