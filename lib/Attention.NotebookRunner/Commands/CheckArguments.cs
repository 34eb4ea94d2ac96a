using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Commands;

/// <summary>The options of <c>run</c> that say how outputs are compared with those in the file.</summary>
internal sealed class CheckArguments
{
    private readonly Option<double> _tolerance = new("--tolerance")
    {
        Description =
            "With --check: numbers that differ by at most this part of the larger one are equal, such as 1e-6.",
        HelpName = "PART",
        CustomParser = ParseTolerance,
    };

    private readonly Option<Regex[]> _ignore = new("--ignore")
    {
        Description = "With --check: do not compare what matches this regular expression. May be repeated.",
        HelpName = "REGEX",
        CustomParser = ParsePatterns,
        AllowMultipleArgumentsPerToken = false,
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<bool> Check { get; } = new("--check")
    {
        Description = """
            Change no notebook and write no page. Fail with exit code 5 when an output in a file is not what its cell shows now.
            Cells tagged volatile, nbval-ignore-output or optional are not compared.
            """,
    };

    public void AddTo(Command command)
    {
        command.Add(Check);
        command.Add(_tolerance);
        command.Add(_ignore);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(Check) && (result.HasValue(_tolerance) || result.HasValue(_ignore)))
            {
                result.AddError("--tolerance and --ignore say how --check compares: use them with --check.");
            }
        });
    }

    public CheckOptions? Read(ParseResult parsed) => !parsed.GetValue(Check) ? null : new CheckOptions
    {
        Tolerance = parsed.GetValue(_tolerance),
        Ignored = parsed.GetValue(_ignore) ?? [],
    };

    private static double ParseTolerance(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        const NumberStyles Styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (double.TryParse(text, Styles, CultureInfo.InvariantCulture, out double value) && value is >= 0 and < 1)
        {
            return value;
        }
        result.AddError($"--tolerance must be a number from 0 to less than 1, such as 1e-6, not “{text}”.");
        return 0;
    }

    private static Regex[] ParsePatterns(ArgumentResult result)
    {
        var patterns = new List<Regex>();
        foreach (string pattern in result.Tokens.Select(t => t.Value))
        {
            try
            {
                // Without backtracking no pattern takes longer than the text is long.
                patterns.Add(new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                result.AddError($"--ignore “{pattern}”: {e.Message}");
            }
        }
        return [.. patterns];
    }
}
