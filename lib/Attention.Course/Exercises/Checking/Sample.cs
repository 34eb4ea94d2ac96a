using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

/// <summary>Inputs for cases.</summary>
internal static class Sample
{
    public static float[] Vector(params float[] values) => values;

    public static Matrix<float> Matrix(float[,] values) => Matrix<float>.Build.DenseOfArray(values);

    /// <summary>Nearly normal random numbers, always the same.</summary>
    public static Matrix<float> Random(int rows, int columns, ulong seed = 1)
    {
        var random = new SplitMix64(seed);
        return Matrix<float>.Build.DenseOfRowMajor(rows, columns, random.Normal(rows * columns));
    }
}
