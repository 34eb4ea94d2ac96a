using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// The pages of a site: which notebook has which file, and where a link of a notebook leads from its page.
/// </summary>
internal sealed class PageNames
{
    private readonly Dictionary<string, string> _pages = new(StringComparer.Ordinal);
    private readonly string _folder;

    public PageNames(IReadOnlyList<NotebookDocument> notebooks, string folder)
    {
        _folder = folder;
        var taken = new HashSet<string>(FileNames.Comparer) { "index" };
        foreach (NotebookDocument notebook in notebooks)
        {
            string name = notebook.Name;
            for (int n = 2; !taken.Add(name); n++)
            {
                name = $"{notebook.Name}-{n}";
            }
            _pages[notebook.Path] = name + ".html";
        }
    }

    public string Of(NotebookDocument notebook) => _pages[notebook.Path];

    public string HrefOf(NotebookDocument notebook) => Uri.EscapeDataString(Of(notebook));

    /// <summary>A link to a notebook leads to its page, one to another file to where that file lies.</summary>
    public string Link(string url, string from)
    {
        int cut = url.IndexOfAny(['#', '?']);
        string path = cut < 0 ? url : url[..cut];
        bool isElsewhere = path.Length == 0 || path.Contains(':', StringComparison.Ordinal) || path[0] is '/' or '\\';
        string plain = Uri.UnescapeDataString(path);
        if (isElsewhere || plain.Any(char.IsControl))
        {
            return url;
        }
        string target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(from)!, plain)), rest = url[path.Length..];
        if (PageOf(target) is { } page)
        {
            return Uri.EscapeDataString(page) + rest;
        }
        return Path.Exists(target)
            ? string.Join('/', Path.GetRelativePath(_folder, target).Split(Path.DirectorySeparatorChar)
                .Select(Uri.EscapeDataString)) + rest
            : url;
    }

    /// <summary>
    /// The page of the notebook in this file, also where the path leads to it by a link of the file system.
    /// </summary>
    private string? PageOf(string target)
    {
        if (_pages.TryGetValue(target, out string? page))
        {
            return page;
        }
        string? identity = Path.Exists(target) ? FileFacts.Of(target).Identity : null;
        return identity is null ? null
            : _pages.FirstOrDefault(one => FileFacts.Of(one.Key).Identity == identity).Value;
    }
}
