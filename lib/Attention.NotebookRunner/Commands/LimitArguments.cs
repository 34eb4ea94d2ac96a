using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Commands;

/// <summary>The options of <c>run</c> that say when it stops.</summary>
internal sealed class LimitArguments
{
    private readonly Option<TimeSpan> _cell = Seconds(
        "--cell-timeout", "Seconds that one cell may run before its process is killed.", TimeLimits.Default.Cell);

    private readonly Option<TimeSpan> _notebook = Seconds(
        "--timeout", "Seconds that one notebook may run.", TimeLimits.Default.Notebook);

    private readonly Option<bool> _keepGoing = new("--keep-going")
    {
        Description = "After a failure start the remaining notebooks all the same.",
    };

    public void AddTo(Command command)
    {
        command.Add(_keepGoing);
        command.Add(_cell);
        command.Add(_notebook);
    }

    public TimeLimits Read(ParseResult parsed) => new(parsed.GetValue(_cell), parsed.GetValue(_notebook));

    public bool KeepsGoing(ParseResult parsed) => parsed.GetValue(_keepGoing);

    private static Option<TimeSpan> Seconds(string name, string description, TimeSpan standard) => new(name)
    {
        Description = $"{description} Default {standard.TotalSeconds:0}.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => standard,
        CustomParser = result => Seconds(result, name),
    };

    /// <summary>Digits with a decimal point, in every culture. A comma is refused: it means ten times as much elsewhere.</summary>
    private static TimeSpan Seconds(ArgumentResult result, string name)
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
