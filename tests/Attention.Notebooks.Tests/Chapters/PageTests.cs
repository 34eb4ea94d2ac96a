using System.Net;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Site;

namespace Attention.Notebooks.Tests;

/// <summary>The pages show everything that the notebooks' outputs hold.</summary>
public sealed partial class PageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("attention-pages-").FullName;

    public static TheoryData<string> Notebook => Chapters.AllNames;

    [Theory]
    [MemberData(nameof(Notebook))]
    public void Its_page_shows_every_panel_and_table_of_its_outputs_and_puts_none_into_a_frame(string name)
    {
        NotebookDocument notebook = Chapters.Read(name);
        string outputs = string.Concat(notebook.Code().SelectMany(cell => cell.Outputs)
            .Select(output => Cell.Joined(output!["data"]?["text/html"])));
        new SiteWriter(_folder, Chapters.Repository.Root, new SiteOptions()).Write([notebook]);
        string page = File.ReadAllText(Path.Combine(_folder, Path.GetFileNameWithoutExtension(name) + ".html"));
        Assert.DoesNotContain("<iframe", page);
        Assert.Equal(Alts(outputs), Alts(page));
        Assert.Equal(Count(outputs, "attention-table"), Count(page, "attention-table"));
        Assert.DoesNotContain("plot.ly", page);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string[] Alts(string html) =>
        [.. Image().Matches(html).Select(match => WebUtility.HtmlDecode(match.Value))];

    private static int Count(string html, string name) => html.Split($"class=\"{name}\"").Length;

    [GeneratedRegex("<img alt=\"[^\"]*\"")]
    private static partial Regex Image();
}
