using Attention.KernelHost.Protocol;

namespace Attention.KernelHost.Rules;

/// <summary>A cell that cannot run; the message says all that its author needs, without a stack trace.</summary>
internal sealed class CellFailure(string name, string message) : Exception(message)
{
    /// <summary>The kind of error, which a notebook keeps beside the message.</summary>
    public string Name { get; } = name;
}

/// <summary>A package that cannot be had: the one reason for which an optional cell may be skipped.</summary>
internal sealed class PackageMissing(PackageId package, string reason) : Exception($"needs {package}")
{
    public string Reason { get; } = reason;
}
