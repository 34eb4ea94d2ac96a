using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attention.NotebookRunner.Documents;

/// <summary>
/// Reads JSON as a tree, and refuses what would fail only later: deep nesting, a name twice in one object, and a lone
/// surrogate in a text. The platform's parser finds some of these only when a value is used.
/// </summary>
internal static class JsonText
{
    /// <summary>Levels of objects and lists within each other, in a whole notebook.</summary>
    public const int DeepestNesting = 64;

    /// <exception cref="FormatException">What is wrong, at which line and which byte of it.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> json, int deepest = DeepestNesting)
    {
        Check(json, deepest);
        return JsonNode.Parse(json, null, new JsonDocumentOptions { MaxDepth = deepest });
    }

    private static void Check(ReadOnlySpan<byte> json, int deepest)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = deepest + 1 });
        var names = new Stack<HashSet<string>>();
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth >= deepest:
                        throw new FormatException(
                            $"nested deeper than {deepest} levels {Place(json, reader.TokenStartIndex)}");
                    case JsonTokenType.StartObject:
                        names.Push(new HashSet<string>(StringComparer.Ordinal));
                        break;
                    case JsonTokenType.EndObject:
                        names.Pop();
                        break;
                    case JsonTokenType.PropertyName when !names.Peek().Add(Text(json, ref reader)):
                        string name = Printable.Line(reader.GetString()!, 60);
                        throw new FormatException(
                            $"the name “{name}” twice in one object {Place(json, reader.TokenStartIndex)}");
                    case JsonTokenType.String when reader.ValueIsEscaped:
                        Text(json, ref reader);
                        break;
                }
            }
        }
        catch (JsonException e)
        {
            throw new FormatException(
                $"not JSON, or cut off, at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }

    private static string Text(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"half a character (a lone surrogate) {Place(json, reader.TokenStartIndex)}");
        }
    }

    private static string Place(ReadOnlySpan<byte> json, long at)
    {
        ReadOnlySpan<byte> before = json[..(int)at];
        return $"at line {before.Count((byte)'\n') + 1}, byte {before.Length - before.LastIndexOf((byte)'\n')}";
    }
}
