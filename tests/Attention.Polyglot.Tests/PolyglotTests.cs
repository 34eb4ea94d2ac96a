using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Attention.NotebookRunner.Cells;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Run;
using Attention.Notebooks.Tests;

namespace Attention.Polyglot.Tests;

/// <summary>The notebooks in the real kernel: what its users see is what is committed, and what the repository's own runner shows.</summary>
public class PolyglotTests
{
    /// <summary>No learner sits here.</summary>
    [ModuleInitializer]
    internal static void KeepNoRecordOfProgress() => Environment.SetEnvironmentVariable("ATTENTION_LEDGER", "off");

    [Theory]
    [MemberData(nameof(Chapters.AllNames), MemberType = typeof(Chapters))]
    public async Task It_shows_in_the_real_kernel_what_it_is_committed_with(string name)
    {
        NotebookDocument notebook = Chapters.Read(name);
        Environment.CurrentDirectory = Path.GetDirectoryName(notebook.Path)!; // where #r "../lib/…" starts from
        using var kernel = new RealKernel();
        var faults = new List<string>();
        foreach (Cell cell in notebook.Code().Where(c => c.Language == "csharp" && !c.Has("skip-execution")))
        {
            IReadOnlyList<CellEvent> shown = await kernel.RunAsync(cell.Source, TestContext.Current.CancellationToken);
            faults.AddRange(Faults(cell, shown).Select(fault => $"{cell.Id}: {fault}"));
        }
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private static IEnumerable<string> Faults(Cell cell, IReadOnlyList<CellEvent> shown)
    {
        CellEvent? error = shown.FirstOrDefault(e => e.Kind == CellEventKind.Error);
        if (error is not null != cell.Has("raises-exception"))
        {
            return [error is null ? "raised no exception" : $"{error.Name}: {error.Text}"];
        }
        if (cell.Source.Contains("Plotly.NET", StringComparison.Ordinal) && !shown.Any(e => e.Data?.GetValueOrDefault("text/html")?.Contains("Plotly.newPlot", StringComparison.Ordinal) == true))
        {
            return ["Plotly.NET drew no chart"];
        }
        if (!OutputDifference.Matters(cell))
        {
            return [];
        }
        var outputs = new OutputRecorder();
        foreach (CellEvent output in shown)
        {
            outputs.Add(output);
        }
        if (error is not null)
        {
            outputs.AddError(error.Name, error.Text);
        }
        return Differences(cell.Outputs, outputs.ToJson());
    }

    /// <summary>Output by output and MIME type by MIME type.</summary>
    private static IEnumerable<string> Differences(JsonArray inFile, JsonArray now) => Enumerable.Range(0, Math.Max(inFile.Count, now.Count)).SelectMany(i =>
    {
        JsonObject before = Parts(inFile.ElementAtOrDefault(i)), after = Parts(now.ElementAtOrDefault(i));
        return before.Select(p => p.Key).Union(after.Select(p => p.Key))
            .Select(part => OutputDifference.Of(before[part], after[part]) is { } difference ? $"output {i + 1}, {part}: {difference}" : null).OfType<string>();
    });

    /// <summary>What a reader sees of an output. A traceback is the runner's own.</summary>
    private static JsonObject Parts(JsonNode? output)
    {
        var parts = (JsonObject?)output?["data"]?.DeepClone() ?? [];
        foreach (string field in new[] { "output_type", "name", "text", "ename", "evalue" })
        {
            if (output?[field] is { } value)
            {
                parts[field] = value.DeepClone();
            }
        }
        return parts;
    }
}
