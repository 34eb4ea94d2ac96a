using System.Text.RegularExpressions;
using Attention.KernelHost.Protocol;

namespace Attention.NotebookRunner.Run;

/// <summary>The lines of a cell that seem to name a package, for restores ahead of the cell.</summary>
/// <remarks>
/// The kernel's process parses the cell. Here only its lines are looked at: code that is nested deeply enough ends the
/// process that parses it. A line that is in a comment or in a string costs a fetch, no more.
/// </remarks>
internal static partial class PackageLines
{
    public static IEnumerable<PackageId> In(string code) => Line().Matches(code)
        .Select(match => PackageId.Parse(match.Groups[1].Value)).OfType<PackageId>();

    [GeneratedRegex("""^\s*#r\s+"(nuget:[^"\n]*)""", RegexOptions.Multiline)]
    private static partial Regex Line();
}
