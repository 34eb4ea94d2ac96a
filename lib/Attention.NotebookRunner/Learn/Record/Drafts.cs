using System.Text.Json;
using Attention.Shared;

namespace Attention.NotebookRunner.Learn.Record;

/// <summary>What a learner wrote into a cell.</summary>
/// <param name="Text">The cell's text now; null when it is the chapter's own.</param>
/// <param name="Earlier">Texts that another one replaced, the latest last: by a reset, or by another tab.</param>
internal sealed record Draft(string? Text, string[] Earlier);

/// <summary>
/// The learner's texts, a file per chapter. The notebooks stay as they are. Only the one cell of a change is written
/// anew, so two servers of one course do not undo each other's work.
/// </summary>
/// <param name="folder">Where the files lie; made when it is missing.</param>
internal sealed class Drafts(string folder)
{
    private const int MostEarlier = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <param name="chapter">The chapter's name.</param>
    /// <param name="onPutAside">
    /// Called with where a file is that cannot be understood: it is put aside and not overwritten.
    /// </param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not read it.</exception>
    public Dictionary<string, Draft> Read(string chapter, Action<string> onPutAside)
    {
        string path = PathOf(chapter);
        if (!File.Exists(path))
        {
            return [];
        }
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, Draft>>(File.ReadAllBytes(path), Json) is { } drafts
                && drafts.Values.All(draft => draft?.Earlier is not null)
                ? drafts
                : throw new JsonException();
        }
        catch (JsonException)
        {
            // Somebody edited it, or a disk failed.
            string aside = $"{path}.{DateTime.UtcNow:yyyyMMddHHmmssfff}.unreadable";
            File.Move(path, aside);
            onPutAside(aside);
            return [];
        }
    }

    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there.</exception>
    public void Write(string chapter, string cell, Draft draft, Action<string> onPutAside)
    {
        Directory.CreateDirectory(folder);
        using FileStream oneAtATime = FileLock.Wait(Path.Combine(folder, "lock"), Patience);
        Dictionary<string, Draft> drafts = Read(chapter, onPutAside);
        drafts[cell] = draft with { Earlier = [.. draft.Earlier.TakeLast(MostEarlier)] };
        AtomicFile.Write(PathOf(chapter), JsonSerializer.SerializeToUtf8Bytes(drafts, Json));
    }

    private string PathOf(string chapter) => Path.Combine(folder, chapter + ".json");
}
