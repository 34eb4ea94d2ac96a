using System.CommandLine;

namespace Attention.NotebookRunner.Commands;

/// <summary>The options of <c>run</c> that say what is written, or compared.</summary>
internal sealed class TargetArguments
{
    public Option<bool> InPlace { get; } = new("--in-place")
    {
        Description = """
            Write the outputs into the notebooks themselves. A notebook in which a cell failed is left as it was.
            """,
    };

    public Option<string?> Copies { get; } = new("--out")
    {
        Description = "Write executed copies of the notebooks into this folder.",
        HelpName = "DIR",
    };

    public Option<string?> Pages { get; } = new("--html")
    {
        Description = """
            Write one page per notebook and an index into this folder.
            Default when nothing else is asked for: site/ at the repository root.
            """,
        HelpName = "DIR",
    };

    public Option<FileInfo> Plotly { get; } = SiteCommand.PlotlyOption();

    public Option<bool> Check { get; } = new("--check")
    {
        Description = """
            Change no notebook and write no page. Fail with exit code 5 when an output in a file is not what its cell shows now.
            Cells tagged volatile, nbval-ignore-output or optional are not compared.
            """,
    };

    public void AddTo(Command command)
    {
        command.Add(InPlace);
        command.Add(Copies);
        command.Add(Pages);
        command.Add(Plotly);
        command.Add(Check);
    }

    public RunTargets Read(ParseResult parsed) => new(
        InPlace: parsed.GetValue(InPlace),
        CopiesFolder: parsed.GetValue(Copies),
        PagesFolder: parsed.GetValue(Pages),
        Plotly: parsed.GetValue(Plotly),
        Check: parsed.GetValue(Check));
}
