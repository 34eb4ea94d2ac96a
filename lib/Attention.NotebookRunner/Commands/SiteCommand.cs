using System.CommandLine;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Run;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Commands;

/// <summary><c>site</c>: writes pages without running anything.</summary>
internal static class SiteCommand
{
    private const string HelpText = """
        Writes the pages from the outputs that the notebooks hold. No cell runs.

        Text and outputs of a notebook are cleaned: a script in them never runs in the page. HTML that only a script can
        draw is shown in a frame that can reach neither the page nor the network.

        Tags of a cell: remove-cell, remove-input and remove-output leave it, its code or its outputs out of the page.

        Exit codes: 0 all well, 2 usage, 3 bad notebook.
        """;

    public static Command Create()
    {
        Argument<string[]> notebooks = NotebookSource.Argument();
        Option<string?> html = new Option<string?>("--html")
        {
            Description = "The folder; default site/ at the repository root.",
            HelpName = "DIR",
        }.NotEmpty("a folder");
        var pages = new PageArguments();
        var command = new Command("site", HelpText) { notebooks, html };
        pages.AddTo(command);
        command.SetAction(parsed => Write(parsed.GetValue(notebooks)!, parsed.GetValue(html), pages.Read(parsed)));
        return command;
    }

    private static int Write(string[] named, string? html, SiteOptions options)
    {
        try
        {
            Repository? repository = Repository.Find();
            NotebookSource[] sources = NotebookSource.Find(named, repository);
            string folder = WritePlan.PagesFolder(html, repository);
            NotebookDocument[] read = [.. sources.Select(source => NotebookDocument.Read(source.Path, source.Shown))];
            string root = repository?.Root ?? Path.GetDirectoryName(sources[0].Path)!;
            Console.WriteLine($"Read: {new SiteWriter(folder, root, options).Write(read)}");
            return ExitCode.Success;
        }
        catch (Exception e)
            when (e is BadNotebookException or UsageException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(Printable.Line(e.Message));
            return e is BadNotebookException ? ExitCode.BadNotebook : ExitCode.Usage;
        }
    }
}
