using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;
using Attention.Shared;

namespace Attention.NotebookRunner.Learn.Record;

/// <summary>
/// How far the learner is, from the record that the checks of the exercises and the predictions keep. The chapters
/// themselves say which of them they have.
/// </summary>
/// <remarks>
/// The format is that of <c>ProgressRecord</c> of the course and of InBrowser/record.js: change all three.
/// </remarks>
/// <param name="file">The record.</param>
internal sealed partial class LearnerRecord(string file)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>The exercises that were tried, and whether each was ever solved.</summary>
    public IReadOnlyDictionary<string, bool> Exercises() => Read("Exercises", "IsSolved");

    /// <summary>The questions at which a guess was made, and whether the first guess was right.</summary>
    public IReadOnlyDictionary<string, bool> Guesses() => Read("Predictions", "IsRight");

    /// <summary>
    /// Keeps a guess that was made in a page, as a cell would; the first one stays. Nothing is written in a run without
    /// a learner.
    /// </summary>
    /// <exception cref="IOException">The record cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there.</exception>
    public void AddGuess(string question, string guess, bool isRight)
    {
        if (Environment.GetEnvironmentVariable(ProgressRecordSwitch.Variable) == ProgressRecordSwitch.Off)
        {
            return;
        }
        string folder = Path.GetDirectoryName(file)!;
        Directory.CreateDirectory(folder);
        using FileStream oneAtATime = FileLock.Wait(Path.Combine(folder, "progress.lock"), Patience);
        JsonObject record = ReadWhole();
        if (record["Predictions"] is not JsonObject predictions)
        {
            record["Predictions"] = predictions = [];
        }
        if (predictions.TryAdd(question, new JsonObject { ["Guess"] = guess, ["IsRight"] = isRight }))
        {
            AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(record, Json));
        }
    }

    /// <summary>An empty record where there is none, or none that can be understood: a cell does the same.</summary>
    private JsonObject ReadWhole()
    {
        try
        {
            return File.Exists(file) ? JsonNode.Parse(File.ReadAllBytes(file)) as JsonObject ?? [] : [];
        }
        catch (JsonException)
        {
            return new JsonObject { ["IsRestarted"] = true };
        }
    }

    private Dictionary<string, bool> Read(string part, string verdict)
    {
        try
        {
            using var record = JsonDocument.Parse(File.ReadAllBytes(file));
            return record.RootElement.GetProperty(part).EnumerateObject()
                .ToDictionary(one => one.Name, one => one.Value.GetProperty(verdict).GetBoolean());
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
