using System.CommandLine;

namespace Attention.NotebookRunner.Commands;

/// <summary>The options of <c>run</c> that ask for reports.</summary>
internal sealed class ReportArguments
{
    private readonly Option<string?> _trx = Report("--trx", "Write a report for Visual Studio and Azure.");
    private readonly Option<string?> _junit = Report("--junit", "Write a report in JUnit's XML.");
    private readonly Option<string?> _json = Report("--json", "Write a report as JSON.");

    public void AddTo(Command command)
    {
        command.Add(_trx);
        command.Add(_junit);
        command.Add(_json);
    }

    public ReportFiles Read(ParseResult parsed) =>
        new(parsed.GetValue(_trx), parsed.GetValue(_junit), parsed.GetValue(_json));

    private static Option<string?> Report(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE" };
}
