using System.CommandLine;

namespace Attention.NotebookRunner.Commands;

/// <summary>
/// The options of <c>run</c> that ask for reports: the two formats that build servers read. A script that wants another
/// form reads JUnit's XML, which every language can parse.
/// </summary>
internal sealed class ReportArguments
{
    private readonly Option<string?> _trx = Report("--trx", "Write a report for Visual Studio and Azure.");
    private readonly Option<string?> _junit =
        Report("--junit", "Write a report in JUnit's XML, which most build servers read.");

    public void AddTo(Command command)
    {
        command.Add(_trx);
        command.Add(_junit);
    }

    public ReportFiles Read(ParseResult parsed) => new(parsed.GetValue(_trx), parsed.GetValue(_junit));

    private static Option<string?> Report(string name, string description) => new Option<string?>(name)
    {
        Description = description + " A dash writes it to standard output, and everything else to standard error.",
        HelpName = "FILE",
    }.NotEmpty("a file");
}
