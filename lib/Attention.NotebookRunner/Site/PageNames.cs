using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// The pages of a site: which notebook or text has which file, and where a link of one of them leads from its page.
/// </summary>
internal sealed class PageNames
{
    private const long LargestText = 1 << 20;

    private const string SourceEnding = ".cs";

    private readonly Dictionary<string, string> _pages = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(FileNames.Comparer) { "index" };
    private readonly Queue<string> _texts = new();
    private readonly string _folder;
    private readonly string _root;
    private readonly CourseMap? _map;

    /// <param name="notebooks">The notebooks, each of which has a page.</param>
    /// <param name="folder">Where the pages go.</param>
    /// <param name="root">The folder that texts must lie in to have a page, symbolic links followed.</param>
    /// <param name="map">What the first page shows, if anything.</param>
    public PageNames(IReadOnlyList<NotebookDocument> notebooks, string folder, string root, CourseMap? map)
    {
        (_folder, _root, _map) = (folder, root, map);
        foreach (CourseMap.Section section in map?.Sections ?? [])
        {
            _taken.Add(Path.GetFileNameWithoutExtension(section.Page));
        }
        foreach (NotebookDocument notebook in notebooks)
        {
            _pages[notebook.Path] = Unique(notebook.Name);
        }
        if (map is not null)
        {
            _pages[map.Path] = "index.html";
        }
    }

    public string Of(NotebookDocument notebook) => _pages[notebook.Path];

    public string HrefOf(NotebookDocument notebook) => Uri.EscapeDataString(Of(notebook));

    /// <summary>A file that a link led to and that has no page yet; null when there is none.</summary>
    public string? NextText() => _texts.TryDequeue(out string? path) ? path : null;

    public string OfText(string path) => _pages[path];

    public static bool IsSource(string path) => Path.GetExtension(path) == SourceEnding;

    /// <summary>
    /// A link to a notebook, to a markdown file or to a file of C# leads to its page, one to another file to where that
    /// file lies.
    /// </summary>
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
        if (target == _map?.Path && SectionPage(rest) is { } section)
        {
            return section;
        }
        if ((PageOf(target) ?? AddedText(target)) is { } page)
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

    private string? SectionPage(string fragment) => _map!.Sections
        .FirstOrDefault(section => "#" + section.Title.ToLowerInvariant().Replace(' ', '-') == fragment)?.Page;

    /// <summary>
    /// The new page of a markdown file or of a file of C#; null where the path leads to none that can have one.
    /// </summary>
    private string? AddedText(string path)
    {
        bool isText = Path.GetExtension(path) is ".md" or SourceEnding
            && FileFacts.Of(path).Kind == FileKind.Regular
            && new FileInfo(path).Length <= LargestText
            && RealPath.IsInside(path, _root);
        if (!isText)
        {
            return null;
        }
        string name = Path.GetRelativePath(_root, path).ToLowerInvariant();
        name = IsSource(path) ? name : Path.ChangeExtension(name, null);
        _texts.Enqueue(path);
        return _pages[path] = Unique(name.Replace(Path.DirectorySeparatorChar, '-'));
    }

    private string Unique(string name)
    {
        string unique = name;
        for (int n = 2; !_taken.Add(unique); n++)
        {
            unique = $"{name}-{n}";
        }
        return unique + ".html";
    }
}
