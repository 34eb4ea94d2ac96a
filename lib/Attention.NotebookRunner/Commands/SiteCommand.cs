using System.CommandLine;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Commands;

/// <summary>Pages only.</summary>
internal static class SiteCommand
{
    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks") { Description = "Notebook files or folders of them; none means every chapter.", Arity = ArgumentArity.ZeroOrMore };
        var html = new Option<string?>("--html") { Description = "The folder; default site/ at the repository root.", HelpName = "DIR" };
        var command = new Command("site", "Writes the pages from the outputs that the notebooks hold, without running anything.") { notebooks, html };
        command.SetAction(parsed =>
        {
            Repository? repository = Repository.Find();
            try
            {
                string index = SiteWriter.Write(Notebooks.Read(parsed.GetValue(notebooks)!, repository), parsed.GetValue(html) ?? repository?.Site ?? "site");
                Console.WriteLine($"Read: {index}");
                return ExitCode.Well;
            }
            catch (BadNotebookException e)
            {
                Console.Error.WriteLine(e.Message);
                return ExitCode.BadNotebook;
            }
        });
        return command;
    }
}
