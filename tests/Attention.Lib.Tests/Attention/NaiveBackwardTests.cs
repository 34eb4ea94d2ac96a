namespace Attention.Lib.Tests;

public class NaiveBackwardTests
{
    private const int L = 5,
        S = 7,
        D = 3,
        Dv = 4;
    private const double Scale = 0.7;

    /// <summary>The loss is the sum of output · G, so that G is the gradient with respect to the output.</summary>
    [Fact]
    public void The_gradients_are_the_slopes_of_the_loss()
    {
        double[,] queries = Random(L, D, 1),
            keys = Random(S, D, 2),
            values = Random(S, Dv, 3),
            gradient = Random(L, Dv, 4);

        var (q, k, v) = ScaledDotProductAttention.NaiveBackward(
            queries, keys, values, Weights(queries, keys), Scale, gradient);

        foreach ((double[,] at, double[,] found) in new[] { (queries, q), (keys, k), (values, v) })
        {
            for (int i = 0; i < at.Length; i++)
            {
                ref double x = ref at[i / at.GetLength(1), i % at.GetLength(1)];
                double middle = x;
                x = middle + 1e-5;
                double above = Loss(queries, keys, values, gradient);
                x = middle - 1e-5;
                double below = Loss(queries, keys, values, gradient);
                x = middle;
                Assert.Equal((above - below) / 2e-5, found[i / at.GetLength(1), i % at.GetLength(1)], 1e-8);
            }
        }
    }

    [Fact]
    public void The_float_kernel_computes_the_same_with_a_mask()
    {
        double[,] queries = Random(L, D, 5),
            keys = Random(L, D, 6),
            values = Random(L, Dv, 7),
            gradient = Random(L, Dv, 8);
        MatrixView q = new(L, D),
            k = new(L, D),
            v = new(L, Dv);

        var expected = ScaledDotProductAttention.NaiveBackward(
            queries, keys, values, Weights(queries, keys, causal: true), Scale, gradient);
        ScaledDotProductAttention.Backward(
            View(queries), View(keys), View(values), AttentionMask.Causal(), View(gradient), q, k, v,
            new AttentionOptions { Scale = (float)Scale });

        foreach (
            (double[,] naive, MatrixView kernel) in new[]
            {
                (expected.Queries, q),
                (expected.Keys, k),
                (expected.Values, v),
            }
        )
        {
            for (int i = 0; i < kernel.Rows; i++)
            {
                for (int c = 0; c < kernel.Columns; c++)
                {
                    Assert.Equal(naive[i, c], kernel[i, c], 2e-6);
                }
            }
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_naming_both_sides()
    {
        double[,] q = new double[L, D],
            k = new double[S, D],
            v = new double[S, Dv],
            w = new double[L, S],
            g = new double[L, Dv];

        AssertRefused("keys.GetLength(1) is 4 but queries.GetLength(1) is 3", () =>
            ScaledDotProductAttention.NaiveBackward(q, new double[S, 4], v, w, 1, g)
        );
        AssertRefused("values.GetLength(0) is 6 but keys.GetLength(0) is 7", () =>
            ScaledDotProductAttention.NaiveBackward(q, k, new double[6, Dv], w, 1, g)
        );
        AssertRefused("weights.GetLength(0) is 7 but queries.GetLength(0) is 5", () =>
            ScaledDotProductAttention.NaiveBackward(q, k, v, new double[S, S], 1, g)
        );
        AssertRefused("weights.GetLength(1) is 5 but keys.GetLength(0) is 7", () =>
            ScaledDotProductAttention.NaiveBackward(q, k, v, new double[L, L], 1, g)
        );
        AssertRefused("outputGradient.GetLength(0) is 7 but queries.GetLength(0) is 5", () =>
            ScaledDotProductAttention.NaiveBackward(q, k, v, w, 1, new double[S, Dv])
        );
        AssertRefused("outputGradient.GetLength(1) is 3 but values.GetLength(1) is 4", () =>
            ScaledDotProductAttention.NaiveBackward(q, k, v, w, 1, new double[L, D])
        );
        Assert.Equal(
            "weights",
            Assert
                .Throws<ArgumentNullException>(() => ScaledDotProductAttention.NaiveBackward(q, k, v, null!, 1, g))
                .ParamName
        );

        static void AssertRefused(string message, Action call) =>
            Assert.Contains(message, ArgumentErrors.Message(call), StringComparison.Ordinal);
    }

    private static double Loss(double[,] queries, double[,] keys, double[,] values, double[,] gradient)
    {
        double[,] weights = Weights(queries, keys);
        double loss = 0;
        for (int i = 0; i < L; i++)
        {
            for (int c = 0; c < Dv; c++)
            {
                loss += gradient[i, c] * Enumerable.Range(0, S).Sum(j => weights[i, j] * values[j, c]);
            }
        }

        return loss;
    }

    private static double[,] Weights(double[,] queries, double[,] keys, bool causal = false)
    {
        var weights = new double[queries.GetLength(0), keys.GetLength(0)];
        for (int i = 0; i < weights.GetLength(0); i++)
        {
            double Share(int j) =>
                causal && j > i ? 0 : Math.Exp(Scale * Enumerable.Range(0, D).Sum(c => queries[i, c] * keys[j, c]));
            double sum = Enumerable.Range(0, weights.GetLength(1)).Sum(Share);
            for (int j = 0; j < weights.GetLength(1); j++)
            {
                weights[i, j] = Share(j) / sum;
            }
        }

        return weights;
    }

    private static double[,] Random(int rows, int columns, int seed)
    {
        float[] values = Sample.Vector(rows * columns, seed);
        var matrix = new double[rows, columns];
        for (int i = 0; i < values.Length; i++)
        {
            matrix[i / columns, i % columns] = values[i];
        }

        return matrix;
    }

    private static MatrixView View(double[,] matrix) =>
        new([.. matrix.Cast<double>().Select(value => (float)value)], matrix.GetLength(0), matrix.GetLength(1));
}
