using System.Text;
using System.Text.Json;

namespace Attention.KernelHost.Output;

/// <summary>How many bytes an output takes in a notebook file.</summary>
internal static class OutputSize
{
    /// <summary>
    /// The reader of notebooks takes 64 levels of nesting, and an output lies 8 levels deep in its file.
    /// </summary>
    private const int DeepestNesting = 52;

    /// <summary>
    /// Quotes, comma, line end and indentation of one line of text; about as much as one value of JSON needs.
    /// </summary>
    private const int PerLine = 16;

    /// <summary>The fields around an output.</summary>
    private const int PerOutput = 120;

    public static long OfData(IReadOnlyDictionary<string, string> data) =>
        PerOutput + data.Sum(part => PerLine + (IsJson(part.Key) ? OfJson(part.Value) : OfText(part.Value)));

    /// <summary>Without the quotes and the indentation of its first line.</summary>
    public static long OfText(string text)
    {
        long size = Encoding.UTF8.GetByteCount(text);
        foreach (char c in text)
        {
            size += c switch
            {
                '\n' => PerLine,
                '"' or '\\' => 1,
                < ' ' => 5, // written as \u0001
                _ => 0,
            };
        }
        return size;
    }

    public static bool IsJson(string mimeType) =>
        mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);

    /// <summary>A formatter's mistake is found here, where its cell can be named.</summary>
    /// <exception cref="JsonException">This is not JSON, or nested too deeply to be read again.</exception>
    /// <exception cref="InvalidOperationException">A string holds half a character.</exception>
    private static long OfJson(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        using (JsonDocument.Parse(bytes, new() { MaxDepth = DeepestNesting, AllowDuplicateProperties = false }))
        {
        }
        long size = 0;
        var reader = new Utf8JsonReader(bytes, new() { MaxDepth = DeepestNesting });
        while (reader.Read())
        {
            size += reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName
                ? OfText(reader.GetString()!)
                : reader.ValueSpan.Length;
            size += PerLine + reader.CurrentDepth; // each value stands on a line of its own, indented by its depth
        }
        return size;
    }
}
