using System.Diagnostics;
using System.Globalization;
using System.Text;
using Attention.KernelHost.Protocol;
using Attention.KernelHost.Rules;
using Microsoft.DotNet.Interactive.Events;

namespace Attention.KernelHost.Output;

/// <summary>Turns what the kernel says about a failed cell into what a reader of the notebook needs.</summary>
internal static class CellErrors
{
    /// <exception cref="PackageMissing">The cell needs a package that has not been fetched.</exception>
    public static CellFailure Of(CommandFailed failure, string cell) => failure.Exception switch
    {
        null => new CellFailure("Error", failure.Message),
        { } e when PackageOf(e) is { } package =>
            throw new PackageMissing(package, e.Message, e.Data["fetch"] as string),
        { } e when e.GetType().Name == "CodeSubmissionCompilationErrorException" =>
            new CellFailure("CompilationError", WithoutFile(failure.Message, cell)),
        { } e => Of(e, cell),
    };

    /// <summary>The message, the causes, and the lines of cells; other frames name files of this computer.</summary>
    public static CellFailure Of(Exception exception, string cell)
    {
        var text = new StringBuilder(exception.Message);
        for (Exception? cause = exception.InnerException; cause is not null; cause = cause.InnerException)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n ---> {cause.GetType().FullName}: {cause.Message}");
        }
        foreach (StackFrame frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetFileLineNumber() is > 0 and int line && IsInCell(frame))
            {
                // The compiler puts the notebook's folder before the cell's name.
                string? source = Path.GetFileName(frame.GetFileName());
                string where = source == cell ? "" : $" of {source}";
                text.Append(CultureInfo.InvariantCulture, $"\n   at line {line}{where}");
            }
        }
        return new CellFailure(exception.GetType().FullName!, text.ToString());
    }

    /// <summary>The package that an exception says is not on this computer, under <c>package</c> in its data.</summary>
    private static PackageId? PackageOf(Exception exception) =>
        exception.Data["package"] is string package ? PackageId.Parse($"nuget: {package}") : null;

    private static bool IsInCell(StackFrame frame) =>
        frame.GetMethod()?.DeclaringType?.FullName?.StartsWith("Submission#", StringComparison.Ordinal) == true;

    /// <summary>The compiler puts the name of the source before the line; here that is the cell itself.</summary>
    private static string WithoutFile(string messages, string cell) => string.Join('\n', messages
        .Split(Environment.NewLine)
        .Select(line => line.StartsWith(cell + "(", StringComparison.Ordinal) ? line[cell.Length..] : line));
}
