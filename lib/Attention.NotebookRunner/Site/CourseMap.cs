using System.Text;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// The README beside the notebooks, cut into what stands on the first page and what has a page of its own. Comments
/// before a heading, which no reader sees, say so: <c>&lt;!-- page: glossary --&gt;</c> gives the section a page, and
/// <c>&lt;!-- cards --&gt;</c> puts the cards of the chapters in its place.
/// </summary>
internal sealed partial class CourseMap
{
    private const long LargestFile = 1 << 20;

    private CourseMap(string path, string text)
    {
        Path = path;
        var intro = new StringBuilder();
        var rest = new StringBuilder();
        var sections = new List<Section>();
        StringBuilder current = intro;
        foreach (string part in Headings().Split(text))
        {
            Match mark = Mark().Match(part);
            if (mark.Groups["page"] is { Success: true, Value: var name })
            {
                string title = Title().Match(part).Groups[1].Value;
                sections.Add(new Section(name + ".html", title, part[mark.Length..]));
            }
            else if (!mark.Success)
            {
                current.Append(part);
            }
            current = rest;
        }
        (Intro, Rest, Sections) = (intro.ToString(), rest.ToString(), sections);
    }

    public string Path { get; }

    /// <summary>What stands before the first section.</summary>
    public string Intro { get; }

    /// <summary>The sections that stand on the first page, below the cards.</summary>
    public string Rest { get; }

    /// <summary>The sections that have a page of their own.</summary>
    public IReadOnlyList<Section> Sections { get; }

    /// <summary>Null where the folder holds no README that can be read.</summary>
    public static CourseMap? In(string folder)
    {
        string path = System.IO.Path.Combine(folder, "README.md");
        return FileFacts.Of(path).Kind == FileKind.Regular && new FileInfo(path).Length <= LargestFile
            ? new CourseMap(path, File.ReadAllText(path))
            : null;
    }

    /// <param name="Page">The file of its page.</param>
    /// <param name="Title">Its heading.</param>
    /// <param name="Markdown">The section, with its heading.</param>
    internal sealed record Section(string Page, string Title, string Markdown);

    /// <summary>The places before a heading of the second level and the comment that belongs to it.</summary>
    [GeneratedRegex(@"(?m)(?=^<!-- (?:page: [a-z-]+|cards) -->\n## )|(?<!^<!-- (?:page: [a-z-]+|cards) -->\n)(?=^## )")]
    private static partial Regex Headings();

    [GeneratedRegex(@"\A<!-- (?:page: (?<page>[a-z-]+)|cards) -->\n")]
    private static partial Regex Mark();

    [GeneratedRegex(@"(?m)^## (.+)$")]
    private static partial Regex Title();
}
