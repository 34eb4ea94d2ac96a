using System.CommandLine;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Commands;

/// <summary>Pages only.</summary>
internal static class SiteCommand
{
    public static Command Create()
    {
        Argument<string[]> notebooks = Notebooks.Argument();
        var html = new Option<string?>("--html") { Description = "The folder; default site/ at the repository root.", HelpName = "DIR" };
        Option<FileInfo> plotly = PlotlyOption();
        var command = new Command("site", """
            Writes the pages from the outputs that the notebooks hold, without running anything.
            Exit codes: 0 all well, 2 usage, 3 bad notebook.
            """) { notebooks, html, plotly };
        command.SetAction(parsed =>
        {
            Repository? repository = Repository.Find();
            try
            {
                string index = SiteWriter.Write(Notebooks.Read(parsed.GetValue(notebooks)!, repository), parsed.GetValue(html) ?? repository?.Site ?? "site", PlotlyFile(parsed.GetValue(plotly)));
                Console.WriteLine($"Read: {index}");
                return ExitCode.Success;
            }
            catch (BadNotebookException e)
            {
                Console.Error.WriteLine(e.Message);
                return ExitCode.BadNotebook;
            }
        });
        return command;
    }

    /// <summary>Charts are live where the page finds plotly.js: beside it when a copy is given, else on the network.</summary>
    public static Option<FileInfo> PlotlyOption() => new Option<FileInfo>("--plotly")
    {
        Description = "A plotly.min.js to lay beside the pages, so that charts are live without network; or set ATTENTION_PLOTLY_JS.",
        HelpName = "FILE",
    }.AcceptExistingOnly();

    public static string? PlotlyFile(FileInfo? given) =>
        (given?.FullName ?? Environment.GetEnvironmentVariable("ATTENTION_PLOTLY_JS")) is { Length: > 0 } file && File.Exists(file) ? file : null;
}
