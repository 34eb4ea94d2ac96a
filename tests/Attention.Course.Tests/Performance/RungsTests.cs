using System.Reflection;
using Attention.Lib;

namespace Attention.Course.Tests;

public class RungsTests
{
    /// <summary>Every way to compute a whole product or a whole head, found by its parameters: three or four matrices.</summary>
    private static readonly MethodInfo[] s_rungs =
        [.. typeof(Rungs).GetMethods().Where(method => method.ReturnType == typeof(void) && Array.TrueForAll(method.GetParameters(), one => one.ParameterType == typeof(MatrixView)))];

    public static TheoryData<string> Names => [.. s_rungs.Select(rung => rung.Name)];

    public static MatrixTheoryData<string, (int, int, int)> Products => new(NamesOf(matrices: 3), [(1, 1, 1), (7, 9, 15), (5, 4, 0), (20, 33, 65)]);

    public static MatrixTheoryData<string, (int, int, int)> Attentions => new(NamesOf(matrices: 4), [(3, 0, 4), (5, 1, 3), (9, 40, 8)]);

    [Theory]
    [MemberData(nameof(Products))]
    public void Every_rung_of_the_product_gives_what_the_definition_gives(string name, (int Rows, int Columns, int Depth) size)
    {
        // Only the walk down columns takes its second factor as it is, the others take its transpose.
        bool isTransposed = name != nameof(Rungs.MultiplyDownColumns);
        MatrixView left = Random(size.Rows, size.Depth, 1), expected = new(size.Rows, size.Columns), actual = new(size.Rows, size.Columns);
        MatrixView right = isTransposed ? Random(size.Columns, size.Depth, 2) : Random(size.Depth, size.Columns + 3, 2).SliceColumns(1, size.Columns);
        (isTransposed ? (Action<MatrixView, MatrixView, MatrixView>)MatMul.NaiveTransposed : MatMul.Naive)(left, right, expected);
        actual.Fill(float.NaN);

        Method(name).CreateDelegate<Action<MatrixView, MatrixView, MatrixView>>()(left, right, actual);

        AssertClose(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Attentions))]
    public void Every_rung_of_attention_gives_what_the_definition_gives(string name, (int Queries, int Keys, int Features) size)
    {
        MatrixView q = Random(size.Queries, size.Features, 1), k = Random(size.Keys, size.Features, 2), v = Random(size.Keys, size.Features, 3);
        MatrixView expected = new(size.Queries, size.Features), actual = new(size.Queries, size.Features);
        ScaledDotProductAttention.Naive(q, k, v, AttentionMask.None, expected);
        actual.Fill(float.NaN);

        Method(name).CreateDelegate<Action<MatrixView, MatrixView, MatrixView, MatrixView>>()(q, k, v, actual);

        AssertClose(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_rung_is_in_the_list_on_a_ladder_of_chapter_7_and_among_the_benchmarks(string name)
    {
        string call = $"Rungs.{name}(", head = Repository.Read("lib", "Attention.Course", "Performance", "OneHead.cs"), chapter = Repository.Read("notebooks", "07-performance.ipynb");

        Assert.Contains($"<item><description><see cref=\"{name}\"/>", Repository.Read("lib", "Attention.Course", "Performance", "Rungs.cs"), StringComparison.Ordinal);
        Assert.Contains(call, Repository.Read("tests", "Attention.Lib.Benchmarks", "ProductRungs.cs") + Repository.Read("tests", "Attention.Lib.Benchmarks", "AttentionRungs.cs"), StringComparison.Ordinal);
        Assert.Contains(call, Method(name).GetParameters().Length == 3 ? chapter : head, StringComparison.Ordinal);
    }

    [Fact]
    public void The_gain_of_four_sums_is_a_positive_number_for_the_widths_that_exist()
    {
        Assert.True(Rungs.GainOfFourSums(64, 128) > 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Rungs.GainOfFourSums(64, 100));
    }

    [Fact]
    public void Vectors_of_different_length_are_refused()
        => Assert.Throws<ArgumentException>(() => Rungs.DotWithOneSum(new float[3], new float[4]));

    private static IEnumerable<string> NamesOf(int matrices) => s_rungs.Where(rung => rung.GetParameters().Length == matrices).Select(rung => rung.Name);

    private static MethodInfo Method(string name) => s_rungs.Single(rung => rung.Name == name);

    private static MatrixView Random(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        MatrixView matrix = new(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            foreach (ref float value in matrix.Row(i))
            {
                value = 2 * random.NextSingle() - 1;
            }
        }

        return matrix;
    }

    private static void AssertClose(MatrixView expected, MatrixView actual)
    {
        for (int i = 0; i < expected.Rows; i++)
        {
            for (int j = 0; j < expected.Columns; j++)
            {
                Assert.Equal(expected[i, j], actual[i, j], 1e-5f);
            }
        }
    }
}
