using System.Text.Json.Nodes;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Tests;

public class NotebookJsonTests
{
    [Fact]
    public void Names_are_written_in_ordinal_order_at_every_depth_and_lists_keep_theirs()
    {
        JsonNode chart = JsonNode.Parse("""{"z": [3, 1], "data": [{"y": 1, "type": "bar", "Zmax": 2}]}""")!;
        Assert.Equal(
            """
            {
             "data": [
              {
               "Zmax": 2,
               "type": "bar",
               "y": 1
              }
             ],
             "z": [
              3,
              1
             ]
            }

            """,
            NotebookJson.Write(chart));
    }

    /// <summary>What JSON.stringify gives in JavaScript. A number that it cannot hold is left as it is.</summary>
    [Theory]
    [InlineData("1", "1")]
    [InlineData("-0", "0")]
    [InlineData("1.0", "1")]
    [InlineData("-0.50", "-0.5")]
    [InlineData("123.456", "123.456")]
    [InlineData("1.6458E-38", "1.6458e-38")]
    [InlineData("1E-05", "0.00001")]
    [InlineData("1e-06", "0.000001")]
    [InlineData("1E-07", "1e-7")]
    [InlineData("1.5e20", "150000000000000000000")]
    [InlineData("1E+21", "1e+21")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("0.1e400", "0.1e400")]
    public void Numbers_are_written_as_JavaScript_writes_them(string read, string written) =>
        Assert.Equal(written + "\n", NotebookJson.Write(JsonNode.Parse(read)));
}
