using System.Text.Json.Nodes;
using Attention.NotebookRunner.Cells;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>What a cell shows, in the order it showed it, in the form of nbformat 4.</summary>
internal sealed class OutputRecorder
{
    private readonly List<(string Stream, JsonObject? Json, List<string> Text)> _outputs = [];

    public void Add(CellEvent message)
    {
        switch (message.Kind)
        {
            case CellEventKind.Stdout or CellEventKind.Stderr:
                string stream = message.Kind == CellEventKind.Stdout ? "stdout" : "stderr";
                if (_outputs.Count == 0 || _outputs[^1].Stream != stream)
                {
                    _outputs.Add((stream, null, []));
                }
                _outputs[^1].Text.Add(message.Text);
                break;
            case CellEventKind.Display or CellEventKind.Result:
                bool isResult = message.Kind == CellEventKind.Result;
                var json = new JsonObject { ["data"] = new JsonObject(message.Data!.Select(pair => KeyValuePair.Create(pair.Key, Content(pair.Key, pair.Value)))) };
                if (isResult)
                {
                    json["execution_count"] = null;
                }
                json["metadata"] = new JsonObject();
                json["output_type"] = isResult ? "execute_result" : "display_data";
                _outputs.Add(("", json, []));
                break;
        }
    }

    public void AddError(string name, string text) => _outputs.Add(("", new JsonObject
    {
        ["ename"] = name,
        ["evalue"] = text.Split('\n')[0],
        ["output_type"] = "error",
        ["traceback"] = new JsonArray([.. text.Split('\n').Select(line => (JsonNode)line)]),
    }, []));

    public JsonArray ToJson() => new([.. _outputs.Select(o => o.Json ?? new JsonObject
    {
        ["name"] = o.Stream,
        ["output_type"] = "stream",
        ["text"] = Cell.Lines(string.Concat(o.Text)),
    })]);

    private static JsonNode? Content(string mimeType, string text) =>
        mimeType is "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal) ? JsonNode.Parse(text) : Cell.Lines(text);
}
