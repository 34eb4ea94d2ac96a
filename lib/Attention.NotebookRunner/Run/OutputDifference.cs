using System.Text.Json.Nodes;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>Whether two outputs are the same, and if not, where they first differ.</summary>
internal static class OutputDifference
{
    private static readonly string[] Ignored = ["volatile", "nbval-ignore-output", "optional"];

    /// <summary>A cell that has the same outputs every time.</summary>
    public static bool Matters(Cell cell) => cell.Type == "code" && !cell.Tags.Intersect(Ignored).Any();

    public static string? Of(JsonNode? inFile, JsonNode? now)
    {
        string[] old = NotebookJson.Write(inFile).Split('\n'), current = NotebookJson.Write(now).Split('\n');
        int at = Enumerable.Range(0, Math.Max(old.Length, current.Length)).FirstOrDefault(i => i >= old.Length || i >= current.Length || old[i] != current[i], -1);
        return at < 0 ? null : $"first difference:\n  in the file: {Line(old, at)}\n  now:         {Line(current, at)}";
    }

    private static string Line(string[] lines, int at)
    {
        string line = at < lines.Length ? lines[at].Trim() : "(nothing)";
        return line.Length > 160 ? line[..160] + "…" : line;
    }
}
