using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Commands;

/// <summary>The options of <c>run</c> that say how much runs at once, and when it stops.</summary>
internal sealed class LimitArguments
{
    private readonly Option<TimeSpan> _cell = Seconds(
        "--cell-timeout", "Seconds that one cell may run before its process is killed.", TimeLimits.Default.Cell);

    private readonly Option<TimeSpan> _notebook = Seconds(
        "--timeout", "Seconds that one notebook may run.", TimeLimits.Default.Notebook);

    private readonly Option<bool> _keepGoing = new("--keep-going")
    {
        Description = "After a failure, or a file that is no notebook, run the remaining notebooks all the same.",
    };

    private readonly Option<int> _jobs = new("--jobs")
    {
        Description = "How many notebooks run at the same time. Default: one per processor.",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        CustomParser = ParseJobs,
    };

    public Option<bool> Share { get; } = new("--share")
    {
        Description = "Let a process that has ended a notebook well run another: quicker, but static fields, silent "
            + "threads, open files and ports, child processes, handlers of events of the AppDomain and settings of the "
            + "runtime stay. All notebooks must take the same versions of packages. A notebook during which such a "
            + "process ends runs again in a new one.",
    };

    public void AddTo(Command command)
    {
        command.Add(_keepGoing);
        command.Add(_jobs);
        command.Add(Share);
        command.Add(_cell);
        command.Add(_notebook);
    }

    public TimeLimits Read(ParseResult parsed) => new(parsed.GetValue(_cell), parsed.GetValue(_notebook));

    public bool KeepsGoing(ParseResult parsed) => parsed.GetValue(_keepGoing);

    public int Jobs(ParseResult parsed) => parsed.GetValue(_jobs);

    private static int ParseJobs(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int jobs)
            && jobs is > 0 and <= 1000)
        {
            return jobs;
        }
        result.AddError($"--jobs must be a whole number from 1 to 1000, not “{text}”.");
        return 1;
    }

    private static Option<TimeSpan> Seconds(string name, string description, TimeSpan standard) => new(name)
    {
        Description = $"{description} Default {standard.TotalSeconds:0}.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => standard,
        CustomParser = result => ParseSeconds(result, name),
    };

    /// <summary>
    /// Digits with a decimal point, in every culture. A comma is refused: elsewhere it separates thousands.
    /// </summary>
    private static TimeSpan ParseSeconds(ArgumentResult result, string name)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            && seconds is >= 0.001 and <= 1_000_000)
        {
            return TimeSpan.FromSeconds(seconds);
        }
        result.AddError($"{name} must be a number of seconds greater than 0, such as 1.5, not “{text}”.");
        return default;
    }
}
