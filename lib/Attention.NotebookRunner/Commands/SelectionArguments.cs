using System.CommandLine;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Commands;

/// <summary>The options of <c>run</c> that change what runs.</summary>
internal sealed partial class SelectionArguments
{
    public SelectionArguments()
    {
        Parameters.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(t => !Assignment().IsMatch(t.Value)) is { } wrong)
            {
                result.AddError($"--param takes NAME=VALUE with a C# name, not “{wrong.Value}”.");
            }
        });
        Tags.Validators.Add(result =>
        {
            if (result.Tokens.Any(t => t.Value.Trim('!').Length == 0))
            {
                result.AddError("--tags takes the name of a tag.");
            }
        });
    }

    public Option<string[]> Parameters { get; } = new("--param")
    {
        Description = """
            Assign a value to a variable that the cell tagged “parameters” declares; may be repeated.
            The assignment stands in a cell of its own after it.
            """,
        HelpName = "NAME=VALUE",
    };

    public Option<string[]> Tags { get; } = new("--tags")
    {
        Description = """
            Of the cells that have tags run only those with this tag, or with ! before it all but those.
            Cells without tags always run. May be repeated.
            """,
        HelpName = "TAG",
    };

    public Option<bool> Solutions { get; } = new("--solutions")
    {
        Description = """
            When a notebook has run, put the model solutions into its exercise cells and run on from the first of them.
            A solution is the ```csharp block folded under <details><summary>Solution</summary> in the next markdown cells.
            """,
    };

    public void AddTo(Command command)
    {
        command.Add(Parameters);
        command.Add(Tags);
        command.Add(Solutions);
    }

    public RunOptions Read(ParseResult parsed) => new()
    {
        Parameters =
        [
            .. (parsed.GetValue(Parameters) ?? []).Select(p => p.Split('=', 2)).Select(p => KeyValuePair.Create(p[0], p[1])),
        ],
        Tags = parsed.GetValue(Tags) ?? [],
        Solutions = parsed.GetValue(Solutions),
    };

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_]*=")]
    private static partial Regex Assignment();
}
