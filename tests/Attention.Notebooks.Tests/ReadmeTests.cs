using System.Diagnostics;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Commands;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Attention.Notebooks.Tests;

/// <summary>What the READMEs tell a newcomer to open or to type exists, and their numbers are those of the files they are taken from.</summary>
public partial class ReadmeTests
{
    private const string FrontPage = "README.md", Benchmarks = "tests/Attention.Lib.Benchmarks/README.md";

    // What the SDK, its tools and Jupyter take from there on is theirs.
    private static readonly string[] KnownCommands =
        ["build", "test", "run", "tool restore", "interactive", "interactive jupyter install", "nuget enable source nuget.org"];

    public static TheoryData<string> Readmes => [FrontPage, "notebooks/README.md", "data/README.md", Benchmarks];

    [Theory]
    [MemberData(nameof(Readmes))]
    public void Its_links_and_pictures_lead_somewhere(string readme)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Chapters.Repository.Root, readme))!;
        IEnumerable<string> targets = Parse(readme).Descendants<LinkInline>().Select(l => l.Url!).Where(url => !url.StartsWith("https://", StringComparison.Ordinal));
        Assert.All(targets, url => Assert.True(Path.Exists(Path.Combine(folder, Uri.UnescapeDataString(url.Split('#')[0]))), url));
    }

    [Theory]
    [MemberData(nameof(Readmes))]
    public void Every_file_that_its_code_names_exists(string readme)
    {
        string[] roots = [Chapters.Repository.Root, Path.GetDirectoryName(Path.Combine(Chapters.Repository.Root, readme))!, Path.Combine(Chapters.Repository.Root, "lib"), Path.Combine(Chapters.Repository.Root, "tests")];
        IEnumerable<string> paths = Code(readme).SelectMany(code => code.Split(' ')).Where(word => FilePath().IsMatch(word) && !word.Contains("NN", StringComparison.Ordinal) && !word.Contains("Name", StringComparison.Ordinal));
        Assert.All(paths, path => Assert.True(Array.Exists(roots, root => Path.Exists(Path.Combine(root, path))) || path is ".config/dotnet-tools.json", path));
    }

    [Theory]
    [MemberData(nameof(Readmes))]
    public void Its_commands_exist(string readme) => Assert.All(Code(readme).Where(code => code.StartsWith("dotnet ", StringComparison.Ordinal)), command =>
    {
        string[] words = command["dotnet ".Length..].Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string verb = string.Join(' ', words.TakeWhile(w => !w.StartsWith('-') && !w.Contains('/', StringComparison.Ordinal)));
        Assert.Contains(verb, KnownCommands);
        if (words.SkipWhile(w => w != "--").Skip(1).ToArray() is [var first, ..] arguments && words.Contains("lib/Attention.NotebookRunner"))
        {
            string help = Help(first);
            Assert.All(arguments.Where(a => a.StartsWith("--", StringComparison.Ordinal)), option => Assert.Contains(option, help));
        }
    });

    [Fact]
    public void Its_troubles_are_those_that_the_doctor_looks_for() =>
        Assert.Equal(Diagnostics.Of(Chapters.Repository).Select(f => f.What), Table("what happens").Select(row => row[1]));

    [Fact]
    public void Its_chapters_and_minutes_are_those_of_the_notebooks() =>
        Assert.Equal(Chapters.Names.Select(name => Minutes(Chapters.Read(name.Data).Cells[0].Source)), Table("chapter").Select(row => (row[1], row[2])));

    [Fact]
    public void The_page_of_the_course_leads_to_every_notebook() =>
        Assert.Subset(Parse("notebooks/README.md").Descendants<LinkInline>().Select(l => "notebooks/" + l.Url).ToHashSet(), Chapters.AllNames.Select(name => name.Data).ToHashSet());

    [Fact]
    public void Its_figures_are_those_of_the_benchmarks()
    {
        (string Ours, string Theirs)[] columns = [("ours, ms", "ours, ms"), ("of peak", "of peak"), ("ONNX Runtime / ours", "time / ours"), ("TensorPrimitives / ours", "TensorPrimitives / ours"), ("MathNet / ours", "MathNet / ours")];
        string[] header = Header(FrontPage, "ours, ms"), measured = Header(Benchmarks, "ours, ms");
        Assert.Equal(columns.Select(c => c.Ours), header.Skip(1));
        string[][] rows = Table("ours, ms", Benchmarks);
        Assert.All(Table("ours, ms"), row =>
        {
            string[] from = Assert.Single(rows, r => r[0] == row[0]);
            Assert.Equal(columns.Select(c => from[Array.IndexOf(measured, c.Theirs)]), row.Skip(1));
        });
    }

    private static MarkdownDocument Parse(string readme) => Markdown.Parse(File.ReadAllText(Path.Combine(Chapters.Repository.Root, readme)), new MarkdownPipelineBuilder().UsePipeTables().Build());

    /// <summary>Code in the text, and every line of a block of code.</summary>
    private static IEnumerable<string> Code(string readme) => Parse(readme).Descendants<CodeInline>().Select(c => c.Content)
        .Concat(Parse(readme).Descendants<CodeBlock>().SelectMany(b => b.Lines.ToString().Split('\n').Select(line => line.Trim())));

    /// <summary>The cells below the header of the first table that has such a column.</summary>
    private static string[][] Table(string column, string readme = FrontPage) => [.. Rows(column, readme).Skip(1)];

    private static string[] Header(string readme, string column) => Rows(column, readme)[0];

    private static string[][] Rows(string column, string readme) => Parse(readme).Descendants<Table>()
        .Select(table => table.OfType<TableRow>().Select(row => row.OfType<TableCell>().Select(Text).ToArray()).ToArray())
        .First(rows => rows[0].Contains(column));

    private static string Text(TableCell cell) => string.Concat(cell.Descendants<LeafInline>().Select(i => i is CodeInline code ? code.Content : i.ToString()));

    private static (string Reading, string Exercises) Minutes(string title) =>
        TimeOfChapter().Match(title) is { Success: true } match ? ($"{match.Groups[1]} min", $"{match.Groups[2]} min") : ("", "");

    private static string Help(string verb)
    {
        string program = Path.ChangeExtension(typeof(Repository).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        using Process process = Process.Start(new ProcessStartInfo(program, [verb, "--help"]) { RedirectStandardOutput = true })!;
        string help = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return help;
    }

    [GeneratedRegex(@"^\.?[\w.-]+(/[\w.-]+)+$")]
    private static partial Regex FilePath();

    [GeneratedRegex(@"About (\d+) minutes, and (\d+) more for the exercises")]
    private static partial Regex TimeOfChapter();
}
