using System.Text.Json;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Learn;

/// <summary>
/// How far the reader is, from the record that the checks of the exercises keep. The chapters themselves say which
/// exercises they have.
/// </summary>
/// <param name="file">The record. It is only read.</param>
internal sealed partial class LearnerRecord(string file)
{
    /// <summary>The exercises that were tried, and whether each was ever solved.</summary>
    public IReadOnlyDictionary<string, bool> Exercises()
    {
        try
        {
            using var record = JsonDocument.Parse(File.ReadAllBytes(file));
            return record.RootElement.GetProperty("Exercises").EnumerateObject()
                .ToDictionary(one => one.Name, one => one.Value.GetProperty("IsSolved").GetBoolean());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidOperationException)
        {
            return new Dictionary<string, bool>(); // nothing is recorded yet, or nothing that can be read
        }
    }

    /// <summary>The exercises that a cell checks.</summary>
    public static IEnumerable<string> CheckedBy(Cell cell) =>
        cell.Type == "code" ? Check().Matches(cell.Source).Select(match => match.Groups[1].Value) : [];

    [GeneratedRegex(@"\bExercise\.(\w+)\.Check\(")]
    private static partial Regex Check();
}
