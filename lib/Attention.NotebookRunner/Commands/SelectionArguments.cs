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
            Give a variable that the cell tagged “parameters” declares another value, written as its type wants it.
            May be repeated. The assignment stands in a cell of its own after it, and in the notebook's metadata.
            """,
        HelpName = "NAME=VALUE",
    };

    public Option<bool> ListParameters { get; } = new("--list-params")
    {
        Description = "Run nothing; list the parameters that the notebooks declare, with their types and values.",
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

    private Option<string?> Cell { get; } = new Option<string?>("--cell")
    {
        Description =
            "Show only this cell. The cells before it run too, but keep their outputs; those after it do not run.",
        HelpName = "ID",
    }.NotEmpty("a cell");

    private Option<string?> UpTo { get; } = new Option<string?>("--up-to")
    {
        Description = "Run the cells up to this one, and not those after it.",
        HelpName = "ID",
    }.NotEmpty("a cell");

    private Option<string?> Section { get; } = new Option<string?>("--section")
    {
        Description = "As --cell, for all cells of the section with this heading.",
        HelpName = "HEADING",
    }.NotEmpty("a section");

    private Option<bool> AllowErrors { get; } = new("--allow-errors")
    {
        Description = "Run on after a cell that throws. Its error becomes its output, and is no failure.",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[]
            { Parameters, ListParameters, Tags, Cell, UpTo, Section, Solutions, AllowErrors })
        {
            command.Add(option);
        }
        command.Validators.Add(result =>
        {
            int ranges = new[] { Cell, UpTo, Section }.Count(result.HasValue);
            if (ranges > 1 || (ranges > 0 && result.GetValue(Solutions)))
            {
                result.AddError("Of --cell, --up-to, --section and --solutions only one can be used.");
            }
        });
    }

    public RunOptions Read(ParseResult parsed) => new()
    {
        Parameters =
        [
            .. (parsed.GetValue(Parameters) ?? []).Select(p => p.Split('=', 2))
                .Select(p => KeyValuePair.Create(p[0], p[1])),
        ],
        Tags = parsed.GetValue(Tags) ?? [],
        Range = new CellRange(
            parsed.GetValue(Cell) ?? parsed.GetValue(UpTo), parsed.GetValue(UpTo) is not null,
            parsed.GetValue(Section)),
        Solutions = parsed.GetValue(Solutions),
        AllowErrors = parsed.GetValue(AllowErrors),
    };

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_]*=")]
    private static partial Regex Assignment();
}
