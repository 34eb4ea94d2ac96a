using System.CommandLine;

namespace Attention.NotebookRunner.Commands;

/// <summary>The options of <c>run</c> that say what is written, or compared.</summary>
internal sealed class TargetArguments
{
    private readonly CheckArguments _check = new();
    private readonly PageArguments _pages = new();

    public Option<bool> InPlace { get; } = new("--in-place")
    {
        Description = """
            Write the outputs into the notebooks themselves. A notebook in which a cell failed is left as it was.
            """,
    };

    public Option<string?> Copies { get; } = new Option<string?>("--out")
    {
        Description = "Write executed copies of the notebooks into this folder.",
        HelpName = "DIR",
    }.NotEmpty("a folder");

    public Option<string?> Pages { get; } = new Option<string?>("--html")
    {
        Description = """
            Write one page per notebook and an index into this folder.
            Default when nothing else is asked for: site/ at the repository root.
            """,
        HelpName = "DIR",
    }.NotEmpty("a folder");

    public Option<bool> Check => _check.Check;

    public void AddTo(Command command)
    {
        command.Add(InPlace);
        command.Add(Copies);
        command.Add(Pages);
        _pages.AddTo(command);
        _check.AddTo(command);
    }

    public RunTargets Read(ParseResult parsed) => new(
        InPlace: parsed.GetValue(InPlace),
        CopiesFolder: parsed.GetValue(Copies),
        PagesFolder: parsed.GetValue(Pages),
        Check: _check.Read(parsed))
    {
        PageOptions = _pages.Read(parsed),
    };
}
