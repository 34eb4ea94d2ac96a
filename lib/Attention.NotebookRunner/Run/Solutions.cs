using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>
/// Model solutions, where the reader finds them: after a cell tagged <c>exercise</c>, in a markdown cell, folded in
/// <c>&lt;details&gt;&lt;summary&gt;Solution…&lt;/summary&gt;</c>, as a <c>```csharp</c> block. Putting them in proves that they solve it.
/// </summary>
internal static partial class Solutions
{
    /// <returns>The place of each exercise cell, in order, and the code that solves it.</returns>
    /// <exception cref="FormatException">An exercise has no solution.</exception>
    public static (int At, string Code)[] Of(NotebookDocument notebook) =>
        [.. notebook.Cells.Select((cell, at) => (cell, at)).Where(c => c.cell.Has("exercise")).Select(exercise => (
            exercise.at,
            notebook.Cells.Skip(exercise.at + 1).TakeWhile(c => !c.Has("exercise")).Where(c => c.Type == "markdown")
                .Select(c => Block().Match(c.Source)).FirstOrDefault(m => m.Success)?.Groups["code"].Value.TrimEnd()
                ?? throw new FormatException($"{notebook.Name}: the exercise {exercise.cell.Id} has no folded solution after it.")))];

    [GeneratedRegex(@"<summary>[^<]*Solution.*?</summary>.*?```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Block();
}
