using System.Text;
using System.Text.Json.Nodes;
using Attention.KernelHost.Protocol;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>
/// Records what a cell shows, in the order it showed it, in the form of nbformat 4. What cannot be written so that it
/// can be read again is refused or cut, whatever the process that runs the cell sends.
/// </summary>
/// <param name="budget">What the notebook's cells may still show.</param>
/// <param name="cell">The cell's id.</param>
/// <param name="displays">The displays of all cells by their ids, because a later cell may update one.</param>
internal sealed class OutputRecorder(OutputBudget budget, string cell, Dictionary<string, JsonObject> displays)
{
    /// <summary>
    /// Marks an output that is shown and not kept in the notebook itself: a chart of Plotly.NET holds settings of the
    /// version that the package source happens to have.
    /// </summary>
    public const string Transient = "transient";

    /// <summary>Six levels lie above an output's data: notebook, cells, cell, outputs, output, data.</summary>
    private const int DeepestJson = JsonText.DeepestNesting - 6;

    /// <summary>Characters of an error and its trace. One that repeats itself without end says nothing more.</summary>
    private const int LongestError = 20_000;

    private readonly List<(string Stream, JsonObject? Json, List<string> Text)> _outputs = [];
    private bool _isCut;

    /// <summary>The text that the last <see cref="Add"/> put behind the last output; null when it did not.</summary>
    public string? Appended { get; private set; }

    /// <returns>Why the output is refused; null when it is recorded, or cut because of its size.</returns>
    public string? Add(CellEvent message)
    {
        Appended = null;
        if (_isCut)
        {
            return null;
        }
        try
        {
            switch (message.Kind)
            {
                case CellEventKind.Stdout or CellEventKind.Stderr:
                    AddText(message.Kind == CellEventKind.Stdout ? "stdout" : "stderr", WellFormed(message.Text));
                    break;
                case CellEventKind.Display or CellEventKind.Result:
                    AddData(message.Data ?? [], message.Kind == CellEventKind.Result, message.DisplayId);
                    break;
                case CellEventKind.Update when displays.TryGetValue(message.DisplayId ?? "", out JsonObject? display):
                    Replace(display, message.Data ?? []);
                    break;
                case CellEventKind.Update: // of a display that the kernel gave another id: VS Code adds it, too
                    AddData(message.Data ?? [], isResult: false, message.DisplayId);
                    break;
            }
        }
        catch (FormatException e)
        {
            return e.Message;
        }
        if (budget.Exceeded is { } limit)
        {
            _isCut = true;
            _outputs.Add(("stderr", null, [$"[output cut: more than {limit}]\n"]));
        }
        return null;
    }

    public void AddError(string name, string text)
    {
        text = WellFormed(text.Length > LongestError ? text[..LongestError] + "\n…" : text);
        _outputs.Add(("", new JsonObject
        {
            ["ename"] = WellFormed(name),
            ["evalue"] = text.Split('\n')[0],
            ["output_type"] = "error",
            ["traceback"] = new JsonArray([.. text.Split('\n').Select(line => (JsonNode)line)]),
        }, []));
    }

    public JsonArray ToJson() => new([.. Enumerable.Range(0, Count).Select(At)]);

    /// <summary>How many outputs there are so far.</summary>
    public int Count => _outputs.Count;

    /// <summary>One output in the form of nbformat 4.</summary>
    public JsonObject At(int index)
    {
        (string stream, JsonObject? json, List<string> text) = _outputs[index];
        return json ?? new JsonObject
        {
            ["name"] = stream,
            ["output_type"] = "stream",
            ["text"] = Cell.Lines(string.Concat(text)),
        };
    }

    /// <summary>
    /// Where a display stands among the outputs; −1 when it is of another cell, or of an earlier run.
    /// </summary>
    public int IndexOf(string displayId) => displays.TryGetValue(displayId, out JsonObject? display)
        ? _outputs.FindIndex(output => ReferenceEquals(output.Json, display))
        : -1;

    private void AddText(string stream, string text)
    {
        bool isNew = _outputs.Count == 0 || _outputs[^1].Stream != stream;
        if (!budget.Take(NotebookJson.Size(Cell.Lines(text)), isNew))
        {
            return;
        }
        if (isNew)
        {
            _outputs.Add((stream, null, []));
        }
        Appended = isNew ? null : text;
        _outputs[^1].Text.Add(text);
    }

    private void AddData(Dictionary<string, string> data, bool isResult, string? displayId)
    {
        Dictionary<string, string>? chart = data.TryGetValue("text/html", out string? html) && data.Count == 1
            ? PlotlyNetChart.Convert(html, $"{cell}-chart-{_outputs.Count + 1}")
            : null;
        var json = new JsonObject { ["data"] = Contents(chart ?? data) };
        if (isResult)
        {
            json["execution_count"] = null;
        }
        json["metadata"] = chart is null ? new JsonObject() : new JsonObject { [Transient] = true };
        json["output_type"] = isResult ? "execute_result" : "display_data";
        if (!budget.Take(NotebookJson.Size(json), isNewOutput: true))
        {
            return;
        }
        _outputs.Add(("", json, []));
        if (displayId is not null)
        {
            displays[displayId] = json;
        }
    }

    /// <summary>
    /// An update takes bytes of the budget again, because what it replaces was shown, too. It does not count as one
    /// more output.
    /// </summary>
    private void Replace(JsonObject display, Dictionary<string, string> data)
    {
        JsonObject contents = Contents(data);
        if (budget.Take(NotebookJson.Size(contents), isNewOutput: false))
        {
            display["data"] = contents;
        }
    }

    private static JsonObject Contents(Dictionary<string, string> data)
    {
        var contents = new JsonObject();
        foreach ((string mimeType, string text) in data)
        {
            contents[WellFormed(mimeType)] = Content(mimeType, WellFormed(text));
        }
        return contents;
    }

    /// <exception cref="FormatException">The text should be JSON that can be read again, and is not.</exception>
    private static JsonNode? Content(string mimeType, string text)
    {
        if (!NotebookForm.IsJson(mimeType))
        {
            return Cell.Lines(text);
        }
        try
        {
            return JsonText.Parse(Encoding.UTF8.GetBytes(text), DeepestJson);
        }
        catch (FormatException e)
        {
            throw new FormatException($"the output {Printable.Line(mimeType, 60)}: {e.Message}");
        }
    }

    /// <summary>A cell may print half a character (a lone surrogate), which no file can hold.</summary>
    private static string WellFormed(string text)
    {
        StringBuilder? repaired = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                repaired ??= new StringBuilder(text);
                repaired[i] = '\uFFFD';
            }
        }
        return repaired?.ToString() ?? text;
    }
}
