using System.CommandLine;

namespace Attention.NotebookRunner.Commands;

/// <summary><c>doctor</c>: checks what the notebooks need on this computer, and repairs it with <c>--fix</c>.</summary>
internal static class DoctorCommand
{
    private const string HelpText = """
        Checks what the notebooks need on this computer. For each problem it prints the command that solves it.
        Exit code 0 when this program can run the course, 1 when it cannot. What only a notebook editor needs does not count.
        """;

    public static Command Create()
    {
        var fix = new Option<bool>("--fix") { Description = "Run the printed commands, then check again." };
        var command = new Command("doctor", HelpText) { fix };
        command.SetAction(parsed => Run(parsed.GetValue(fix)));
        return command;
    }

    private static int Run(bool fix)
    {
        Repository? repository = Repository.Find();
        Finding[] findings = Diagnostics.Of(repository);
        if (fix)
        {
            foreach (string command in findings.Where(f => !f.Ok).Select(f => f.Command).OfType<string>())
            {
                Console.WriteLine($"fixing: {command}");
                Shell.Run(command, repository?.Root);
            }
            Console.WriteLine();
            findings = Diagnostics.Of(repository);
        }
        foreach (Finding finding in findings)
        {
            string state = finding.Ok ? "ok     " : finding.Needed ? "WRONG  " : "note   ";
            Console.WriteLine($"{state} {finding.What}: {finding.Detail}");
            if (!finding.Ok)
            {
                Console.WriteLine($"        → {finding.Command ?? finding.Advice}");
            }
        }
        return Array.Exists(findings, f => f is { Ok: false, Needed: true }) ? ExitCode.CellFailed : ExitCode.Success;
    }
}
