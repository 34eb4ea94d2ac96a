namespace Attention.Course.Tests;

/// <summary>The sources and chapters that these tests hold against the compiled course.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new(AppContext.BaseDirectory));

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "Attention.Lib.sln")) ? folder.FullName : Find(folder.Parent!);
}
