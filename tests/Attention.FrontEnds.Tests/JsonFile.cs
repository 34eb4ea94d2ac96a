using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attention.FrontEnds.Tests;

internal static class JsonFile
{
    /// <summary>Reads JSON with comments, as VS Code does.</summary>
    public static JsonNode Read(string text) =>
        JsonNode.Parse(text, null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;
}
