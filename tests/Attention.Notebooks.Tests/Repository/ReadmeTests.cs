using System.Diagnostics;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Commands;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Attention.Notebooks.Tests;

/// <summary>
/// What the pages tell a newcomer to open or to type exists, and their numbers are those of the files from which they
/// are taken.
/// </summary>
public partial class ReadmeTests
{
    private const string FrontPage = "README.md";
    private const string FrontEnds = "notebooks/FRONT-ENDS.md";
    private const string Benchmarks = "tests/Attention.Lib.Benchmarks/README.md";

    // What the SDK, its tools and Jupyter take from there on is theirs.
    private static readonly string[] KnownCommands =
    [
        "build", "test", "run", "format", "tool restore", "interactive", "interactive jupyter install",
        "nuget enable source nuget.org",
    ];

    public static TheoryData<string> Pages =>
    [
        FrontPage, "notebooks/README.md", FrontEnds, "notebooks/CONTRACT.md", "lib/README.md", "data/README.md",
        "tests/README.md", Benchmarks,
    ];

    [Fact]
    public void The_front_page_has_at_most_900_words() =>
        Assert.InRange(Word().Count(File.ReadAllText(Files.FullPath(FrontPage))), 1, 900);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Its_links_and_pictures_lead_somewhere(string page)
    {
        string folder = Path.GetDirectoryName(Files.FullPath(page))!;
        IEnumerable<string> targets = Parse(page).Descendants<LinkInline>()
            .Select(link => link.Url!)
            .Where(url => !url.StartsWith("https://", StringComparison.Ordinal));
        Assert.All(targets, url =>
        {
            string target = Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(url.Split('#')[0])));
            Assert.True(Path.Exists(target) || url.StartsWith('#'), url);
            if (url.Split('#') is [var file, var heading])
            {
                Assert.Contains(heading, MarkdownHeadings.Of(file.Length == 0 ? Files.FullPath(page) : target));
            }
        });
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_file_that_its_code_names_exists(string page)
    {
        string[] roots =
        [
            Chapters.Repository.Root, Path.GetDirectoryName(Files.FullPath(page))!, Files.FullPath("lib"),
            Files.FullPath("tests"),
        ];
        IEnumerable<string> paths = Code(page)
            .SelectMany(code => code.Split(' '))
            .Where(word => FilePath().IsMatch(word) && !Placeholder().IsMatch(word));
        Assert.All(paths, path =>
            Assert.True(Array.Exists(roots, root => Path.Exists(Path.Combine(root, path))), path));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Its_commands_exist(string page)
    {
        string[] commands = [.. Code(page).Where(code => code.StartsWith("dotnet ", StringComparison.Ordinal))];
        Assert.All(commands, command =>
        {
            string[] words = command["dotnet ".Length..].Split('#')[0]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Contains(string.Join(' ', words.TakeWhile(w => w[0] != '-' && !w.Contains('/'))), KnownCommands);
            string[] arguments = [.. words.SkipWhile(w => w != "--").Skip(1)];
            if (arguments.Length > 0 && words.Contains("lib/Attention.NotebookRunner"))
            {
                string help = Help(arguments[0]);
                IEnumerable<string> options = arguments.Where(a => a.StartsWith("--", StringComparison.Ordinal));
                Assert.All(options, option => Assert.Contains(option, help));
            }
        });
    }

    [Fact]
    public void The_troubles_are_those_that_the_doctor_looks_for() => Assert.Equal(
        DoctorChecks.Of(Chapters.Repository).Select(finding => finding.What),
        Table("what `doctor` calls it", FrontEnds).Select(row => row[1]));

    [Fact]
    public void The_chapters_and_minutes_are_those_of_the_notebooks() => Assert.Equal(
        Chapters.Names.Select(name => Minutes(Chapters.Read(name.Data).Cells[0].Source)),
        Table("chapter").Select(row => (row[1], row[2])));

    [Fact]
    public void The_page_of_the_course_leads_to_every_notebook() => Assert.Subset(
        Parse("notebooks/README.md").Descendants<LinkInline>().Select(link => "notebooks/" + link.Url).ToHashSet(),
        Chapters.AllNames.Select(name => name.Data).ToHashSet());

    [Fact]
    public void The_figures_are_those_of_the_benchmarks()
    {
        string[] here =
        [
            "ours, ms", "of peak", "ONNX Runtime (faster operator) / ours", "TensorPrimitives / ours", "MathNet / ours",
        ];
        string[][][] measured = [.. Tables("ours, ms", Benchmarks)]; // 512 bit, then 256 bit
        Assert.Equal(["bit", .. here], Rows("ours, ms", FrontPage)[0].Skip(1));
        Assert.Equal(["512", "256"], Table("ours, ms").Select(row => row[1]).Distinct());
        Assert.All(Table("ours, ms"), row =>
        {
            string[][] table = measured[row[1] == "512" ? 0 : 1];
            string[] from = Assert.Single(table, r => r[0] == row[0]);
            string Cell(string column) => from[Array.IndexOf(table[0], column)];

            // Of the two operators of ONNX Runtime the front page names the faster.
            string[] operators = [Cell("ONNX Runtime MultiHeadAttention / ours"), Cell("Attention / ours")];
            string faster = operators.Where(cell => cell != "").Min(StringComparer.Ordinal)!;
            string[] others = [Cell("TensorPrimitives / ours"), Cell("MathNet / ours")];
            Assert.Equal([Cell("ours, ms"), Cell("of peak"), faster, .. others], row.Skip(2));
        });
    }

    private static MarkdownDocument Parse(string page) => Markdown.Parse(
        File.ReadAllText(Files.FullPath(page)), new MarkdownPipelineBuilder().UsePipeTables().Build());

    /// <summary>Code in the text, and every line of a block of code.</summary>
    private static IEnumerable<string> Code(string page)
    {
        MarkdownDocument document = Parse(page);
        IEnumerable<string> blocks = document.Descendants<CodeBlock>().Select(block => block.Lines.ToString());
        return document.Descendants<CodeInline>().Select(code => code.Content)
            .Concat(blocks.SelectMany(block => block.Split('\n')).Select(line => line.Trim()));
    }

    /// <summary>The cells below the header of the first table that has such a column.</summary>
    private static string[][] Table(string column, string page = FrontPage) => [.. Rows(column, page).Skip(1)];

    private static string[][] Rows(string column, string page) => Tables(column, page).First();

    private static IEnumerable<string[][]> Tables(string column, string page) => Parse(page).Descendants<Table>()
        .Select(table => table.OfType<TableRow>().Select(Texts).ToArray())
        .Where(rows => rows[0].Contains(column.Replace("`", "", StringComparison.Ordinal)));

    private static string[] Texts(TableRow row) => [.. row.OfType<TableCell>().Select(Text)];

    private static string Text(TableCell cell) => string.Concat(
        cell.Descendants<LeafInline>().Select(inline => inline is CodeInline code ? code.Content : inline.ToString()));

    private static (string Reading, string Exercises) Minutes(string title) =>
        TimeOfChapter().Match(title) is { Success: true } match
            ? ($"{match.Groups[1]} min", $"{match.Groups[2]} min")
            : ("", "");

    private static string Help(string verb)
    {
        string? suffix = OperatingSystem.IsWindows() ? ".exe" : null;
        string program = Path.ChangeExtension(typeof(Repository).Assembly.Location, suffix);
        var start = new ProcessStartInfo(program, [verb, "--help"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string help = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return help;
    }

    [GeneratedRegex(@"^\.?[\w.-]+(/[\w.-]+)+$")]
    private static partial Regex FilePath();

    /// <summary>A path that stands for many, or one that lies outside the repository.</summary>
    [GeneratedRegex(@"NN|Name|^\.config/|^text/|^application/|^\.\./lib/bin/")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"About (\d+) minutes, and (\d+) more for the exercises")]
    private static partial Regex TimeOfChapter();

    [GeneratedRegex(@"\S+")]
    private static partial Regex Word();
}
