using System.Text.Json.Nodes;

namespace Attention.NotebookRunner.Documents;

/// <summary>Text that a cell wrote to the console.</summary>
internal static class Streams
{
    /// <summary>
    /// The outputs, with parts of one stream that follow each other joined to one. A stream without text shows nothing
    /// and is left out.
    /// </summary>
    public static List<JsonObject> Joined(JsonArray outputs)
    {
        var joined = new List<JsonObject>();
        foreach (JsonObject output in outputs.Select(o => o!.AsObject()))
        {
            if (IsStream(output) && Cell.Joined(output["text"])!.Length == 0)
            {
                continue;
            }
            bool continues = joined.Count > 0 && IsStream(output) && IsStream(joined[^1])
                && Cell.Text(output["name"]) == Cell.Text(joined[^1]["name"]);
            if (continues)
            {
                string text = Cell.Joined(joined[^1]["text"])! + Cell.Joined(output["text"]);
                joined[^1] = new JsonObject
                {
                    ["output_type"] = "stream",
                    ["name"] = Cell.Text(output["name"]),
                    ["text"] = text,
                };
            }
            else
            {
                joined.Add(output);
            }
        }
        return joined;
    }

    private static bool IsStream(JsonObject output) => Cell.Text(output["output_type"]) == "stream";
}
