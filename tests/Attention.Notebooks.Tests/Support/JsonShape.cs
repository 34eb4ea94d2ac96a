using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Attention.Notebooks.Tests;

/// <summary>
/// As much of JSON Schema as the configuration files of editors need: <c>type</c>, <c>enum</c>, <c>pattern</c>,
/// <c>minimum</c>, <c>items</c>, <c>required</c>, <c>properties</c>, and <c>others</c>: the shape of members that
/// <c>properties</c> does not name. Without <c>others</c> there may be no such member. An empty shape fits everything.
/// Where a shape is expected, a string is the name of a shape.
/// </summary>
internal sealed class JsonShape
{
    private static readonly JsonDocumentOptions WithComments = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
    };

    private readonly JsonNode _shapes;

    private JsonShape(string shapes) => _shapes = JsonNode.Parse(shapes)!;

    /// <summary>
    /// A container made from an image (containers.dev/implementors/json_schema), and those keys of VS Code's files
    /// that this repository uses.
    /// </summary>
    public static JsonShape OfEditorFiles { get; } = new(Resource("editor-shapes.json"));

    /// <summary>
    /// Reads JSON with comments, as VS Code does. A trailing comma is an error: some readers reject it.
    /// </summary>
    public static JsonNode Read(string text) => JsonNode.Parse(text, null, WithComments)!;

    /// <summary>What is wrong with <paramref name="value"/>, each with its place.</summary>
    public IEnumerable<string> Faults(JsonNode? value, string shape) => Faults(value, _shapes[shape]!, "");

    private IEnumerable<string> Faults(JsonNode? value, JsonNode shape, string place)
    {
        if (shape is JsonValue name)
        {
            shape = _shapes[name.GetValue<string>()]!;
        }
        if (shape is JsonObject { Count: 0 })
        {
            return [];
        }
        string[] types = shape["type"] switch
        {
            JsonArray several => [.. several.Select(t => (string)t!)],
            JsonNode one => [(string)one!],
            _ => [],
        };
        if (types.Length > 0 && !types.Contains(TypeOf(value)))
        {
            return [$"{place}: {TypeOf(value)}, not {string.Join(" or ", types)}"];
        }
        return value switch
        {
            JsonObject members => FaultsOfMembers(members, shape, place),
            JsonArray items => items.SelectMany((item, i) => FaultsOfItem(item, shape, $"{place}/{i}")),
            JsonValue one => FaultsOfValue(one.ToString(), shape, place),
            _ => [],
        };
    }

    private IEnumerable<string> FaultsOfMembers(JsonObject members, JsonNode shape, string place)
    {
        IEnumerable<string> required = (shape["required"]?.AsArray() ?? []).Select(name => (string)name!);
        foreach (string name in required.Where(name => !members.ContainsKey(name)))
        {
            yield return $"{place}/{name}: missing";
        }
        foreach ((string name, JsonNode? value) in members)
        {
            JsonNode? known = shape["properties"]?[name] ?? shape["others"];
            IEnumerable<string> faults =
                known is null ? [$"{place}/{name}: unknown"] : Faults(value, known, $"{place}/{name}");
            foreach (string fault in faults)
            {
                yield return fault;
            }
        }
    }

    private IEnumerable<string> FaultsOfItem(JsonNode? item, JsonNode shape, string place) =>
        shape["items"] is { } known ? Faults(item, known, place) : [];

    private static IEnumerable<string> FaultsOfValue(string value, JsonNode shape, string place)
    {
        if (shape["enum"] is JsonArray allowed && !allowed.Any(a => (string)a! == value))
        {
            yield return $"{place}: “{value}” is none of {string.Join(", ", allowed)}";
        }
        if (shape["pattern"] is { } pattern && !Regex.IsMatch(value, (string)pattern!))
        {
            yield return $"{place}: “{value}” has not the form {pattern}";
        }
        if (shape["minimum"] is { } minimum && double.Parse(value, CultureInfo.InvariantCulture) < (double)minimum)
        {
            yield return $"{place}: {value} is less than {minimum}";
        }
    }

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.AsValue().TryGetValue(out long _) ? "integer" : "number",
        _ => "null",
    };

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(JsonShape).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
