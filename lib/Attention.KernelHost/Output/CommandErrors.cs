using Attention.KernelHost.Rules;
using Microsoft.DotNet.Interactive.Events;

namespace Attention.KernelHost.Output;

/// <summary>Turns what the kernel says about a failed cell into what a reader of the notebook needs.</summary>
internal static class CommandErrors
{
    /// <exception cref="PackageMissing">The cell needs a package that has not been fetched.</exception>
    public static CellFailure Of(CommandFailed failure, string cell) => failure.Exception switch
    {
        null => new CellFailure("Error", failure.Message),
        { } e when CellErrors.Missing(e) is { } missing => throw missing,
        { } e when e.GetType().Name == "CodeSubmissionCompilationErrorException" =>
            new CellFailure("CompilationError", WithoutFile(failure.Message, cell)),
        { } e => CellErrors.Of(e, cell),
    };

    /// <summary>The compiler puts the name of the source before the line; here that is the cell itself.</summary>
    private static string WithoutFile(string messages, string cell) => string.Join('\n', messages
        .Split(Environment.NewLine)
        .Select(line => line.StartsWith(cell + "(", StringComparison.Ordinal) ? line[cell.Length..] : line));
}
