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
}
