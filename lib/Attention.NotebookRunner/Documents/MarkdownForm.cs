using Markdig;
using Markdig.Extensions.AutoIdentifiers;

namespace Attention.NotebookRunner.Documents;

/// <summary>The markdown that notebooks are written in: CommonMark with the extensions that Jupyter and VS Code know too.</summary>
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
}
