using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Attention.Notebooks.Tests;

/// <summary>
/// The form of a notebook that every front end reads alike; the reasons stand in notebooks/CONTRACT.md.
/// </summary>
public partial class FormTests
{
    private static readonly string[] Tags =
    [
        "raises-exception",
        "skip-execution",
        "parameters",
        "nbval-ignore-output",
        "remove-cell",
        "optional",
        "volatile",
        "measures-time",
        "exercise",
        "prediction",
        "answer",
        "cover",
    ];

    private static readonly JsonNode Metadata = JsonNode.Parse(
        """
        {
         "kernelspec": {"display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp"},
         "language_info": {"name": "polyglot-notebook", "pygments_lexer": "csharp"},
         "polyglot_notebook": {
          "kernelInfo": {"defaultKernelName": "csharp", "items": [{"aliases": [], "name": "csharp"}]}
         }
        }
        """
    )!;

    public static TheoryData<string> Chapter => Chapters.Names;

    public static TheoryData<string> Notebook => Chapters.AllNames;

    [Fact]
    public void There_are_chapters() => Assert.NotEmpty(Chapters.Names);

    [Theory]
    [MemberData(nameof(Notebook))]
    public void It_is_written_as_notebook_tools_write_it(string name) =>
        Assert.True(
            File.ReadAllBytes(Path.Combine(Chapters.Repository.Root, name))
                .AsSpan()
                .SequenceEqual(Chapters.Read(name).ToBytes()),
            "run it with --in-place"
        );

    [Theory]
    [MemberData(nameof(Notebook))]
    public void It_is_nbformat_4_5_for_the_CSharp_kernel(string name)
    {
        JsonNode root = JsonNode.Parse(Chapters.Read(name).ToBytes())!;
        Assert.Equal((4, 5), ((int)root["nbformat"]!, (int)root["nbformat_minor"]!));
        Assert.All(Metadata.AsObject(), field =>
            Assert.True(JsonNode.DeepEquals(field.Value, root["metadata"]![field.Key]), field.Key)
        );
    }

    [Theory]
    [MemberData(nameof(Notebook))]
    public void Every_cell_has_a_readable_id_known_tags_and_the_kernels_metadata(string name) =>
        Assert.All(Chapters.Read(name).Cells, cell =>
        {
            Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", (string?)cell.Json["id"]);
            Assert.DoesNotMatch("^(cell-?)?[0-9a-f]{8}|^cell-?[0-9]+$", cell.Id);
            Assert.Subset(Tags.ToHashSet(), cell.Tags.ToHashSet());
            if (cell.Type == "code")
            {
                Assert.Equal(cell.Language, (string?)cell.Json["metadata"]!["dotnet_interactive"]?["language"]);
                Assert.Equal(cell.Language, (string?)cell.Json["metadata"]!["polyglot_notebook"]?["kernelName"]);
                Assert.True(cell.Language == "csharp" || cell.Has("optional"), "another language is optional");
                Assert.True(
                    cell.Json.ContainsKey("execution_count") && cell.Json["execution_count"] is null,
                    "execution_count must be null"
                );
            }
        });

    /// <summary>It looks for what the chapter needs, so it uses no library and loads none.</summary>
    [Theory]
    [MemberData(nameof(Chapter))]
    public void Its_first_code_cell_is_Start_here_the_same_as_in_chapter_1_without_output(string name)
    {
        Cell first = Chapters.Read(name).Code().First();
        Assert.Equal("start-here", first.Id);
        Assert.Equal(["volatile", "remove-cell"], first.Tags);
        string chapter1 = Chapters.Read("notebooks/01-dot-products.ipynb").Code().First().Source;
        Assert.Equal(chapter1.Replace("../lib", ToLib(name), StringComparison.Ordinal), first.Source);
        Assert.DoesNotMatch(@"#r|Attention\.(Lib|Display|Course)\b", first.Source);
        Assert.Empty(first.Outputs);
    }

    [Theory]
    [MemberData(nameof(Chapter))]
    public void It_loads_the_libraries_next_and_then_names_its_usings(string name)
    {
        Cell[] code = [.. Chapters.Read(name).Code().Skip(1)];
        string ours = Regex.Escape(ToLib(name)) + @"/bin/Attention\.(Lib|Display|Course)\.dll";
        Assert.All(Lines(code[0]), line =>
            Assert.Matches($"""^#r "({ours}|nuget: MathNet\.Numerics, 5\.0\.0)"$""", line)
        );
        Assert.Contains("#r \"nuget: MathNet.Numerics, 5.0.0\"", Lines(code[0]));
        Assert.All(Lines(code[1]), line => Assert.Matches(@"^using (static )?[\w.]+;$", line));
        Assert.DoesNotContain("using System.Numerics;", Lines(code[1]));
        Assert.All(code.Skip(1).Where(c => !c.Has("optional")), c => Assert.DoesNotContain("#r ", c.Source));
        Assert.All(code.Skip(2).Where(c => !c.Has("optional")), c =>
            Assert.DoesNotMatch(@"(?m)^using [\w.]+;", c.Source)
        );
    }

    [Theory]
    [MemberData(nameof(Chapter))]
    public void Its_last_cell_shows_the_learners_progress(string name)
    {
        Cell last = Chapters.Read(name).Cells[^1];
        Assert.Equal(("progress", "Progress.Show()"), (last.Id, last.Source));
    }

    [Theory]
    [MemberData(nameof(Chapter))]
    public void Its_cells_touch_no_file_no_network_and_no_magic(string name)
    {
        IEnumerable<Cell> cells = Chapters.Read(name).Code().Skip(1).Where(c => !c.Has("optional"));
        Assert.All(cells, cell =>
            Assert.DoesNotMatch(@"(?m)^#!|\b(File|Directory|HttpClient|Process)\b\.?|System\.(IO|Net)\b", cell.Source)
        );
    }

    [Theory]
    [MemberData(nameof(Chapter))]
    public void It_is_short_enough_for_one_sitting(string name)
    {
        NotebookDocument notebook = Chapters.Read(name);
        // a prediction and its answer are one step in two cells, so that the first can be run without the second
        // and what every chapter begins and ends with teaches nothing
        int teaching = notebook.Code()
            .Count(cell => cell.Id is not ("start-here" or "references" or "usings" or "progress") && !cell.Has("answer"));
        int words = notebook.Markdown().Sum(cell => Word().Count(NotProse().Replace(cell.Source, "")));
        Assert.InRange(teaching, 1, 25);
        Assert.InRange(words, 1, 4000);
        Assert.All(notebook.Code().Where(c => !c.Has("exercise")), c =>
            Assert.True(Lines(c).Length <= 10, $"{c.Id} has {Lines(c).Length} lines")
        );
    }

    /// <summary>A cell fits the narrow column of a notebook, and each of its steps can be pointed at.</summary>
    [Theory]
    [MemberData(nameof(Notebook))]
    public void A_line_of_a_cell_has_at_most_90_characters_and_one_statement(string name) =>
        Assert.All(Chapters.Read(name).Code().Where(cell => cell.Id != "start-here"), cell =>
        {
            Assert.All(Lines(cell), line => Assert.True(line.Length <= 90, $"{cell.Id}: {line}"));
            Assert.All(Statements(cell).GroupBy(line => line), line =>
                Assert.True(line.Count() == 1, $"{cell.Id}: {Lines(cell)[line.Key]}"));
        });

    /// <summary>The lines on which the statements of a cell begin, but those of a lambda within a statement.</summary>
    private static IEnumerable<int> Statements(Cell cell)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview, kind: SourceCodeKind.Script);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(cell.Source, options);
        return tree.GetRoot().DescendantNodes(node => node is not AnonymousFunctionExpressionSyntax)
            .Where(node => node is GlobalStatementSyntax or MemberDeclarationSyntax
                || (node is StatementSyntax and not BlockSyntax && node.Parent is BlockSyntax or SwitchSectionSyntax))
            .Select(node => tree.GetLineSpan(node.Span).StartLinePosition.Line);
    }

    [Theory]
    [MemberData(nameof(Chapter))]
    public void It_has_one_optional_block_with_Plotly_NET_near_its_end(string name)
    {
        NotebookDocument notebook = Chapters.Read(name);
        Cell optional = Assert.Single(notebook.Code(), c => c.Source.Contains("Plotly.NET", StringComparison.Ordinal));
        Assert.True(optional.Has("optional"));
        Assert.Contains("#r \"nuget: Plotly.NET.Interactive, 5.0.0\"", Lines(optional));
        Assert.Same(optional, notebook.Code().SkipLast(1).Last());
        Cell heading = notebook.Cells[notebook.Cells.ToList().IndexOf(optional) - 1];
        Assert.Contains("## The same picture with Plotly.NET", heading.Source);
    }

    [Theory]
    [MemberData(nameof(Chapter))]
    public void One_of_its_cells_has_the_picture_that_stands_for_it(string name)
    {
        Cell cover = Assert.Single(Chapters.Read(name).Cells, cell => cell.Has("cover"));
        Assert.Contains("<img", Cell.Joined(cover.Outputs[0]!["data"]!["text/html"]));
    }

    [Theory]
    [MemberData(nameof(Chapter))]
    public void What_its_cells_show_is_the_same_everywhere(string name) =>
        Assert.All(Chapters.Read(name).Code(), cell => Assert.All(cell.Outputs, output =>
            {
                string text = Cell.Joined(output!["text"] ?? output["data"]?["text/plain"] ?? output["evalue"]) ?? "";
                Assert.DoesNotMatch(@"(^|[\s""'(])(/(home|Users|root|tmp|var|workspaces?)/|~/|[A-Z]:\\)", text);
                if (!cell.Has("volatile"))
                {
                    Assert.DoesNotMatch(@"\d\.\d{5}", text);
                }
                if (output["data"] is JsonObject data && data.ContainsKey("application/vnd.plotly.v1+json"))
                {
                    Assert.Contains("<img", Cell.Joined(data["text/html"]));
                    Assert.NotEqual("", Cell.Joined(data["text/plain"]) ?? "");
                }
            }));

    [Theory]
    [MemberData(nameof(Notebook))]
    public void Its_links_lead_somewhere(string name)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Chapters.Repository.Root, name))!;
        IEnumerable<string> links = Chapters
            .Read(name)
            .Markdown()
            .SelectMany(c => Markdown.Parse(c.Source).Descendants<LinkInline>())
            .Select(l => l.Url!);
        Assert.All(links.Where(url => !Uri.IsWellFormedUriString(url, UriKind.Absolute)), url =>
        {
            string[] parts = url.Split('#');
            string target =
                parts[0].Length == 0
                    ? Path.Combine(Chapters.Repository.Root, name)
                    : Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(parts[0])));
            Assert.True(Path.Exists(target), $"{url}: there is no such file");
            Assert.True(
                parts.Length == 1 || MarkdownHeadings.Of(target).Contains(Uri.UnescapeDataString(parts[1])),
                $"{url}: there is no such heading"
            );
        });
    }

    /// <summary>The way from a notebook's folder to the libraries.</summary>
    private static string ToLib(string name) =>
        string.Concat(Enumerable.Repeat("../", name.Count(letter => letter == '/'))) + "lib";

    private static string[] Lines(Cell cell) => cell.Source.TrimEnd('\n').Split('\n');

    /// <summary>Comments, fenced code and folded help are not read from top to bottom.</summary>
    [GeneratedRegex(@"<!--.*?-->|```.*?```|<details>.*?</details>", RegexOptions.Singleline)]
    private static partial Regex NotProse();

    [GeneratedRegex(@"[\p{L}\p{Nd}][\p{L}\p{Nd}'’.-]*")]
    private static partial Regex Word();
}
