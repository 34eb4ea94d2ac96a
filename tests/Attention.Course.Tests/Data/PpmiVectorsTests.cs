using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course.Tests;

public class PpmiVectorsTests
{
    [Fact]
    public void Neighbours_within_the_window_count_in_both_directions()
    {
        Matrix<double> counts =
            PpmiVectors.CountNeighbours([["a", "b", "c", "a"], ["c", "b"]], ["a", "b", "c"], window: 2);

        // a b c a: ab, ac, bc, ba, ca — the two a are 3 apart and do not count. c b: cb.
        Assert.Equal(
            Matrix<double>.Build.DenseOfArray(new double[,] { { 0, 2, 2 }, { 2, 0, 2 }, { 2, 2, 0 } }), counts);
    }

    [Fact]
    public void A_token_outside_the_vocabulary_takes_no_position()
    {
        Matrix<double> counts = PpmiVectors.CountNeighbours([["a", "，", "b"]], ["a", "b"], window: 1);

        Assert.Equal(Matrix<double>.Build.DenseOfArray(new double[,] { { 0, 1 }, { 1, 0 } }), counts);
    }

    [Fact]
    public void A_word_near_itself_counts_twice_because_each_is_the_others_neighbour()
        => Assert.Equal(2, PpmiVectors.CountNeighbours([["a", "a"]], ["a"], window: 1)[0, 0]);

    [Fact]
    public void Times_chance_divides_each_count_by_the_one_that_random_neighbours_would_give()
    {
        var counts = Matrix<double>.Build.DenseOfArray(new double[,] { { 0, 6, 2 }, { 6, 2, 0 }, { 2, 0, 0 } });

        Matrix<double> times = PpmiVectors.TimesChance(counts);

        // 18 neighbours in all: 8 of the first word, 8 of the second, 2 of the third.
        Assert.Equal(6 / (8 * 8 / 18.0), times[0, 1], 1e-12);
        Assert.Equal(2 / (2 * 8 / 18.0), times[2, 0], 1e-12);
        Assert.Equal(0, times[1, 2]);
    }

    [Fact]
    public void Ppmi_is_the_formula_averaged_over_both_roles()
    {
        var counts = Matrix<double>.Build.DenseOfArray(new double[,] { { 0, 6, 2 }, { 6, 2, 0 }, { 2, 0, 0 } });
        double[] n = [8, 8, 2];
        double Pmi(int w, int c) =>
            Math.Log(counts[w, c] / 18 / (n[w] / 18 * (Math.Pow(n[c], 0.75) / n.Sum(x => Math.Pow(x, 0.75)))));

        Matrix<double> ppmi = PpmiVectors.Ppmi(counts);

        Assert.Equal(Pmi(0, 1), ppmi[0, 1], 1e-12);                     // equally frequent: both roles agree
        Assert.Equal((Pmi(0, 2) + Pmi(2, 0)) / 2, ppmi[2, 0], 1e-12);
        Assert.NotEqual(Pmi(0, 2), Pmi(2, 0), 1e-3);                    // a rare word: they do not
        Assert.True(Pmi(1, 1) < 0);
        Assert.Equal(0, ppmi[1, 1]);                                    // rarer than chance is cut off
        Assert.Equal(0, ppmi[1, 2]);                                    // never seen
    }

    [Fact]
    public void Dot_products_of_the_vectors_give_the_matrix_back()
    {
        var x = Matrix<double>.Build.DenseOfArray(new double[,] { { 1, 2 }, { 3, -1 }, { 0, 2 }, { 1, 1 } });
        Matrix<double> similarity = x * x.Transpose();

        Matrix<double> found = PpmiVectors.Factorize(similarity, 2);

        Assert.True((found * found.Transpose() - similarity).FrobeniusNorm() < 1e-12);
        Assert.All(found.ColumnSums(), sum => Assert.True(sum > 0));
    }

    [Fact]
    public void More_features_than_positive_eigenvalues_are_refused()
    {
        var similarity = Matrix<double>.Build.DenseOfDiagonalArray([2, 1, -1]);

        Assert.Equal(2, PpmiVectors.Factorize(similarity, 2).ColumnCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => PpmiVectors.Factorize(similarity, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => PpmiVectors.Factorize(similarity, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => PpmiVectors.Factorize(similarity, -1));
    }
}
