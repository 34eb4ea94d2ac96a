using System.CommandLine;
using System.Runtime.InteropServices;
using Attention.NotebookRunner.Commands;
using Attention.NotebookRunner.Documents;
using Attention.Shared;

ProcessTree.AdoptOrphans();
Console.OutputEncoding = new System.Text.UTF8Encoding(false);
var output = new TolerantWriter(Console.Out);
Console.SetOut(output);
Console.SetError(new TolerantWriter(Console.Error));
if (!Directory.Exists("."))
{
    Console.Error.WriteLine("The current folder does not exist any more. Change to another one.");
    return ExitCode.Usage;
}
var root = new RootCommand("""
    Runs the notebooks of this repository and makes readable pages of them.
    With no command: runs every chapter and writes the site.

    A notebook is code: it runs with your rights. Run only what you trust.

    Exit codes: 0 all well, 1 a cell failed, 2 usage, 3 bad notebook, 4 timeout, 5 stale output, 130 interrupted.
    """)
{
    RunCommand.Create(),
    SiteCommand.Create(),
    LearnCommand.Create(),
    DoctorCommand.Create(),
};
root.SetAction((_, cancel) => Interruptible.Run(() => RunCommand.WholeCourseAsync(cancel)));

try
{
    // A notebook whose name begins with @ is no file of further arguments.
    ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    if (parsed.Errors.Count > 0)
    {
        string errors = string.Join(" ", parsed.Errors.Select(error => error.Message));
        Console.Error.WriteLine(Printable.Line($"{errors} See --help."));
        return ExitCode.Usage;
    }
    // A closed terminal interrupts as Ctrl+C does. The library below listens to Ctrl+C and to a request to end.
    using var interrupt = new CancellationTokenSource();
    using var closed = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
    {
        signal.Cancel = true;
        interrupt.Cancel();
    });
    int code = await parsed.InvokeAsync(
        new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
        },
        interrupt.Token);
    if (output.Failure is not { } failure)
    {
        return code;
    }
    Console.Error.WriteLine(Printable.Line($"Standard output could not be written: {failure}"));
    return code == ExitCode.Success ? ExitCode.Failed : code;
}
catch (Exception e)
{
    // A fault of this program: one line, like any other error.
    Console.Error.WriteLine(Printable.Line($"This should not have happened: {e.GetType().Name}: {e.Message}"));
    return ExitCode.Failed;
}
