using System.CommandLine;
using System.Diagnostics;

namespace Attention.NotebookRunner.Commands;

/// <summary>Looks at everything that the notebooks need on this computer, and mends it when asked to.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var mend = new Option<bool>("--mend") { Description = "Run the commands that it would print, then look again." };
        var command = new Command("doctor", """
            Looks at what the notebooks need on this computer and prints, for what is wrong, the one command that mends it.
            Exit code 0 when this program can run the course, 1 when it cannot. What only a notebook editor needs does not count.
            """)
        { mend };
        command.SetAction(parsed =>
        {
            Repository? repository = Repository.Find();
            Finding[] findings = Examination.Of(repository);
            if (parsed.GetValue(mend))
            {
                foreach (string cure in findings.Where(f => !f.Well).Select(f => f.Command).OfType<string>())
                {
                    Console.WriteLine($"mending: {cure}");
                    RunInShell(cure, repository?.Root);
                }
                Console.WriteLine();
                findings = Examination.Of(repository);
            }
            foreach (Finding finding in findings)
            {
                Console.WriteLine($"{(finding.Well ? "ok     " : finding.Needed ? "WRONG  " : "note   ")} {finding.What}: {finding.Says}");
                if (!finding.Well)
                {
                    Console.WriteLine($"        → {finding.Command ?? finding.Advice}");
                }
            }
            return Array.Exists(findings, f => f is { Well: false, Needed: true }) ? ExitCode.CellFailed : ExitCode.Well;
        });
        return command;
    }

    /// <summary>As a person would run it, in the repository's folder. Whether it helped, the second look tells.</summary>
    private static void RunInShell(string command, string? folder)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe") { Arguments = $"/d /s /c \"{command}\"" } // cmd has its own rules of quoting
            : new ProcessStartInfo("/bin/sh", ["-c", command]);
        start.WorkingDirectory = folder ?? "";
        using Process process = Process.Start(start)!;
        process.WaitForExit();
    }
}
