namespace Attention.NotebookRunner.Site;

/// <summary>A section, as the table of contents and the links between pages name it.</summary>
/// <param name="Level">1 for the title of the page.</param>
/// <param name="Id">What a link to it ends in.</param>
/// <param name="Text">Plain text.</param>
/// <param name="Html">The same with its formulas and its emphasis, without links.</param>
internal sealed record Heading(int Level, string Id, string Text, string Html);
