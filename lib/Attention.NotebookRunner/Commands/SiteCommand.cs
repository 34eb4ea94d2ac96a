using System.CommandLine;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Learn.InBrowser;
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

        With --live the pages also run C# in the reader's browser, with nothing installed: a folder for any web server,
        such as “learn --pages”, but not one to open from the disk. It takes minutes, because the program for the browser is built.

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
        var live = new Option<bool>("--live") { Description = "Write pages whose cells run in the browser." };
        var pages = new PageArguments();
        var command = new Command("site", HelpText) { notebooks, html, live };
        pages.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(live) && pages.IsSingle(result))
            {
                result.AddError("--live needs several files: it goes without --single-file.");
            }
        });
        command.SetAction(parsed => Write(
            parsed.GetValue(notebooks)!, parsed.GetValue(html), pages.Read(parsed), parsed.GetValue(live)));
        return command;
    }

    private static int Write(string[] named, string? html, SiteOptions options, bool isLive)
    {
        try
        {
            Repository? repository = Repository.Find();
            NotebookSource[] sources = NotebookSource.Find(named, repository);
            string folder = WritePlan.PagesFolder(html, repository);
            NotebookDocument[] read = [.. sources.Select(source => NotebookDocument.Read(source.Path, source.Shown))];
            string root = repository?.Root ?? Path.GetDirectoryName(sources[0].Path)!;
            if (isLive)
            {
                Console.WriteLine("C# for the browser is built …");
                LivePages.Write(folder, root, read, options);
                Console.WriteLine($"Serve: {folder}, with any web server or with: learn --pages {folder}");
                return ExitCode.Success;
            }
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
