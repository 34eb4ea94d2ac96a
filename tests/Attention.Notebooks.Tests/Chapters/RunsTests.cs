using Attention.NotebookRunner.Documents;

namespace Attention.Notebooks.Tests;

/// <summary>The notebooks run in the repository's own runner, and show what they are committed with.</summary>
public sealed class RunsTests(CourseRun run) : IClassFixture<CourseRun>
{
    private const string Unsolved = "Your turn: ", Solved = "Solved: "; // how an exercise greets, and how it praises

    [Theory]
    [MemberData(nameof(Chapters.AllNames), MemberType = typeof(Chapters))]
    public async Task It_runs_and_its_committed_outputs_and_numbers_in_prose_are_current(string name)
    {
        IEnumerable<ReportedCell> faults = (await CellsAsync(name)).Where(c => c.Status is not ("passed" or "skipped"));
        Assert.Empty(faults.Select(c => $"{c.Id} {c.Status}: {c.Message}"));
    }

    [Theory]
    [MemberData(nameof(Chapters.Names), MemberType = typeof(Chapters))]
    public async Task Its_model_solutions_solve_its_exercises(string name)
    {
        NotebookDocument asItIs = Chapters.Read(name), solved = await run.SolvedAsync(name);
        Assert.NotEqual(0, Count(asItIs, Unsolved));
        Assert.Equal((0, Count(asItIs, Unsolved)), (Count(solved, Unsolved), Count(solved, Solved)));
    }

    [Theory]
    [MemberData(nameof(Chapters.AllNames), MemberType = typeof(Chapters))]
    public async Task Only_the_optional_cell_may_be_skipped_and_only_for_its_package(string name)
    {
        IEnumerable<Cell> mayBeSkipped =
            Chapters.Read(name).Cells.Where(c => c.Has("optional") || c.Has("skip-execution"));
        string[] optional = [.. mayBeSkipped.Select(c => c.Id)];
        Assert.All((await CellsAsync(name)).Where(c => c.Status == "skipped"), c => Assert.Contains(c.Id, optional));
    }

    private async Task<ReportedCell[]> CellsAsync(string name) =>
        (await run.Report)[Path.GetFileNameWithoutExtension(name)];

    /// <summary>How many outputs begin so, read as plain text.</summary>
    private static int Count(NotebookDocument notebook, string beginning) => notebook.Code().SelectMany(c => c.Outputs)
        .Select(output => Cell.Joined(output!["data"]?["text/plain"]) ?? "")
        .Count(text => text.StartsWith(beginning, StringComparison.Ordinal));
}
