using System.CommandLine;

namespace Attention.NotebookRunner.Commands;

internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Looks at what the notebooks need on this computer and prints the one command that mends what is wrong.");
        command.SetAction(_ => ExitCode.Well);
        return command;
    }
}
