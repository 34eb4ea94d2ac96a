namespace Attention.NotebookRunner.Learn.Record;

/// <summary>What belongs to the learner and lies in the course's folder, where git ignores it.</summary>
/// <param name="Root">The course's folder.</param>
internal sealed record LearnerFiles(string Root)
{
    private string Own => Path.Combine(Root, ".attention");

    /// <summary>What the learner wrote into the cells.</summary>
    public Drafts Drafts => new(Path.Combine(Own, "learn"));

    /// <summary>Which exercises are solved, and which guesses were made.</summary>
    public LearnerRecord Record => new(Path.Combine(Own, "progress.json"));
}
