using System.CommandLine;
using Attention.NotebookRunner.Commands;
using Attention.Shared;

ProcessTree.AdoptOrphans();
Console.OutputEncoding = new System.Text.UTF8Encoding(false);
var root = new RootCommand("""
    Runs the notebooks of this repository and makes readable pages of them.
    With no command: runs every chapter and writes the site.

    A notebook is code: it runs with your rights. Run only what you trust.

    Exit codes: 0 all well, 1 a cell failed, 2 usage, 3 bad notebook, 4 timeout, 5 stale output, 130 interrupted.
    """)
{
    RunCommand.Create(),
    SiteCommand.Create(),
    DoctorCommand.Create(),
};
root.SetAction((_, cancel) => RunCommand.WholeCourseAsync(cancel));

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }
    Console.Error.WriteLine("See --help.");
    return ExitCode.Usage;
}
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
