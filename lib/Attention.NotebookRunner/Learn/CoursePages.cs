using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Site;
using Attention.Shared;

namespace Attention.NotebookRunner.Learn;

/// <summary>The pages of all chapters, written once into a folder of their own, and gone with it.</summary>
internal sealed class CoursePages : IDisposable
{
    private const string Head = """
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="live/live.css">
        <script type="module" src="live/connection.js"></script>

        """;

    private const string Prefix = "attention-learn-", LockName = ".lock";

    private readonly FileStream _lock;

    private CoursePages(FileStream held, Frames frames, IReadOnlyDictionary<string, Chapter> chapters) =>
        (_lock, Folder, Frames, Chapters) = (held, Path.GetDirectoryName(held.Name)!, frames, chapters);

    /// <summary>Where the pages lie.</summary>
    public string Folder { get; }

    public Frames Frames { get; }

    /// <summary>By their names, in the order of the course.</summary>
    public IReadOnlyDictionary<string, Chapter> Chapters { get; }

    /// <exception cref="IOException">The pages cannot be written.</exception>
    public static CoursePages Write(IReadOnlyList<NotebookDocument> notebooks, string root, SiteOptions options)
    {
        DeleteLeftBehind();
        string folder = Directory.CreateTempSubdirectory(Prefix).FullName;
        FileStream held = FileLock.Wait(Path.Combine(folder, LockName), TimeSpan.Zero);
        try
        {
            var frames = new Frames();
            new SiteWriter(folder, root, options with { Head = _ => Head, Frame = frames.Add }).Write(notebooks);
            return new CoursePages(held, frames, ChaptersOf(notebooks, folder, root, frames));
        }
        catch
        {
            Delete(held);
            throw;
        }
    }

    public void Dispose() => Delete(_lock);

    private static OrderedDictionary<string, Chapter> ChaptersOf(
        IReadOnlyList<NotebookDocument> notebooks, string folder, string root, Frames frames)
    {
        CourseMap? map = CourseMap.In(Path.GetDirectoryName(notebooks[0].Path)!);
        var names = new PageNames(notebooks, folder, root, map);
        var chapters = new OrderedDictionary<string, Chapter>(StringComparer.Ordinal);
        foreach (NotebookDocument notebook in notebooks)
        {
            string name = Path.GetFileNameWithoutExtension(names.Of(notebook));
            var images = new ImageSource(Path.GetDirectoryName(notebook.Path)!, root);
            var outputs = new OutputHtml(url => names.Link(url, notebook.Path), images, frames.Add);
            chapters.Add(name, new Chapter(name, notebook, outputs));
        }
        return chapters;
    }

    /// <summary>A server that was killed left its folder, and nobody holds its lock any more.</summary>
    private static void DeleteLeftBehind()
    {
        foreach (string folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                string path = Path.Combine(folder, LockName);
                if (File.Exists(path))
                {
                    Delete(FileLock.Wait(path, TimeSpan.Zero));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another server's that runs, or another user's.
            }
        }
    }

    private static void Delete(FileStream held)
    {
        held.Dispose(); // Windows deletes no open file
        Directory.Delete(Path.GetDirectoryName(held.Name)!, recursive: true);
    }
}
