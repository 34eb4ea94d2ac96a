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
    /// <summary>The cells that can be run, in their order.</summary>
    public IEnumerable<Cell> Cells => Notebook.Cells.Where(cell =>
        cell.Type == "code" && cell.Language == KernelLanguage.CSharp && !cell.Has("skip-execution"));

    public SessionSettings Settings(string root) =>
        new(Path.GetDirectoryName(Notebook.Path)!, [root], IsInteractive: true);
}

/// <summary>The pages of all chapters, written once into a folder of their own, and gone with it.</summary>
internal sealed class Course : IDisposable
{
    private const string Head = """
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="live/live.css">
        <script type="module" src="live/live.js"></script>

        """;

    private Course(string folder, Frames frames, IReadOnlyDictionary<string, Chapter> chapters) =>
        (Folder, Frames, Chapters) = (folder, frames, chapters);

    /// <summary>Where the pages lie.</summary>
    public string Folder { get; }

    public Frames Frames { get; }

    /// <summary>By their names, in the order of the course.</summary>
    public IReadOnlyDictionary<string, Chapter> Chapters { get; }

    /// <exception cref="IOException">The pages cannot be written.</exception>
    public static Course Write(IReadOnlyList<NotebookDocument> notebooks, string root, SiteOptions options)
    {
        string folder = Directory.CreateTempSubdirectory("attention-learn-").FullName;
        var frames = new Frames();
        new SiteWriter(folder, root, options with { Head = Head, Frame = frames.Add }).Write(notebooks);
        var names = new PageNames(notebooks, folder);
        var chapters = new OrderedDictionary<string, Chapter>(StringComparer.Ordinal);
        foreach (NotebookDocument notebook in notebooks)
        {
            string name = Path.GetFileNameWithoutExtension(names.Of(notebook));
            var images = new ImageSource(Path.GetDirectoryName(notebook.Path)!, root);
            var outputs = new OutputHtml(url => names.Link(url, notebook.Path), images, frames.Add);
            chapters.Add(name, new Chapter(name, notebook, outputs));
        }
        return new Course(folder, frames, chapters);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
