using System.CommandLine;
using System.CommandLine.Parsing;

namespace Attention.NotebookRunner.Commands;

/// <summary>Checks that several options share.</summary>
internal static class ArgumentChecks
{
    /// <summary>
    /// Whether the option was given a value. A validator must not ask for the value itself: where it is missing, that
    /// throws.
    /// </summary>
    public static bool HasValue(this CommandResult result, Option option) =>
        result.GetResult(option) is { Tokens.Count: > 0 };

    /// <summary>Refuses an empty value, which no file and no folder has for a name.</summary>
    public static Option<T> NotEmpty<T>(this Option<T> option, string what)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                result.AddError($"{option.Name} needs the name of {what}.");
            }
        });
        return option;
    }
}
