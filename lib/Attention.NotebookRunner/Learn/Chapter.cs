using Attention.KernelHost.Protocol;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Learn;

/// <summary>A chapter that can be opened.</summary>
/// <param name="Name">The name of its page without the ending.</param>
/// <param name="Notebook">The notebook, which is never written.</param>
/// <param name="Outputs">Shows outputs of its cells.</param>
internal sealed record Chapter(string Name, NotebookDocument Notebook, OutputHtml Outputs)
{
    /// <summary>The cells that can be run, in their order. One that is not on the page does not run there.</summary>
    public IEnumerable<Cell> Cells => CellsOf(Notebook);

    /// <inheritdoc cref="Cells"/>
    public static IEnumerable<Cell> CellsOf(NotebookDocument notebook) => notebook.Cells.Where(cell =>
        cell.Type == "code" && cell.Language == KernelLanguage.CSharp
        && !cell.Has("skip-execution") && !cell.Removes("cell"));

    public SessionSettings Settings(string root) =>
        new(Path.GetDirectoryName(Notebook.Path)!, [root], IsInteractive: true);
}
