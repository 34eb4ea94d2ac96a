using System.Globalization;

namespace Attention.Lib.Benchmarks;

/// <summary>What follows a verb on the command line.</summary>
internal sealed record Options(double Seconds = 3, int Threads = 1, string Only = "")
{
    /// <summary>The options, or null and what is wrong with them.</summary>
    public static (Options? Options, string Wrong) Parse(ReadOnlySpan<string> args)
    {
        var options = new Options();
        for (; args.Length > 0; args = args[2..])
        {
            string name = args[0],
                value = args.Length > 1 ? args[1] : "";
            if (name == "--seconds" && double.TryParse(value, CultureInfo.InvariantCulture, out double s) && s > 0)
            {
                options = options with { Seconds = s };
            }
            else if (name == "--threads" && int.TryParse(value, CultureInfo.InvariantCulture, out int n) && n > 0)
            {
                options = options with { Threads = n };
            }
            else if (name == "--only" && value.Length > 0)
            {
                options = options with { Only = value };
            }
            else
            {
                return (null, $"'{name} {value}' is no option: --seconds S, --threads N and --only TEXT are.");
            }
        }

        return (options, "");
    }

    /// <summary>Whether a name contains the text of --only.</summary>
    public bool Selects(string name) => name.Contains(Only, StringComparison.OrdinalIgnoreCase);

    /// <summary>Says that no name contains the text of --only, and which names there are.</summary>
    /// <returns>The exit code.</returns>
    public int FoundNothing(IEnumerable<string> names)
    {
        Console.Error.WriteLine($"No work has '{Only}' in its name: {string.Join("; ", names)}.");
        return 1;
    }
}
