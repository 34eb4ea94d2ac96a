using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;
using Markdig.Syntax;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// A notebook as the first page shows it: its title and, where the notebook has them, the picture of the cell tagged
/// <c>cover</c>, how long it takes, and what its reader can do afterwards. The questions stand in a data attribute,
/// from which a script fills in the progress.
/// </summary>
internal static partial class ChapterCard
{
    public static string Of(NotebookDocument notebook, string href, string title, Func<string, string> markdown)
    {
        Cell[] text = [.. notebook.Cells.Where(cell => cell.Type == "markdown")];
        string source = string.Join("\n\n", text.Take(FirstCells).Select(cell => cell.Source));
        string goal = Goal(source) is { } list ? $"<p>Afterwards you can</p>\n{markdown(list)}" : "";
        string minutes = Minutes().Match(source) is { Success: true } match
            ? $"<p class=\"minutes\">{WebUtility.HtmlEncode(match.Value)}</p>" : "";
        string asked = string.Join(' ', Predictions(notebook));
        return $"""
            <li class="card" data-page="{href}" data-predictions="{WebUtility.HtmlEncode(asked)}">
            <h2><a href="{href}">{title}</a></h2>
            {Cover(notebook)}{minutes}
            {goal}<p class="progress" hidden></p>
            </li>

            """;
    }

    /// <summary>Where a notebook says what it is about.</summary>
    private const int FirstCells = 4;

    private static string Cover(NotebookDocument notebook) => notebook.Cells.Where(cell => cell.Has("cover"))
        .SelectMany(cell => cell.Outputs)
        .Select(output => output!["data"] is JsonObject data ? PlotlyOutput.Of(data)?.Still : null)
        .FirstOrDefault(picture => picture is not null) is { } found
            ? $"<div class=\"cover\">{found}</div>\n"
            : "";

    /// <summary>The questions of a notebook at which a reader guesses.</summary>
    public static IEnumerable<string> Predictions(NotebookDocument notebook) => notebook.Cells
        .Where(cell => cell.Type == "code")
        .SelectMany(cell => cell.Outputs)
        .Select(output => Cell.Text(output!["data"]?[PredictionField.MimeType]?["name"]))
        .OfType<string>();

    /// <summary>The list below the words <c>you can</c>.</summary>
    private static string? Goal(string source) => MarkdownForm.Parse(source)?
        .Zip(MarkdownForm.Parse(source)!.Skip(1))
        .Where(pair => pair is (ParagraphBlock, ListBlock)
            && Source(source, pair.First).TrimEnd().EndsWith("you can", StringComparison.Ordinal))
        .Select(pair => Source(source, pair.Second))
        .FirstOrDefault();

    private static string Source(string source, Block block) => source[block.Span.Start..(block.Span.End + 1)];

    [GeneratedRegex(@"About \d+ minutes[^.\n]*\.")]
    private static partial Regex Minutes();
}
