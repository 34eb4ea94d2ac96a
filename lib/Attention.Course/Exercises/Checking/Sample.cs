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

    /// <summary>Random whole numbers from −3 to 3, always the same: their sums are exact in any order.</summary>
    public static float[] Whole(int length, ulong seed)
    {
        var random = new SplitMix64(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(random.Below(7) - 3))];
    }
}
