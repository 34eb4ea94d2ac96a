using System.Globalization;
using System.Text;

namespace Attention.Course;

/// <summary>What an exercise says: its task, hints, starter and solution.</summary>
public abstract class ExerciseText
{
    private readonly SyllabusEntry _entry;

    private protected ExerciseText(SyllabusEntry entry) => _entry = entry;

    /// <summary>Chapter and number in it: <c>3.1</c>.</summary>
    public string Number => _entry.Number;

    /// <summary>The property of <see cref="Exercise"/> that holds it: <c>StableSoftmax</c>.</summary>
    public string Name => _entry.Name;

    /// <summary>What it is called in sentences: <c>a softmax that does not overflow</c>.</summary>
    public string Title => _entry.Title;

    /// <summary>The chapter it belongs to, from 1 on.</summary>
    public int Chapter => _entry.Chapter;

    /// <summary>How hard it is for somebody who has read the chapter.</summary>
    public Difficulty Difficulty => _entry.Difficulty;

    /// <summary>About how many minutes it takes.</summary>
    public int Minutes => _entry.Minutes;

    /// <summary>Difficulty and minutes in words: <c>easy, about 5 minutes</c>.</summary>
    public string Effort => _entry.Effort;

    /// <summary>What is to be done, in one or two sentences.</summary>
    public required string Task { get; init; }

    /// <summary>What the learner hands in, as it stands in the check: <c>MySoftmax</c>.</summary>
    public required string Attempt { get; init; }

    /// <summary>Three hints: the idea, the outline, nearly the code.</summary>
    public required IReadOnlyList<string> Hints { get; init; }

    /// <summary>
    /// What the learner starts from: the exercise cell of a chapter. It may use what earlier exercises define.
    /// </summary>
    public required string Starter { get; init; }

    /// <summary>One good way to do it: the same cell, solved.</summary>
    public required string Solution { get; init; }

    /// <summary>What a solved exercise has shown, in one sentence.</summary>
    public required string Insight { get; init; }

    /// <summary>The cell below the exercise: <c>Exercise.Dot.Check(MyDot)</c>.</summary>
    public string CheckCell => $"Exercise.{Name}.Check({Attempt})";

    internal string WhereHelpIs => $"Stuck? Unfold hint 1 below, or run Exercise.{Name}.Hint(1) in a new cell.";

    /// <summary>A little help.</summary>
    /// <param name="level">1: the idea; 2: the outline; 3: nearly the code. Other numbers give the nearest.</param>
    public string Hint(int level)
    {
        level = Math.Clamp(level, 1, Hints.Count);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"Hint {level} of {Hints.Count} for "
            + $"{Title}:\n{Hints[level - 1]}");
        return (level < Hints.Count
            ? text.Append(CultureInfo.InvariantCulture, $"\n\nStill stuck? Exercise.{Name}.Hint({level + 1})")
            : text.Append("\n\nStill stuck? The solution is folded below the exercise.")).ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Number} {Name} ({Effort}): {Task}";
}
