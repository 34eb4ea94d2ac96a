using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attention.NotebookRunner.Documents;

/// <summary>
/// JSON as Jupyter and VS Code write a notebook: the names of every object in ordinal order, one space of indentation.
/// So a notebook that is opened and saved there without a run has no difference. The platform's writer cannot do it:
/// even its most relaxed encoder escapes characters outside the basic plane.
/// </summary>
internal static class NotebookJson
{
    /// <summary>Where outputs stand in a notebook: so many levels deep.</summary>
    private const int OutputDepth = 5;

    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node, 0);
        return text.Append('\n').ToString();
    }

    /// <summary>How many bytes an output, or the text of one, takes in the file.</summary>
    public static int Size(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node, OutputDepth);
        return Encoding.UTF8.GetByteCount(text.ToString());
    }

    private static void Write(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                Block(text, '{', members.OrderBy(m => m.Key, StringComparer.Ordinal), '}', depth, member =>
                {
                    Write(text, member.Key);
                    text.Append(": ");
                    Write(text, member.Value, depth + 1);
                });
                break;
            case JsonArray { Count: > 0 } items:
                Block(text, '[', items, ']', depth, item => Write(text, item, depth + 1));
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Write(text, value.GetValue<string>());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                text.Append(JsonNumber.Write(value.ToJsonString()));
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static void Block<T>(
        StringBuilder text, char open, IEnumerable<T> items, char close, int depth, Action<T> write)
    {
        char separator = open;
        foreach (T item in items)
        {
            text.Append(separator).Append('\n').Append(' ', depth + 1);
            write(item);
            separator = ',';
        }
        text.Append('\n').Append(' ', depth).Append(close);
    }

    private static void Write(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }
}
