using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Attention.Course.Tests.Exercises;

/// <summary>The chapters show the same starters, checks and solutions that are tested here.</summary>
public class ChapterTests
{
    private static readonly Dictionary<int, string> s_chapters = Directory
        .GetFiles(Path.Combine(RepositoryFiles.Root, "notebooks"), "*.ipynb", SearchOption.AllDirectories)
        .Where(path => Title(path) is not null)
        .ToDictionary(path => Title(path)!.Value);

    public static TheoryData<string> Exercises => [.. Exercise.All.Select(exercise => exercise.Name)];

    public static TheoryData<string> Chapters =>
        [.. s_chapters.Values.Select(path => Path.GetRelativePath(RepositoryFiles.Root, path).Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(Exercises))]
    public void The_chapter_shows_the_tested_texts(string name)
    {
        ExerciseText exercise = Exercise.All.Single(one => one.Name == name);
        JsonElement[] cells = Cells(s_chapters[exercise.Chapter]);

        Assert.Contains(cells, cell =>
            IsTagged(cell) && Source(cell).Contains(exercise.Starter, StringComparison.Ordinal)
        );
        Assert.Contains(cells, cell => Source(cell).Contains(exercise.CheckCell, StringComparison.Ordinal));
        Assert.Contains(cells, cell =>
            Source(cell) is var text
            && text.Contains("<summary>Solution", StringComparison.Ordinal)
            && text.Contains(exercise.Solution, StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Exercises))]
    public void The_chapter_says_how_hard_an_exercise_is_and_how_long_it_takes(string name)
    {
        ExerciseText exercise = Exercise.All.Single(one => one.Name == name);

        Assert.Contains(Cells(s_chapters[exercise.Chapter]).Select(Source), text =>
            text.Contains(exercise.Number, StringComparison.Ordinal)
            && text.Contains(exercise.Effort, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Chapters))]
    public void The_top_of_a_chapter_gives_the_minutes_of_its_exercises_together_rounded_up_to_fives(string name)
    {
        int together = Exercise.All
            .Where(exercise => exercise.Chapter == Title(name))
            .Sum(exercise => exercise.Minutes);

        Assert.Contains($"and {(together + 4) / 5 * 5} more for the exercises", Source(Cells(name)[0]),
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Chapters))]
    public void Every_exercise_of_a_chapter_is_tested(string name) =>
        Assert.All(Cells(name).Where(IsTagged), cell =>
            Assert.Contains(Exercise.All, exercise => Source(cell).Contains(exercise.Starter, StringComparison.Ordinal))
        );

    /// <summary>The number of a chapter by its title, <c># 8 · Positions</c>; null for the pages without one.</summary>
    private static int? Title(string path)
        => Regex.Match(Source(Cells(path)[0]), @"^# (\d+) · ") is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : null;

    private static JsonElement[] Cells(string path)
    {
        using JsonDocument notebook = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryFiles.Root, path)));
        return [.. notebook.RootElement.GetProperty("cells").Clone().EnumerateArray()];
    }

    private static bool IsTagged(JsonElement cell) =>
        cell.GetProperty("metadata").TryGetProperty("tags", out JsonElement tags)
        && tags.EnumerateArray().Any(tag => tag.GetString() == "exercise");

    private static string Source(JsonElement cell) =>
        cell.GetProperty("source") is { ValueKind: JsonValueKind.Array } lines
            ? string.Concat(lines.EnumerateArray().Select(line => line.GetString()))
            : cell.GetProperty("source").GetString()!;
}
