// The namespace and the names are .NET Interactive's: every C# cell has "using static Microsoft.DotNet.Interactive.Kernel" there, so it has here.
// Cells see only the members that the notebook contract names; a cell that needs more would pass here and fail nowhere else, or the reverse.
#pragma warning disable IDE0130, IDE1006 // the namespace is not the folder's, the method names are lower case
namespace Microsoft.DotNet.Interactive;

/// <summary>What a cell may call without a prefix.</summary>
public static class Kernel
{
    internal static Action<object?, string[]> Show { get; set; } = (_, _) => { };

    /// <summary>Shows <paramref name="value"/> at once, as all MIME types its type offers, or as <paramref name="mimeTypes"/> only.</summary>
    public static DisplayedValue display(object? value, params string[] mimeTypes)
    {
        Show(value, mimeTypes);
        return new DisplayedValue();
    }

    /// <summary>Marks <paramref name="content"/> as HTML.</summary>
    public static HtmlContent HTML(string content) => new(content);
}

/// <summary>What <see cref="Kernel.display"/> returns: as the last expression of a cell it shows nothing a second time.</summary>
public sealed class DisplayedValue
{
    internal DisplayedValue()
    {
    }
}

/// <summary>A string that is HTML.</summary>
public sealed class HtmlContent
{
    internal HtmlContent(string content) => Content = content;

    internal string Content { get; }

    /// <inheritdoc/>
    public override string ToString() => Content;
}
