using System.Text.Json.Nodes;

namespace Attention.NotebookRunner.Documents;

/// <summary>One cell: a view of its JSON, which <see cref="NotebookForm"/> has checked.</summary>
internal sealed class Cell
{
    /// <param name="json">The cell.</param>
    /// <param name="id">Its id, or the one that stands for it in a file without ids.</param>
    /// <param name="language">The notebook's language, for a cell that names none.</param>
    public Cell(JsonObject json, string id, string language)
    {
        (Json, Id, Type) = (json, id, Text(json["cell_type"])!);
        JsonObject metadata = json["metadata"]!.AsObject();
        Tags = [.. (metadata["tags"] as JsonArray ?? []).Select(tag => Text(tag)!)];
        Language = Text(metadata["polyglot_notebook"]?["kernelName"])
            ?? Text(metadata["dotnet_interactive"]?["language"])
            ?? language;
    }

    public JsonObject Json { get; }

    public string Type { get; }

    public string Id { get; }

    public IReadOnlyList<string> Tags { get; }

    public string Language { get; }

    public string Source
    {
        get => Joined(Json["source"])!;
        set => Json["source"] = Lines(value);
    }

    public JsonArray Outputs
    {
        get => Json["outputs"]!.AsArray();
        set
        {
            Json["outputs"] = value;
            Json["execution_count"] = null;
        }
    }

    public bool Has(string tag) => Tags.Contains(tag);

    /// <summary>
    /// Whether pages leave the cell, its input or its output out: the tags of Jupyter Book, and the older ones with an
    /// underscore.
    /// </summary>
    public bool Removes(string part) => Has($"remove-{part}") || Has($"remove_{part}");

    /// <summary>A text that may be written as one string or as a list of lines.</summary>
    public static string? Joined(JsonNode? text) =>
        text is JsonArray lines ? string.Concat(lines.Select(line => Text(line))) : Text(text);

    /// <summary>The list of lines that notebook tools write, each with its line end.</summary>
    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start) is >= 0 and int at ? at + 1 : text.Length;
            lines.Add((JsonNode)text[start..end]);
            start = end;
        }
        return lines;
    }

    /// <summary>The value of a JSON string; null for anything else.</summary>
    public static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
