using System.Diagnostics;
using System.Globalization;
using System.Text;
using Attention.KernelHost.Protocol;
using Attention.KernelHost.Rules;

namespace Attention.KernelHost.Output;

/// <summary>Turns what a cell threw into what a reader of the notebook needs.</summary>
internal static class CellErrors
{
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

    /// <summary>
    /// The package that an exception says is not on this computer, under <c>package</c> in its data; null for others.
    /// </summary>
    public static PackageMissing? Missing(Exception exception) =>
        exception.Data["package"] is string name && PackageId.Parse($"nuget: {name}") is { } package
            ? new PackageMissing(package, exception.Message, exception.Data["fetch"] as string)
            : null;

    private static bool IsInCell(StackFrame frame) =>
        frame.GetMethod()?.DeclaringType?.FullName?.StartsWith("Submission#", StringComparison.Ordinal) == true;
}
