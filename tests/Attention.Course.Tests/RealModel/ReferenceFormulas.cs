using Attention.Course.RealModel;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course.Tests.RealModel;

/// <summary>The encoder of <see cref="TinyOnnx"/> written down from its formulas, in double precision.</summary>
internal static class ReferenceFormulas
{
    private static readonly OnnxFile s_file = OnnxFile.Read(TinyOnnx.File());

    public static double[][] Encode(int[] ids, (int Layer, int Head)[] without)
        => [.. States(ids, without, TinyOnnx.Layers).EnumerateRows().Select(row => row.ToArray())];

    public static double[] ValueLengths(int[] ids, int layer, int head)
    {
        Matrix<double> values = Linear(
            States(ids, [], layer), $"encoder.layer.{layer}.attention.self.value", TinyOnnx.Width);
        int size = TinyOnnx.Width / TinyOnnx.Heads;
        return [.. values.SubMatrix(0, ids.Length, head * size, size).EnumerateRows().Select(row => row.L2Norm())];
    }

    private static Matrix<double> States(int[] ids, (int Layer, int Head)[] without, int layers)
    {
        Matrix<double> words = Table("word"), positions = Table("position"), sentence = Table("token_type");
        Matrix<double> x = Norm(Matrix<double>.Build.DenseOfRowVectors(ids.Select(
            (id, position) => words.Row(id) + positions.Row(position) + sentence.Row(0))), "embeddings");
        for (int layer = 0; layer < layers; layer++)
        {
            string name = $"encoder.layer.{layer}";
            x = Norm(x + Attend(x, layer, without), $"{name}.attention.output");
            Matrix<double> inner = Linear(x, $"{name}.intermediate.dense", TinyOnnx.Inner)
                .Map(v => v / 2 * (1 + SpecialFunctions.Erf(v / Math.Sqrt(2))));
            x = Norm(x + Linear(inner, $"{name}.output.dense", TinyOnnx.Width), $"{name}.output");
        }

        return x;
    }

    private static Matrix<double> Attend(Matrix<double> x, int layer, (int Layer, int Head)[] without)
    {
        string name = $"encoder.layer.{layer}.attention";
        int size = TinyOnnx.Width / TinyOnnx.Heads;
        Matrix<double> q = Linear(x, $"{name}.self.query", TinyOnnx.Width);
        Matrix<double> k = Linear(x, $"{name}.self.key", TinyOnnx.Width);
        Matrix<double> v = Linear(x, $"{name}.self.value", TinyOnnx.Width);
        Matrix<double> heads = Matrix<double>.Build.Dense(x.RowCount, TinyOnnx.Width);
        foreach (int head in Enumerable.Range(0, TinyOnnx.Heads).Where(head => !without.Contains((layer, head))))
        {
            Matrix<double> Of(Matrix<double> all) => all.SubMatrix(0, x.RowCount, head * size, size);
            Matrix<double> weights = (Of(q) * Of(k).Transpose() / Math.Sqrt(size)).PointwiseExp();
            heads.SetSubMatrix(0, head * size, weights.NormalizeRows(1) * Of(v));
        }

        return Linear(heads, $"{name}.output.dense", TinyOnnx.Width);
    }

    private static Matrix<double> Linear(Matrix<double> x, string name, int columns)
    {
        Matrix<double> weights = s_file.MatrixBefore($"{name}.bias", x.ColumnCount, columns).ToMathNet().ToDouble();
        return (x * weights).AddRow(s_file.Vector($"{name}.bias", columns));
    }

    private static Matrix<double> AddRow(this Matrix<double> rows, float[] row)
        => rows.MapIndexed((_, column, value) => value + row[column]);

    private static Matrix<double> Norm(Matrix<double> x, string name)
    {
        float[] scale = s_file.Vector($"{name}.LayerNorm.weight", TinyOnnx.Width);
        float[] shift = s_file.Vector($"{name}.LayerNorm.bias", TinyOnnx.Width);
        return x.MapIndexed((row, column, value) =>
        {
            double mean = x.Row(row).Average(), variance = x.Row(row).Average(v => (v - mean) * (v - mean));
            return (value - mean) / Math.Sqrt(variance) * scale[column] + shift[column];
        });
    }

    private static Matrix<double> Table(string kind)
        => s_file.Matrix($"embeddings.{kind}_embeddings.weight").ToMathNet().ToDouble();
}
