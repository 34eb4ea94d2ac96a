using System.CommandLine.Parsing;

namespace Attention.NotebookRunner.Commands;

/// <summary>Options of <c>run</c> that cannot be used together.</summary>
internal static class Contradictions
{
    public static void Report(
        CommandResult result, TargetArguments targets, SelectionArguments selection, LimitArguments limits)
    {
        bool inPlace = result.GetValue(targets.InPlace), check = result.GetValue(targets.Check);
        bool changesWhatRuns = result.HasValue(selection.Parameters) || result.HasValue(selection.Tags);
        if (changesWhatRuns && (inPlace || check))
        {
            result.AddError(
                "--param and --tags change what runs: use them with --out or --html, not with --in-place or --check.");
        }
        if (result.GetValue(selection.Solutions) && inPlace)
        {
            result.AddError(
                "--solutions solves the exercises: use it with --check, --out or --html, not with --in-place.");
        }
        if (inPlace && result.GetValue(limits.Share))
        {
            result.AddError("--share: not with --in-place, for what a notebook keeps comes from a process of its own.");
        }
        if (check && (inPlace || result.HasValue(targets.Pages)))
        {
            result.AddError("--check changes no notebook and writes no page: do not use it with --in-place or --html.");
        }
    }
}
