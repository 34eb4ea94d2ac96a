using System.Text.Json.Nodes;
using Attention.NotebookRunner.Documents;
using Attention.Notebooks.Tests;

namespace Attention.FrontEnds.Tests.Stdio;

/// <summary>Every notebook in the kernel that VS Code starts: what a reader sees is what is committed.</summary>
public class StdioTests
{
    [Theory]
    [MemberData(nameof(Chapters.AllNames), MemberType = typeof(Chapters))]
    public async Task Every_cell_shows_in_the_tool_what_it_is_committed_with(string name)
    {
        Installed.WhenAskedFor();
        Installed.Program("dotnet", "install the .NET SDK");
        await RestoreToolAsync();
        NotebookDocument notebook = Chapters.Read(name);
        using var kernel = new StdioKernel(Path.GetDirectoryName(notebook.Path)!);
        var faults = new List<string>();
        foreach (Cell cell in notebook.Code().Where(c => c.Language == "csharp" && !c.Has("skip-execution")))
        {
            JsonArray shown = await kernel.RunAsync(cell.Source);
            faults.AddRange(Faults(cell, shown).Select(fault => $"{cell.Id}: {fault}"));
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static IEnumerable<string> Faults(Cell cell, JsonArray shown)
    {
        JsonNode? error = shown.FirstOrDefault(output => (string?)output!["output_type"] == "error");
        if (error is not null && !cell.Has("raises-exception"))
        {
            return [$"error: {error["evalue"]}"];
        }
        if (cell.Id == "start-here")
        {
            string said = Cell.Joined(shown.FirstOrDefault()?["text"]) ?? "";
            return said.Trim() == "All is ready." ? [] : [$"says: {said}"];
        }
        return cell.Has("volatile") || cell.Has("optional") ? [] : OutputComparison.Differences(cell.Outputs, shown);
    }

    private static async Task RestoreToolAsync()
    {
        using ExternalProgram restore = ExternalProgram.Start(Chapters.Repository.Root, "dotnet", ["tool", "restore"]);
        await restore.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (restore.Process.ExitCode != 0)
        {
            Installed.Missing($"The tool of .NET Interactive cannot be restored:\n{restore.Output}");
        }
    }
}
