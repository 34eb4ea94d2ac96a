using System.Text.Json.Nodes;

namespace Attention.NotebookRunner.Documents;

/// <summary>One cell, a view of its JSON.</summary>
internal sealed class Cell
{
    /// <exception cref="FormatException">The JSON is no cell.</exception>
    public Cell(JsonObject json, int number, string defaultLanguage = "csharp")
    {
        Json = json;
        Type = Text(json["cell_type"]) is "code" or "markdown" or "raw" ? Text(json["cell_type"])! : throw new FormatException($"cell {number} has no cell_type code, markdown or raw");
        Id = Text(json["id"]) ?? $"cell-{number}";
        _ = Source;
        if (json["metadata"] is not JsonObject metadata)
        {
            throw new FormatException($"cell {number} has no metadata");
        }
        if (Type == "code" && json["outputs"] is not JsonArray)
        {
            throw new FormatException($"code cell {number} has no list of outputs");
        }
        Tags = [.. (metadata["tags"] as JsonArray ?? []).Select(t => Text(t) ?? throw new FormatException($"cell {number} has a tag that is no text"))];
        Language = Text((metadata["polyglot_notebook"] as JsonObject)?["kernelName"]) ?? Text((metadata["dotnet_interactive"] as JsonObject)?["language"]) ?? defaultLanguage;
    }

    public JsonObject Json { get; }

    public string Type { get; }

    public string Id { get; }

    public IReadOnlyList<string> Tags { get; }

    public string Language { get; }

    public string Source
    {
        get => Joined(Json["source"]) ?? throw new FormatException($"cell {Id} has no source");
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

    /// <summary>A text that may be written as one string or as a list of lines.</summary>
    public static string? Joined(JsonNode? text) => text is JsonArray lines ? string.Concat(lines.Select(line => Text(line))) : Text(text);

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

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
