using Attention.KernelHost.Protocol;

namespace Attention.KernelHost.Rules;

/// <summary>A cell that cannot run; the message says all that its author needs, without a stack trace.</summary>
internal sealed class CellFailure(string name, string message) : Exception(message)
{
    /// <summary>The kind of error, which a notebook keeps beside the message.</summary>
    public string Name { get; } = name;
}

/// <summary>A package that cannot be had: the one reason for which an optional cell may be skipped.</summary>
/// <param name="package">The package.</param>
/// <param name="reason">Why it cannot be had.</param>
/// <param name="fetch">The command that fetches it; null where the runner has tried by itself.</param>
internal sealed class PackageMissing(PackageId package, string reason, string? fetch = null)
    : Exception($"needs {package}{(fetch is null ? "" : $": {fetch}")}")
{
    public string Reason { get; } = reason;
}
