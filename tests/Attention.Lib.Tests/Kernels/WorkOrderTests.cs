using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

/// <summary>
/// How work is cut into items. Computing something twice does not change a result, and neither does another order: only
/// the list of the items shows it.
/// </summary>
public class WorkOrderTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 1)]
    [InlineData(7, 0)]
    [InlineData(193, 255)]
    [InlineData(200, 257)]
    [InlineData(385, 600)]
    [InlineData(1025, 769)]
    public void The_blocks_of_a_product_hold_every_element_once_and_the_last_columns_come_last(int rows, int columns)
    {
        foreach (int threads in (int[])[1, 2, 3, 4, 5, 64])
        {
            foreach ((int tileRows, int leastRows) in ((int, int)[])[(6, 192), (8, 192), (6, 6), (8, 8)])
            {
                var order = MatMul.BlockOrder.Of(rows, columns, tileRows, leastRows, threads);
                var times = new int[rows, columns];
                int column = 0;
                for (int item = 0; item < order.Count; item++)
                {
                    (int firstRow, int endRow, int firstColumn, int count) = order.Block(item);
                    Assert.Equal(0, firstRow % tileRows);
                    Assert.InRange(firstColumn, column, columns);
                    column = firstColumn;
                    for (int i = firstRow; i < endRow; i++)
                    {
                        for (int j = firstColumn; j < firstColumn + count; j++)
                        {
                            times[i, j]++;
                        }
                    }
                }

                Assert.True(times.Cast<int>().All(each => each == 1), $"{order}");
            }
        }
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(3, 5)]
    [InlineData(5, 3)]
    [InlineData(8, 1)]
    public void Backward_computes_each_run_of_each_head_once_and_the_longest_runs_first(int heads, int runs)
    {
        var parts = Enumerable.Range(0, heads * runs).Select(i => FlashBackward<Simd128>.Part(i, heads)).ToArray();

        Assert.Equal(heads * runs, parts.Distinct().Count());
        Assert.All(parts, part => Assert.InRange(part.Head, 0, heads - 1));
        Assert.Equal(parts.Select(part => part.Run).Order(), parts.Select(part => part.Run));
        Assert.Equal(runs - 1, parts[^1].Run);
    }
}
