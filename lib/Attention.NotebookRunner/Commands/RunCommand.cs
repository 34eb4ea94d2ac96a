using System.CommandLine;
using Attention.NotebookRunner.Reports;

namespace Attention.NotebookRunner.Commands;

/// <summary><c>run</c>: runs notebooks and writes what is asked for.</summary>
internal static class RunCommand
{
    private const string HelpText = """
        Runs notebooks, several at once, each in a process of its own unless --share is given. After a failed cell the rest of its notebook does not run.

        Without --in-place, --out, --html or --check it writes pages into site/ at the repository root. Pages come at once, with
        the outputs that the notebooks hold; with the new outputs they come at the end, and before anything measures time.
        The notebook files change only with --in-place.

        Tags of a cell:
          optional             skipped, and counted, when a package that it names cannot be restored; fails for any other reason
          raises-exception     must fail
          skip-execution       never runs; its outputs stay
          volatile             shows something else every time (nbval-ignore-output means the same)
          measures-time        its notebook runs last and alone
          exercise, parameters see --solutions and --param

        Checked numbers: in markdown, 0.69<!--= Math.Log(2) :F2 --> evaluates the expression at that point of the notebook.
        The cell fails when the text before the comment is not the formatted value. The format after the colon may be missing.

        Every notebook and report is written as soon as the notebook has ended, also when the run is interrupted later. A file
        that was changed meanwhile, is read-only, or has several names (hard links) is not replaced.

        A notebook is code: it runs with your rights. Run only what you trust.

        Exit codes: 0 all well, 1 a cell failed, 2 usage, 3 bad notebook, 4 timeout, 5 stale output, 130 interrupted.
        """;

    public static Command Create()
    {
        Argument<string[]> notebooks = NotebookSource.Argument();
        var targets = new TargetArguments();
        var selection = new SelectionArguments();
        var limits = new LimitArguments();
        var reports = new ReportArguments();
        Option<string[]> allowPath = new Option<string[]>("--allow-path")
        {
            Description = "Let #r \"path\" load DLLs from this folder too; without it only from the repository.",
            HelpName = "DIR",
        }.NotEmpty("a folder");
        var command = new Command("run", HelpText) { notebooks };
        targets.AddTo(command);
        selection.AddTo(command);
        limits.AddTo(command);
        command.Add(allowPath);
        reports.AddTo(command);
        command.Validators.Add(result => Contradictions.Report(result, targets, selection, limits));
        command.SetAction((parsed, cancel) => Interruptible.Run(() =>
        {
            string[] named = parsed.GetValue(notebooks)!;
            return parsed.GetValue(selection.ListParameters)
                ? Task.FromResult(ParameterList.Print(named))
                : RunAsync(
                    new RunRequest
                    {
                        Notebooks = named,
                        Targets = targets.Read(parsed),
                        Reports = reports.Read(parsed),
                        KeepGoing = limits.KeepsGoing(parsed),
                        Jobs = limits.Jobs(parsed),
                        SharesProcesses = parsed.GetValue(limits.Share),
                        AllowedFolders = parsed.GetValue(allowPath) ?? [],
                        Options = selection.Read(parsed) with { Limits = limits.Read(parsed) },
                    },
                    cancel);
        }));
        return command;
    }

    /// <summary>
    /// The program without arguments. A chapter that fails does not keep the others from being shown. The course's own
    /// notebooks share processes; a test compares what they show then with what they show alone.
    /// </summary>
    public static Task<int> WholeCourseAsync(CancellationToken cancel) =>
        Execution.RunAsync(new RunRequest { KeepGoing = true, SharesProcesses = true }, cancel);

    private static Task<int> RunAsync(RunRequest request, CancellationToken cancel)
    {
        if (request.Reports.Trx == ReportFile.StandardOutput || request.Reports.JUnit == ReportFile.StandardOutput)
        {
            Console.SetOut(Console.Error); // standard output belongs to the report
        }
        return Execution.RunAsync(request, cancel);
    }
}
