using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Attention.Notebooks.Tests;

/// <summary>
/// As much of JSON Schema as the configuration files of the front doors need: <c>type</c>, <c>enum</c>, <c>pattern</c>, <c>minimum</c>, <c>items</c>, <c>required</c>,
/// <c>properties</c>, and <c>others</c>, the shape of members that have no name in <c>properties</c>; without it there may be none. An empty shape fits everything. A name with <c>$</c> is looked up in <c>shapes</c>.
/// </summary>
internal sealed class JsonShape
{
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };
    private readonly JsonNode _shapes;

    public JsonShape(string shapes) => _shapes = JsonNode.Parse(shapes)!;

    /// <summary>Reads JSON with comments, as VS Code does. A comma too many is an error, since not every reader forgives it.</summary>
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
        string[] types = shape["type"] switch { JsonArray several => [.. several.Select(t => (string)t!)], JsonNode one => [(string)one!], _ => [] };
        if (types.Length > 0 && !types.Contains(TypeOf(value)))
        {
            return [$"{place}: {TypeOf(value)}, not {string.Join(" or ", types)}"];
        }
        return value switch
        {
            JsonObject members => (shape["required"]?.AsArray() ?? []).Where(r => !members.ContainsKey((string)r!)).Select(r => $"{place}/{r}: missing")
                .Concat(members.SelectMany(m => (shape["properties"]?[m.Key] ?? shape["others"]) is { } known ? Faults(m.Value, known, $"{place}/{m.Key}") : [$"{place}/{m.Key}: unknown"])),
            JsonArray items => items.SelectMany((item, i) => shape["items"] is { } known ? Faults(item, known, string.Create(CultureInfo.InvariantCulture, $"{place}/{i}")) : []),
            JsonValue one => FaultsOf(one.ToString(), shape, place),
            _ => [],
        };
    }

    private static IEnumerable<string> FaultsOf(string value, JsonNode shape, string place)
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
}
