using Attention.Notebooks.Tests;

namespace Attention.FrontEnds.Tests;

/// <summary>
/// The course as a reader has it, in a temporary folder: an editor may save into its notebooks. Everything else leads
/// to this repository.
/// </summary>
internal sealed class CourseCopy : IDisposable
{
    public CourseCopy()
    {
        string source = Chapters.Repository.Root;
        CopyNotebooks(Path.Combine(source, "notebooks"), Path.Combine(Root, "notebooks"));
        foreach (string folder in new[] { "lib", "data", ".config", ".vscode", ".devcontainer" })
        {
            Directory.CreateSymbolicLink(Path.Combine(Root, folder), Path.Combine(source, folder));
        }
        File.CreateSymbolicLink(Path.Combine(Root, "Attention.Lib.sln"), Path.Combine(source, "Attention.Lib.sln"));
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("attention-course-").FullName;

    public string Notebooks => Path.Combine(Root, "notebooks");

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void CopyNotebooks(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
        foreach (string folder in Directory.GetDirectories(from).Where(f => Path.GetFileName(f)[0] != '.'))
        {
            CopyNotebooks(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
