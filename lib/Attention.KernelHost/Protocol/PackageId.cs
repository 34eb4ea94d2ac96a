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

    /// <summary>5.0 and 5.0.0 are one version to NuGet.</summary>
    public static bool IsSameVersion(string a, string b) =>
        Normal(a).Equals(Normal(b), StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{Id} {Version}";

    private static string Normal(string version)
    {
        string[] parts = version.Split('-', 2);
        string[] numbers = [.. parts[0].Split('.'), "0", "0"];
        string shortest = string.Join('.', numbers.Take(Math.Max(3, parts[0].Split('.').Length)));
        return parts.Length == 1 ? shortest : $"{shortest}-{parts[1]}";
    }

    [GeneratedRegex(
        @"^nuget:\s*(?<id>[a-z0-9_]+([.-][a-z0-9_]+)*)\s*,\s*(?<version>\d+(\.\d+){1,3}(-[a-z0-9.-]+)?)\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
