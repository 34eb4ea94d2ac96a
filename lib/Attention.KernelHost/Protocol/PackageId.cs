using System.Text.RegularExpressions;

namespace Attention.KernelHost.Protocol;

/// <summary>A package and its exact version.</summary>
internal sealed partial record PackageId(string Id, string Version)
{
    /// <summary>Reads <c>nuget: Id, Version</c>; null for anything else, for example a version range.</summary>
    /// <remarks>The pattern also keeps a hostile reference out of project files and paths.</remarks>
    public static PackageId? Parse(string reference) => Form().Match(reference) is { Success: true } match
        ? new PackageId(match.Groups["id"].Value, match.Groups["version"].Value)
        : null;

    public override string ToString() => $"{Id} {Version}";

    [GeneratedRegex(
        @"^nuget:\s*(?<id>[a-z0-9_]+([.-][a-z0-9_]+)*)\s*,\s*(?<version>\d+(\.\d+){1,3}(-[a-z0-9.-]+)?)\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
