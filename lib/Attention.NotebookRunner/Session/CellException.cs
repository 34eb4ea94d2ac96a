namespace Attention.NotebookRunner.Session;

/// <summary>A cell cannot run, and the message says everything its author needs: it is shown without a stack trace.</summary>
internal sealed class CellException(string name, string message) : Exception(message)
{
    public string Name { get; } = name;
}

/// <summary>A package that cannot be had here: the one reason for which an optional cell may be skipped.</summary>
internal sealed class PackageMissingException(PackageId package, string reason) : Exception($"needs {package}")
{
    public string Reason { get; } = reason;
}
