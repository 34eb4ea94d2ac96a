using System.Text.Json.Nodes;
using Attention.NotebookRunner.Documents;

namespace Attention.FrontEnds.Tests.Stdio;

/// <summary>Compares what a reader sees: output by output, MIME type by MIME type, JSON by its content.</summary>
internal static class OutputComparison
{
    public static IEnumerable<string> Differences(JsonArray committed, JsonArray shown)
    {
        if (committed.Count != shown.Count)
        {
            return [$"{committed.Count} outputs are committed, {shown.Count} were shown"];
        }
        return committed.Zip(shown).SelectMany((pair, i) =>
            Differences(pair.First!, pair.Second!).Select(difference => $"output {i + 1}: {difference}"));
    }

    private static IEnumerable<string> Differences(JsonNode committed, JsonNode shown)
    {
        if ((string)committed["output_type"]! != (string)shown["output_type"]!)
        {
            return [$"{committed["output_type"]} is committed, {shown["output_type"]} was shown"];
        }
        return (string)committed["output_type"]! switch
        {
            "stream" => Difference("text", Cell.Joined(committed["text"]), Cell.Joined(shown["text"])),
            "error" => shown["evalue"]!.ToString().Contains(committed["evalue"]!.ToString(), StringComparison.Ordinal)
                ? []
                : Difference("error", (string?)committed["evalue"], (string?)shown["evalue"]),
            _ => DataDifferences(committed["data"]!.AsObject(), shown["data"]!.AsObject()),
        };
    }

    private static IEnumerable<string> DataDifferences(JsonObject committed, JsonObject shown)
    {
        string[] types = [.. committed.Select(part => part.Key).Order(StringComparer.Ordinal)];
        string[] shownTypes = [.. shown.Select(part => part.Key).Order(StringComparer.Ordinal)];
        if (!types.SequenceEqual(shownTypes))
        {
            return [$"{string.Join(", ", types)} is committed, {string.Join(", ", shownTypes)} was shown"];
        }
        return types.SelectMany(type => type.EndsWith("json", StringComparison.Ordinal)
            ? JsonDifference(type, committed[type], JsonNode.Parse((string)shown[type]!))
            : Difference(type, Cell.Joined(committed[type]), Cell.Joined(shown[type])));
    }

    private static IEnumerable<string> JsonDifference(string type, JsonNode? committed, JsonNode? shown) =>
        JsonNode.DeepEquals(committed, shown) ? [] : Difference(type, committed?.ToJsonString(), shown?.ToJsonString());

    private static IEnumerable<string> Difference(string what, string? committed, string? shown)
    {
        if (committed == shown)
        {
            return [];
        }
        (string a, string b) = (committed ?? "", shown ?? "");
        int at = a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
        return [$"{what} differs at {at}: “{Excerpt(a, at)}” is committed, “{Excerpt(b, at)}” was shown"];
    }

    private static string Excerpt(string text, int at)
    {
        int start = Math.Max(0, at - 30);
        return text.Substring(start, Math.Min(100, text.Length - start));
    }
}
