namespace Attention.Shared;

/// <summary>Finds the folder that holds the whole course.</summary>
internal static class RepositoryFolder
{
    /// <summary>The file that only the top folder has.</summary>
    public const string Mark = "Attention.Lib.sln";

    /// <summary>The repository that <paramref name="start"/> lies in; null where it lies in none.</summary>
    public static string? Above(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Mark)))
            {
                return folder.FullName;
            }
        }
        return null;
    }
}
