using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// Pictures of one notebook, written into the page, so that they stay when the page moves: attachments, and files that
/// lie inside the repository.
/// </summary>
/// <param name="folder">The folder of the notebook.</param>
/// <param name="root">The folder that files must lie in, symbolic links followed.</param>
internal sealed partial class ImageSource(string folder, string root)
{
    private const int LargestFile = 8 << 20;

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".avif"] = "image/avif",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>The picture's address as the page needs it; null when there is no such picture.</summary>
    /// <param name="source">The address as the notebook has it.</param>
    /// <param name="attachments">The attachments of the cell, if any.</param>
    public string? Resolve(string source, JsonObject? attachments)
    {
        const string Attachment = "attachment:";
        source = source.Trim();
        if (source.StartsWith(Attachment, StringComparison.OrdinalIgnoreCase))
        {
            return OfAttachment(Uri.UnescapeDataString(source[Attachment.Length..]), attachments);
        }
        if (source.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return DataImage().IsMatch(source) ? source : null;
        }
        bool isOnTheWeb = source.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || source.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        return isOnTheWeb ? source : OfFile(source);
    }

    /// <summary>A picture of an output: base64, or the text of an SVG.</summary>
    public static string? OfOutput(string mimeType, string content)
    {
        if (mimeType == "image/svg+xml")
        {
            return $"data:{mimeType};base64,{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(content))}";
        }
        string base64 = string.Concat(content.Where(c => !char.IsWhiteSpace(c)));
        var bytes = new byte[base64.Length];
        bool isBase64 = base64.Length > 0 && Convert.TryFromBase64String(base64, bytes, out _);
        return isBase64 ? $"data:{mimeType};base64,{base64}" : null;
    }

    public static bool IsShown(string mimeType) => Types.ContainsValue(mimeType);

    private static string? OfAttachment(string name, JsonObject? attachments)
    {
        foreach ((string mimeType, JsonNode? content) in attachments?[name] as JsonObject ?? [])
        {
            if (IsShown(mimeType))
            {
                return OfOutput(mimeType, Cell.Joined(content)!);
            }
        }
        return null;
    }

    private string? OfFile(string source)
    {
        string path = Uri.UnescapeDataString(source.Split('?', '#')[0]);
        if (path.Length == 0 || path.Any(char.IsControl) || path[0] is '/' or '\\'
            || path.Contains(':', StringComparison.Ordinal))
        {
            return null;
        }
        string full = Path.GetFullPath(Path.Combine(folder, path));
        try
        {
            bool isPicture = Types.TryGetValue(Path.GetExtension(full), out string? type)
                && FileFacts.Of(full).Kind == FileKind.Regular
                && RealPath.IsInside(full, root)
                && new FileInfo(full).Length <= LargestFile;
            return isPicture ? $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(full))}" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^data:image/(png|jpeg|gif|webp|avif|svg\+xml);base64,[A-Za-z0-9+/=]*$", RegexOptions.IgnoreCase)]
    private static partial Regex DataImage();
}
