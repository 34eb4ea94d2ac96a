using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attention.FrontEnds.Tests;

internal static class JsonFile
{
    /// <summary>Reads JSON with comments, as VS Code does.</summary>
    public static JsonNode Read(string path)
    {
        var withComments = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip };
        return JsonNode.Parse(File.ReadAllText(path), null, withComments)!;
    }
}
