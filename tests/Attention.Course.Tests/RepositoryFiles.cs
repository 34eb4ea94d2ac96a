using Attention.Shared;

namespace Attention.Course.Tests;

/// <summary>The sources and chapters that these tests hold against the compiled course.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = RepositoryFolder.Above(AppContext.BaseDirectory)!;

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));
}
