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
        var brief = new Option<bool>("--brief")
        {
            Description = "Check only what matters to a running notebook, and print one line: what to do first.",
        };
        var command = new Command("doctor", HelpText) { fix, brief };
        command.SetAction(parsed => Run(parsed.GetValue(fix), parsed.GetValue(brief)));
        return command;
    }

    private static int Run(bool fix, bool brief)
    {
        Repository? repository = Repository.Find();
        Func<Repository?, Finding[]> check = brief ? DoctorChecks.OfRunningNotebook : DoctorChecks.Of;
        Finding[] findings = check(repository);
        if (fix)
        {
            foreach (string command in findings.Where(f => !f.Ok).Select(f => f.Command).OfType<string>())
            {
                Console.WriteLine($"fixing: {command}");
                Shell.Run(command, repository?.Root);
            }
            Console.WriteLine();
            findings = check(repository);
        }
        Print(findings, brief);
        return Array.Exists(findings, f => f is { Ok: false, Needed: true }) ? ExitCode.Failed : ExitCode.Success;
    }

    private static void Print(Finding[] findings, bool brief)
    {
        if (brief)
        {
            Finding? problem = Array.Find(findings, finding => !finding.Ok);
            Console.WriteLine(
                problem is null ? "All is ready." : $"{problem.What}: {problem.Detail}. → {WhatToDo(problem)}");
            return;
        }
        foreach (Finding finding in findings)
        {
            string state = finding.Ok ? "ok     " : finding.Needed ? "WRONG  " : "note   ";
            Console.WriteLine($"{state} {finding.What}: {finding.Detail}");
            if (!finding.Ok)
            {
                Console.WriteLine($"        → {WhatToDo(finding)}");
            }
        }
    }

    private static string WhatToDo(Finding finding) => finding.Command ?? finding.Advice;
}
