using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attention.NotebookRunner.Documents;

/// <summary>
/// Checks every field that this program uses against the form of nbformat 4. Afterwards no field has a type that
/// surprises the rest of the program. Fields that it does not use may hold anything.
/// </summary>
internal static class NotebookForm
{
    /// <exception cref="FormatException">Which field is wrong, and in which cell and output.</exception>
    public static void Check(JsonNode? file)
    {
        JsonObject root = file as JsonObject ?? throw new FormatException("the file holds no JSON object");
        CheckFormat(root["nbformat"]);
        Optional(root, "nbformat_minor", IsWholeNumber, "a whole number", "");
        CheckMetadata(root);
        JsonArray cells = root["cells"] as JsonArray ?? throw new FormatException("there is no list “cells”");
        for (int i = 0; i < cells.Count; i++)
        {
            string place = $"cell {i + 1}";
            CheckCell(cells[i] as JsonObject ?? throw new FormatException($"{place} is no object"), place);
        }
    }

    /// <summary>Whether a MIME type holds JSON as it is, and not as text.</summary>
    public static bool IsJson(string mimeType) =>
        mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);

    private static void CheckFormat(JsonNode? format)
    {
        if (format?.ToJsonString() is not "4" and var other)
        {
            string found = other is null ? "missing" : Printable.Line(other, 40);
            throw new FormatException($"nbformat is {found}, but must be 4: open it in Jupyter or VS Code and save it");
        }
    }

    private static void CheckMetadata(JsonObject root)
    {
        Optional(root, "metadata", IsObject, "an object", "");
        JsonObject metadata = root["metadata"] as JsonObject ?? [];
        foreach (string name in new[] { "kernelspec", "language_info", "polyglot_notebook", "papermill" })
        {
            Optional(metadata, name, IsObject, "an object", "metadata: ");
        }
        foreach (string name in new[] { "kernelspec", "language_info" })
        {
            Optional(metadata[name] as JsonObject ?? [], "name", IsText, "text", $"metadata, {name}: ");
        }
        JsonObject polyglot = metadata["polyglot_notebook"] as JsonObject ?? [];
        Optional(polyglot, "kernelInfo", IsObject, "an object", "metadata, polyglot_notebook: ");
        Optional(
            polyglot["kernelInfo"] as JsonObject ?? [], "defaultKernelName", IsText, "text", "metadata, kernelInfo: ");
    }

    private static void CheckCell(JsonObject cell, string place)
    {
        string? type = Cell.Text(cell["cell_type"]);
        if (type is not ("code" or "markdown" or "raw"))
        {
            throw new FormatException($"{place} has no cell_type code, markdown or raw");
        }
        Optional(cell, "id", IsText, "text", $"{place}: ");
        Required(cell, "source", IsLines, "text or a list of lines", place);
        Required(cell, "metadata", IsObject, "an object", place);
        CheckCellMetadata(cell["metadata"]!.AsObject(), place);
        Optional(cell, "attachments", IsObject, "an object", $"{place}: ");
        foreach ((string name, JsonNode? attachment) in cell["attachments"] as JsonObject ?? [])
        {
            CheckData(attachment, $"{place}, attachment {Printable.Line(name, 60)}");
        }
        if (type == "code")
        {
            Optional(cell, "execution_count", IsWholeNumber, "a whole number", $"{place}: ");
            Required(cell, "outputs", IsList, "a list", place);
            JsonArray outputs = cell["outputs"]!.AsArray();
            for (int i = 0; i < outputs.Count; i++)
            {
                string outputPlace = $"{place}, output {i + 1}";
                CheckOutput(
                    outputs[i] as JsonObject ?? throw new FormatException($"{outputPlace} is no object"), outputPlace);
            }
        }
    }

    private static void CheckCellMetadata(JsonObject metadata, string place)
    {
        Optional(metadata, "tags", IsTexts, "a list of texts", $"{place}: ");
        (string, string)[] languages = [("polyglot_notebook", "kernelName"), ("dotnet_interactive", "language")];
        foreach ((string name, string field) in languages)
        {
            Optional(metadata, name, IsObject, "an object", $"{place}: ");
            Optional(metadata[name] as JsonObject ?? [], field, IsText, "text", $"{place}: ");
        }
    }

    private static void CheckOutput(JsonObject output, string place)
    {
        Optional(output, "execution_count", IsWholeNumber, "a whole number", $"{place}: ");
        switch (Cell.Text(output["output_type"]))
        {
            case "stream":
                Required(output, "name", IsText, "text", place);
                Required(output, "text", IsLines, "text or a list of lines", place);
                break;
            case "error":
                Required(output, "ename", IsText, "text", place);
                Required(output, "evalue", IsText, "text", place);
                Required(output, "traceback", IsTexts, "a list of texts", place);
                break;
            case "display_data" or "execute_result" or "update_display_data":
                CheckData(output["data"], $"{place}: data");
                Optional(output, "metadata", IsObject, "an object", $"{place}: ");
                break;
            default:
                throw new FormatException($"{place} has no output_type stream, error, display_data or execute_result");
        }
    }

    /// <summary>One content in several MIME types.</summary>
    private static void CheckData(JsonNode? data, string place)
    {
        foreach ((string mimeType, JsonNode? content) in data as JsonObject
            ?? throw new FormatException($"{place} is no object"))
        {
            if (!IsJson(mimeType) && !IsLines(content))
            {
                throw new FormatException(
                    $"{place}: {Printable.Line(mimeType, 60)} is neither text nor a list of lines");
            }
        }
    }

    private static void Required(
        JsonObject parent, string name, Func<JsonNode?, bool> isRight, string wanted, string place)
    {
        if (!isRight(parent[name]))
        {
            throw new FormatException(
                parent[name] is null ? $"{place} has no {name}" : $"{place}: {name} is not {wanted}");
        }
    }

    private static void Optional(
        JsonObject parent, string name, Func<JsonNode?, bool> isRight, string wanted, string place)
    {
        if (parent[name] is { } value && !isRight(value))
        {
            throw new FormatException($"{place}{name} is not {wanted}");
        }
    }

    private static bool IsObject(JsonNode? node) => node is JsonObject;

    private static bool IsList(JsonNode? node) => node is JsonArray;

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static bool IsTexts(JsonNode? node) => node is JsonArray items && items.All(IsText);

    private static bool IsLines(JsonNode? node) => IsText(node) || IsTexts(node);

    private static bool IsWholeNumber(JsonNode? node) => node is JsonValue value && value.TryGetValue(out int _);
}
