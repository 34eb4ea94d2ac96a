using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;
using Markdig.Syntax;

namespace Attention.NotebookRunner.Run;

/// <summary>
/// The model solutions. Each stands after a cell tagged <c>exercise</c>, in a markdown cell, folded in
/// <c>&lt;details&gt;&lt;summary&gt;Solution…&lt;/summary&gt;</c>, as a fenced block of C#.
/// </summary>
internal static partial class Solutions
{
    /// <returns>The index of each exercise cell, in order, and the code that solves it.</returns>
    /// <exception cref="UsageException">An exercise has no solution.</exception>
    public static (int At, string Code)[] Of(NotebookDocument notebook) =>
        [.. Enumerable.Range(0, notebook.Cells.Count).Where(i => notebook.Cells[i].Has("exercise"))
            .Select(i => (i, Of(notebook, i)))];

    private static string Of(NotebookDocument notebook, int exercise)
    {
        IEnumerable<Cell> texts = notebook.Cells.Skip(exercise + 1)
            .TakeWhile(cell => !cell.Has("exercise"))
            .Where(cell => cell.Type == "markdown");
        return texts.Select(text => In(text.Source)).FirstOrDefault(code => code is not null)
            ?? throw new UsageException(
            $"{notebook.Name}: the exercise {notebook.Cells[exercise].Id} has no folded solution after it.");
    }

    /// <summary>The first block of C# below a summary that names the solution; null where there is none.</summary>
    private static string? In(string markdown)
    {
        bool isSolution = false;
        foreach (Block block in MarkdownForm.Parse(markdown)?.Descendants<Block>() ?? [])
        {
            if (block is HtmlBlock html && Summary().Matches(html.Lines.ToString()) is [.., { } last])
            {
                isSolution = last.Groups["title"].Value.Contains("Solution", StringComparison.OrdinalIgnoreCase);
            }
            else if (isSolution && block is FencedCodeBlock code
                && code.Info?.ToLowerInvariant() is "csharp" or "cs" or "c#")
            {
                return code.Lines.ToString().TrimEnd();
            }
        }
        return null;
    }

    [GeneratedRegex("<summary>(?<title>[^<]*)", RegexOptions.IgnoreCase)]
    private static partial Regex Summary();
}
