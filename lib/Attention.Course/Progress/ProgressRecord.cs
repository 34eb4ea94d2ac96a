using System.Text.Json;
using Attention.Shared;

namespace Attention.Course;

/// <summary>
/// What the learner has done so far, in one small file on this computer: <c>.attention/progress.json</c>.
/// </summary>
/// <remarks>
/// Nothing that a check or a prediction says depends on it, so a chapter's output is the same with and without.
/// It is written whole or not at all, and by one process at a time; where it cannot be written, the course goes on
/// without it. Two others read and write the same names: <c>LearnerRecord</c> of the runner and its
/// <c>InBrowser/record.js</c>. Change all three.
/// </remarks>
/// <param name="folder">Where the file lies; made when it is missing.</param>
/// <param name="patience">How long a process waits until it may write; 5 seconds when omitted, since a learner waits
/// with it. Waiting processes write in no fixed order.</param>
internal sealed class ProgressRecord(string folder, TimeSpan? patience = null)
{
    private const long LargestFile = 1_000_000;
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    private readonly string _file = Path.Combine(folder, "progress.json");
    private readonly TimeSpan _patience = patience ?? TimeSpan.FromSeconds(5);

    /// <summary>
    /// The record on this computer; null in a run without a learner: with the switch off, or in continuous integration.
    /// </summary>
    public static ProgressRecord? Current
        => Environment.GetEnvironmentVariable(ProgressRecordSwitch.Variable) == ProgressRecordSwitch.Off
            || Environment.GetEnvironmentVariable("CI") is { Length: > 0 } ? null
            : new(Folder(Environment.CurrentDirectory));

    /// <summary>
    /// In the repository that <paramref name="start"/> lies in, where git ignores it, else among the user's own data.
    /// </summary>
    internal static string Folder(string start) => RepositoryFolder.Above(start) is { } root
        ? Path.Combine(root, ".attention")
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "attention-course");

    /// <summary>Keeps that an exercise was tried, and whether it was ever solved.</summary>
    public bool RecordExercise(string name, bool isSolved) => Update(record =>
    {
        record.Exercises[name] = new(isSolved || record.Exercises.GetValueOrDefault(name)?.IsSolved == true);
    });

    /// <summary>Keeps a guess; the first one stays, whatever is guessed later.</summary>
    public bool RecordPrediction(string question, string guess, bool isRight) =>
        Update(record => record.Predictions.TryAdd(question, new(guess, isRight)));

    /// <summary>What is kept; a file that cannot be understood counts as empty, and the record says so.</summary>
    public Content Read()
    {
        try
        {
            if (!File.Exists(_file))
            {
                return new();
            }

            return new FileInfo(_file).Length <= LargestFile
                && JsonSerializer.Deserialize<Content>(File.ReadAllBytes(_file)) is { IsSound: true } record
                ? record
                : new() { IsRestarted = true };
        }
        catch (Exception trouble) when (trouble is JsonException or NotSupportedException)
        {
            return new() { IsRestarted = true };
        }
    }

    /// <summary>Forgets everything.</summary>
    public bool Clear() => Update(record =>
    {
        record.Exercises.Clear();
        record.Predictions.Clear();
        record.IsRestarted = false;
    });

    /// <summary>Remembers that the learner has been told of a restart.</summary>
    public bool AcknowledgeRestart() => Update(record => record.IsRestarted = false);

    private bool Update(Action<Content> change)
    {
        try
        {
            Directory.CreateDirectory(folder);
            FailWhereNobodyCanWrite();
            using FileStream oneAtATime = FileLock.Wait(Path.Combine(folder, "progress.lock"), _patience);
            Content record = Read();
            change(record);
            AtomicFile.Write(_file, JsonSerializer.SerializeToUtf8Bytes(record, s_json));
            return true;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return false; // a read-only disk must not stop a lesson
        }
    }

    /// <summary>On a read-only disk the lock cannot be opened either, and waiting for it would be in vain.</summary>
    private void FailWhereNobodyCanWrite() => File
        .Create(Path.Combine(folder, Path.GetRandomFileName()), bufferSize: 1, FileOptions.DeleteOnClose)
        .Dispose();

    internal sealed record ExerciseRecord(bool IsSolved);

    internal sealed record PredictionRecord(string Guess, bool IsRight);

    internal sealed record Content
    {
        public Dictionary<string, ExerciseRecord> Exercises { get; init; } = [];

        public Dictionary<string, PredictionRecord> Predictions { get; init; } = [];

        /// <summary>An earlier file could not be understood, and the learner has not been told yet.</summary>
        public bool IsRestarted { get; set; }

        /// <summary>JSON may put null where the types allow none.</summary>
        internal bool IsSound => Exercises is not null && Predictions is not null && !Exercises.ContainsValue(null!)
            && !Predictions.ContainsValue(null!);
    }
}
