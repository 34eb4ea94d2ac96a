using System.Text.Json.Nodes;

namespace Attention.Notebooks.Tests;

/// <summary>The notebooks run in the repository's own runner, and show what they are committed with.</summary>
public sealed class RunsTests(CourseRun run) : IClassFixture<CourseRun>
{
    [Theory]
    [MemberData(nameof(Chapters.AllNames), MemberType = typeof(Chapters))]
    public async Task It_runs_and_its_committed_outputs_and_numbers_in_prose_are_current(string name) => Assert.Empty(Faults(await run.AsCommitted, name));

    [Theory]
    [MemberData(nameof(Chapters.Names), MemberType = typeof(Chapters))]
    public async Task It_runs_with_the_model_solutions_in_the_exercises(string name) => Assert.Empty(Faults(await run.WithSolutions, name));

    [Theory]
    [MemberData(nameof(Chapters.AllNames), MemberType = typeof(Chapters))]
    public async Task Only_the_optional_cell_may_be_skipped_and_only_for_its_package(string name)
    {
        string[] optional = [.. Chapters.Read(name).Code().Where(c => c.Has("optional") || c.Has("skip-execution")).Select(c => c.Id)];
        Assert.All(Cells(await run.AsCommitted, name).Where(c => (string?)c["status"] == "skipped"), c => Assert.Contains((string)c["id"]!, optional));
    }

    private static IEnumerable<JsonNode> Cells(Dictionary<string, JsonNode> report, string name) => report[Path.GetFileNameWithoutExtension(name)]["cells"]!.AsArray().Select(c => c!);

    private static IEnumerable<string> Faults(Dictionary<string, JsonNode> report, string name) =>
        Cells(report, name).Where(c => (string?)c["status"] is not ("passed" or "skipped")).Select(c => $"{c["id"]} {c["status"]}: {c["message"]}");
}
