using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>How pages are written.</summary>
internal sealed record SiteOptions
{
    /// <summary>A plotly.js to lay beside the pages, or into them. Without one they ask the network for it.</summary>
    public string? Plotly { get; init; }

    /// <summary>Whether each page holds its style and its scripts.</summary>
    public bool SingleFile { get; init; }

    /// <summary>What a program that makes the pages live adds to the head of one; the file's name is given.</summary>
    public Func<string, string> Head { get; init; } = _ => "";

    /// <summary>What a notebook's page says first.</summary>
    public Func<NotebookDocument, string> Note { get; init; } = _ => "";

    /// <summary>Shows HTML of an output that needs a script of its own; null puts it into the page.</summary>
    public Func<string, string>? Frame { get; init; }
}
