using System.Text.RegularExpressions;

namespace Attention.Display.Tests;

public class TableTests
{
    [Fact]
    public void Numbers_that_are_rounded_already_get_no_zeros()
    {
        double[,] cells = { { 32.3 }, { 0.454 }, { 7 } };
        Assert.Equal("0   32.3\n1  0.454\n2      7", Lines(Table.Of(cells, areRounded: true)));
    }

    [Fact]
    public void A_number_that_is_missing_is_shown_as_the_table_says()
    {
        double[,] cells = { { 1.5, double.NaN }, { double.NaN, 2 } };
        Assert.Equal("0  1.5  –\n1    –  2", Lines(Table.Of(cells, missing: "–")));
        Assert.Equal("0  1.5  NaN\n1  NaN    2", Lines(Table.Of(cells)));
    }

    [Fact]
    public void A_long_table_says_what_it_leaves_out()
    {
        Table table = Table.Of(new float[100, 30]);
        const string Said = "… of 100 rows × 30 columns the first 20 × 16 are shown";
        Assert.Contains(Said, table.ToHtml(), StringComparison.Ordinal);
        Assert.EndsWith(Said, table.ToPlainText(), StringComparison.Ordinal);
        Assert.Equal(20 * 16, Regex.Count(table.ToHtml(), "<td style=\"[^\"]*right"));
        Assert.DoesNotContain("…", Table.Of(new float[20, 16]).ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_a_table_align_in_a_terminal_also_under_Chinese_names() =>
        Assert.Equal(
            "    甜    dot\n我   1   0.50\nab  −2  −0.25",
            Table
                .Of(
                    new[,]
                    {
                        { 1, 0.5f },
                        { -2, -0.25f },
                    },
                    ["我", "ab"],
                    ["甜", "dot"]
                )
                .ToPlainText()
        );

    private static string Lines(Table table) =>
        string.Join('\n', table.ToString().TrimEnd().Split('\n').Skip(1).Select(line => line.TrimEnd()));
}
