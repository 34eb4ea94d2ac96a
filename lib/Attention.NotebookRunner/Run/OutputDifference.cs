using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>
/// Compares what outputs mean: the order of names, text as one string or as lines, a stream in several parts, and the
/// number of an execution make no difference.
/// </summary>
internal sealed partial class OutputDifference(CheckOptions options)
{
    private static readonly string[] NotCompared = ["volatile", "nbval-ignore-output", "optional"];

    /// <summary>A cell that has the same outputs every time.</summary>
    public static bool Matters(Cell cell) => cell.Type == "code" && !cell.Tags.Intersect(NotCompared).Any();

    /// <summary>Marks the cells whose outputs are not those that the file holds.</summary>
    public NotebookResult Mark(NotebookDocument committed, NotebookResult result)
    {
        var before = committed.Cells.ToDictionary(c => c.Id, StringComparer.Ordinal);
        return result with { Cells = [.. result.Cells.Select(Compared)] };

        CellResult Compared(CellResult now) =>
            now.Status == CellStatus.Passed && Matters(now.Cell)
                && Of(before[now.Cell.Id].Outputs, now.Cell.Outputs) is { } part
                ? now with { Status = CellStatus.Stale, Message = $"the committed output is stale; {part}" }
                : now;
    }

    /// <summary>Where two lists of outputs part; null when they mean the same.</summary>
    public string? Of(JsonArray inFile, JsonArray now)
    {
        List<JsonObject> old = Streams.Joined(inFile), current = Streams.Joined(now);
        for (int i = 0; i < Math.Min(old.Count, current.Count); i++)
        {
            if (OfOutput(old[i], current[i]) is { } difference)
            {
                return $"output {i + 1}, {difference}";
            }
        }
        return old.Count == current.Count
            ? null
            : $"the file holds {old.Count} outputs, the cell shows {current.Count}";
    }

    private string? OfOutput(JsonObject old, JsonObject now)
    {
        string type = Cell.Text(old["output_type"])!;
        if (type != Cell.Text(now["output_type"]))
        {
            return OfText("output_type", type, Cell.Text(now["output_type"])!);
        }
        return type switch
        {
            "stream" => OfText("stream", Cell.Text(old["name"])!, Cell.Text(now["name"])!)
                ?? OfText(Cell.Text(old["name"])!, Cell.Joined(old["text"])!, Cell.Joined(now["text"])!),
            "error" => OfText("error", Cell.Text(old["ename"])!, Cell.Text(now["ename"])!)
                ?? OfText("error", Cell.Text(old["evalue"])!, Cell.Text(now["evalue"])!)
                ?? OfText("traceback", Trace(old), Trace(now)),
            _ => OfData(old["data"]!.AsObject(), now["data"]!.AsObject()),
        };
    }

    private string? OfData(JsonObject old, JsonObject now)
    {
        foreach (string mimeType in old.Select(p => p.Key).Union(now.Select(p => p.Key)).Order(StringComparer.Ordinal))
        {
            if (!old.ContainsKey(mimeType) || !now.ContainsKey(mimeType))
            {
                return $"{Printable.Line(mimeType)} is {(now.ContainsKey(mimeType) ? "not in the file" : "only in the file")}";
            }
            string? difference = NotebookForm.IsJson(mimeType)
                ? OfJson(mimeType, old[mimeType], now[mimeType])
                : OfText(mimeType, Cell.Joined(old[mimeType])!, Cell.Joined(now[mimeType])!);
            if (difference is not null)
            {
                return difference;
            }
        }
        return null;
    }

    /// <summary>Written in one form, in which names are sorted, two equal values are equal texts.</summary>
    private string? OfJson(string mimeType, JsonNode? old, JsonNode? now) =>
        JsonNode.DeepEquals(old, now) ? null : OfText(mimeType, NotebookJson.Write(old), NotebookJson.Write(now));

    private string? OfText(string what, string old, string now)
    {
        if (old == now)
        {
            return null;
        }
        foreach (Regex ignored in options.Ignored)
        {
            (old, now) = (ignored.Replace(old, ""), ignored.Replace(now, ""));
        }
        return old == now || (options.Tolerance > 0 && AreClose(old, now))
            ? null
            : FirstDifference.Describe(what, old, now);
    }

    /// <summary>Whether two texts differ only in numbers, and in none of them by more than the tolerance.</summary>
    private bool AreClose(string old, string now)
    {
        string[] oldParts = Number().Split(old), nowParts = Number().Split(now);
        return oldParts.Length == nowParts.Length && oldParts.Zip(nowParts).All(pair => pair.First == pair.Second
            || (Value(pair.First) is { } a && Value(pair.Second) is { } b
                && Math.Abs(a - b) <= options.Tolerance * Math.Max(Math.Abs(a), Math.Abs(b))));
    }

    private static double? Value(string text) => double.TryParse(
        text.Replace('−', '-'), System.Globalization.CultureInfo.InvariantCulture, out double value) ? value : null;

    private static string Trace(JsonObject error) => string.Join('\n', error["traceback"]!.AsArray().Select(Cell.Text));

    [GeneratedRegex(@"([-−]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)")]
    private static partial Regex Number();
}
