using System.Globalization;
using System.Text;

namespace Attention.Course;

/// <summary>How far you have come: the exercises solved and the predictions made, kept on this computer only.</summary>
/// <remarks>The record is one small file that git ignores. Nothing leaves the computer, and no other output depends on
/// it.</remarks>
public static class Progress
{
    /// <summary>Says what is solved, chapter by chapter, and what comes next.</summary>
    public static string Show() => Show(ProgressRecord.Current);

    /// <summary>Forgets everything, to start the course anew.</summary>
    public static string Reset() => Reset(ProgressRecord.Current);

    internal static string Reset(ProgressRecord? kept) => kept?.Clear() switch
    {
        null => "There is no progress that could be forgotten here. This was an automatic run.",
        true => "Your progress is forgotten. A fresh start.",
        false => "The record of your progress cannot be written at the moment, so nothing is forgotten.",
    };

    internal static string Show(ProgressRecord? kept)
    {
        if (kept is null)
        {
            return "Your progress is kept when you run the course yourself. This was an automatic run.";
        }

        ProgressRecord.Content record;
        try
        {
            record = kept.Read();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return "The record of your progress cannot be read at the moment. The exercises work without it.";
        }

        var text = new StringBuilder("Your progress (kept on this computer only)\n");
        if (record.IsRestarted)
        {
            kept.AcknowledgeRestart();
            text.Append("The earlier record could not be understood, so it starts afresh.\n");
        }

        bool IsSolved(SyllabusEntry exercise) => record.Exercises.GetValueOrDefault(exercise.Name)?.IsSolved == true;
        string Mark(SyllabusEntry exercise) =>
            IsSolved(exercise) ? "✓" : record.Exercises.ContainsKey(exercise.Name) ? "○" : "·";
        foreach (var chapter in Syllabus.All.GroupBy(exercise => exercise.Chapter))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"chapter {chapter.Key}   {string.Join("   ", chapter.Select(exercise => $"{Mark(exercise)} {exercise.Name}"))}\n");
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $"{Syllabus.All.Count(IsSolved)} of {Syllabus.All.Count} exercises solved (✓ solved, ○ tried). ");
        text.Append(
            CultureInfo.InvariantCulture,
            $"Predictions: {record.Predictions.Count} made, {record.Predictions.Values.Count(guess => guess.IsRight)} right at the first guess.\n");
        return text.Append(
            Syllabus.All.FirstOrDefault(exercise => !IsSolved(exercise)) is { } next
                ? $"Next: {next.Number} {next.Title} ({next.Effort}), Exercise.{next.Name}"
                : "Everything is solved.").ToString();
    }
}
