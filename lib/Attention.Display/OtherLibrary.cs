namespace Attention.Display;

/// <summary>Draws with a library that a notebook's kernel may be unable to load.</summary>
public static class OtherLibrary
{
    /// <summary>
    /// What <paramref name="draw"/> returns; where an assembly that it needs cannot be loaded, a sentence that names
    /// it.
    /// </summary>
    /// <param name="draw">Calls the other library. Its code is compiled only here, so that a failed load is
    /// caught.</param>
    /// <exception cref="Exception">Whatever else <paramref name="draw"/> throws.</exception>
    public static object Draw(Func<object> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        try
        {
            return draw();
        }
        catch (Exception thrown) when (MissingAssembly(thrown) is { } assembly)
        {
            return $"This kernel cannot load {assembly}, so there is no picture here. Nothing else depends on it.";
        }
    }

    /// <summary>A static constructor that fails wraps the exception that tells the assembly.</summary>
    private static string? MissingAssembly(Exception thrown)
    {
        for (Exception? cause = thrown; cause is not null; cause = cause.InnerException)
        {
            string? file = cause switch
            {
                FileNotFoundException notFound => notFound.FileName,
                FileLoadException notLoaded => notLoaded.FileName,
                _ => null,
            };
            if (file?.Split(", ") is [var name, var version, ..]
                && version.StartsWith("Version=", StringComparison.Ordinal))
            {
                return $"{name} {version["Version=".Length..]}";
            }
        }
        return null;
    }
}
