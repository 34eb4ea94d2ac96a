using System.Text.Json.Nodes;
using Attention.KernelHost.Protocol;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>What a cell shows, in the order in which it showed it, in the form of nbformat 4.</summary>
/// <param name="cell">The cell's id.</param>
/// <param name="displays">The displays of all cells by their ids, because a later cell may update one.</param>
internal sealed class OutputRecorder(string cell, Dictionary<string, JsonObject> displays)
{
    /// <summary>
    /// Marks an output that is shown and not kept in the notebook itself: a chart of Plotly.NET holds settings of the
    /// version that the package source happens to have.
    /// </summary>
    public const string Transient = "transient";

    private readonly List<(string Stream, JsonObject? Json, List<string> Text)> _outputs = [];

    public void Add(CellEvent message)
    {
        switch (message.Kind)
        {
            case CellEventKind.Stdout or CellEventKind.Stderr:
                AddText(message.Kind == CellEventKind.Stdout ? "stdout" : "stderr", message.Text);
                break;
            case CellEventKind.Display or CellEventKind.Result:
                AddData(message.Kind == CellEventKind.Result, message.Data!, message.DisplayId);
                break;
            case CellEventKind.Update when displays.TryGetValue(message.DisplayId ?? "", out JsonObject? display):
                display["data"] = Content(message.Data!);
                break;
            case CellEventKind.Update: // of a display that the kernel gave another id: VS Code adds it, too
                AddData(isResult: false, message.Data!, message.DisplayId);
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

    private void AddText(string stream, string text)
    {
        if (_outputs.Count == 0 || _outputs[^1].Stream != stream)
        {
            _outputs.Add((stream, null, []));
        }
        _outputs[^1].Text.Add(text);
    }

    private void AddData(bool isResult, Dictionary<string, string> data, string? displayId)
    {
        Dictionary<string, string>? chart = data.TryGetValue("text/html", out string? html) && data.Count == 1
            ? PlotlyNetChart.Convert(html, $"{cell}-chart-{_outputs.Count + 1}")
            : null;
        var json = new JsonObject { ["data"] = Content(chart ?? data) };
        if (isResult)
        {
            json["execution_count"] = null;
        }
        json["metadata"] = chart is null ? new JsonObject() : new JsonObject { [Transient] = true };
        json["output_type"] = isResult ? "execute_result" : "display_data";
        _outputs.Add(("", json, []));
        if (displayId is not null)
        {
            displays[displayId] = json;
        }
    }

    private static JsonObject Content(Dictionary<string, string> data) => new(data.Select(part => KeyValuePair.Create(
        part.Key, IsJson(part.Key) ? JsonNode.Parse(part.Value) : Cell.Lines(part.Value))));

    private static bool IsJson(string mimeType) =>
        mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);
}
