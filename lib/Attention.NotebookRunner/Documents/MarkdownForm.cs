using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Syntax;

namespace Attention.NotebookRunner.Documents;

/// <summary>
/// The markdown that notebooks are written in: CommonMark with the extensions that Jupyter and VS Code know too.
/// </summary>
internal static class MarkdownForm
{
    public static MarkdownPipeline Pipeline { get; } = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseEmphasisExtras()
        .UseFootnotes()
        .UseAutoLinks()
        .UseTaskLists()
        .UseMathematics()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .Build();

    /// <summary>Null where the text is nested too deeply to be read.</summary>
    public static MarkdownDocument? Parse(string markdown)
    {
        try
        {
            return Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException) // what Markdig throws at its limit of nesting
        {
            return null;
        }
    }

    /// <summary>Empty where the text is nested too deeply to be read.</summary>
    public static string ToHtml(string markdown)
    {
        string html = Parse(markdown)?.ToHtml(Pipeline) ?? "";
        return HtmlNesting.IsTooDeep(html) ? "" : html;
    }
}
