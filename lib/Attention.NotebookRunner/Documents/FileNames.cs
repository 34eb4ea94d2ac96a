namespace Attention.NotebookRunner.Documents;

/// <summary>File names that Windows and macOS take for one: they differ in case.</summary>
internal static class FileNames
{
    public static IEqualityComparer<string> Comparer { get; } = StringComparer.OrdinalIgnoreCase;
}
