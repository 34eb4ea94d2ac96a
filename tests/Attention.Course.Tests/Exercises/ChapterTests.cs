using System.Text.Json;

namespace Attention.Course.Tests.Exercises;

/// <summary>The chapters show the same starters, checks and solutions that are tested here.</summary>
public class ChapterTests
{
    public static TheoryData<string> Written => [.. Exercise.All.Where(exercise => Chapter(exercise) is not null).Select(exercise => exercise.Name)];

    [Theory]
    [MemberData(nameof(Written))]
    public void The_chapter_shows_the_tested_texts(string name)
    {
        Exercise exercise = Exercise.All.Single(one => one.Name == name);
        using JsonDocument notebook = JsonDocument.Parse(File.ReadAllBytes(Chapter(exercise)!));
        JsonElement[] cells = [.. notebook.RootElement.GetProperty("cells").EnumerateArray()];

        Assert.Contains(cells, cell => IsTagged(cell) && Source(cell).Contains(exercise.Starter, StringComparison.Ordinal));
        Assert.Contains(cells, cell => Source(cell).Contains(exercise.CheckCell, StringComparison.Ordinal));
        Assert.Contains(cells, cell => Source(cell) is var text && text.Contains("<summary>Solution", StringComparison.Ordinal) && text.Contains(exercise.Solution, StringComparison.Ordinal));
    }

    private static bool IsTagged(JsonElement cell)
        => cell.GetProperty("metadata").TryGetProperty("tags", out JsonElement tags) && tags.EnumerateArray().Any(tag => tag.GetString() == "exercise");

    private static string Source(JsonElement cell)
        => cell.GetProperty("source") is { ValueKind: JsonValueKind.Array } lines ? string.Concat(lines.EnumerateArray().Select(line => line.GetString())) : cell.GetProperty("source").GetString()!;

    private static string? Chapter(Exercise exercise)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Attention.Lib.sln")))
        {
            folder = folder.Parent;
        }

        return Directory.GetFiles(Path.Combine(folder!.FullName, "notebooks"), $"0{exercise.Chapter}-*.ipynb").SingleOrDefault();
    }
}
