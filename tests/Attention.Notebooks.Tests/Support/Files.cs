using System.Text.Json.Nodes;

namespace Attention.Notebooks.Tests;

/// <summary>Reads files of the repository by their path from its root.</summary>
internal static class Files
{
    public static string FullPath(string path) => Path.Combine(Chapters.Repository.Root, path);

    public static string[] Lines(string path) => File.ReadAllLines(FullPath(path));

    public static JsonNode Json(string path) => JsonShape.Read(File.ReadAllText(FullPath(path)));

    public static string[] Strings(JsonNode? array) => [.. array!.AsArray().Select(text => (string)text!)];
}
