using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;

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
        Match? block = texts.Select(text => Block().Match(text.Source)).FirstOrDefault(match => match.Success);
        return block?.Groups["code"].Value.TrimEnd() ?? throw new UsageException(
            $"{notebook.Name}: the exercise {notebook.Cells[exercise].Id} has no folded solution after it.");
    }

    [GeneratedRegex(
        @"<summary>[^<]*Solution.*?</summary>.*?^(?<fence>```+|~~~+)[ ]*(csharp|cs|c\#)[^\n]*\n(?<code>.*?)^\k<fence>",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Block();
}
