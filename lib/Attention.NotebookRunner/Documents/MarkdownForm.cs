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

    /// <summary>Null where the text is nested too deeply to be read, or its links would take too long.</summary>
    public static MarkdownDocument? Parse(string markdown)
    {
        if (LinksTakeTooLong(markdown))
        {
            return null;
        }
        try
        {
            return Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException) // what Markdig throws at its limit of nesting
        {
            return null;
        }
    }

    /// <summary>
    /// From each link's opening bracket Markdig reads up to its closing one, and up to the end where there is none.
    /// </summary>
    private static bool LinksTakeTooLong(string markdown)
    {
        const int most = 20_000_000;
        int read = 0;
        for (int at = -1; (at = markdown.IndexOf("](", at + 1, StringComparison.Ordinal)) >= 0;)
        {
            int depth = 0;
            for (int i = at + 1; i < markdown.Length && read < most; i++, read++)
            {
                depth += markdown[i] switch { '(' => 1, ')' => -1, _ => 0 };
                i += markdown[i] == '\\' ? 1 : 0;
                if (depth == 0)
                {
                    break;
                }
            }
        }
        return read >= most;
    }

    /// <summary>Empty where the text is nested too deeply to be read, or its links would take too long.</summary>
    public static string ToHtml(string markdown)
    {
        string html = Parse(markdown)?.ToHtml(Pipeline) ?? "";
        return HtmlNesting.IsTooDeep(html) ? "" : html;
    }
}
