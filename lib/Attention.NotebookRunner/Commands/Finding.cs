namespace Attention.NotebookRunner.Commands;

/// <summary>The result of one check.</summary>
/// <param name="What">The name of the check. The table in notebooks/FRONT-ENDS.md uses the same names.</param>
/// <param name="Ok">Whether there is nothing to do.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Command">The command that solves the problem, for a shell in the repository's folder.</param>
/// <param name="Advice">What to do where no command does it.</param>
/// <param name="Needed">Whether the course cannot run at all without it. The rest matters only to notebook
/// editors.</param>
internal sealed record Finding(
    string What, bool Ok, string Detail, string? Command = null, string Advice = "", bool Needed = false);
