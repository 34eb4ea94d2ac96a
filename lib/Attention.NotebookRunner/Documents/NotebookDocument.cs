using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attention.NotebookRunner.Documents;

/// <summary>A notebook file that is no notebook: one line says which file, where, and what to do.</summary>
internal sealed class BadNotebookException(string path, string problem) : Exception($"{path}: {problem}");

/// <summary>An .ipynb file. Fields that this program does not know stay as they are.</summary>
internal sealed class NotebookDocument
{
    public const long LargestFile = 64L << 20;
    private const int DeepestNesting = 64;
    private readonly JsonObject _root;

    private NotebookDocument(string path, JsonObject root, IReadOnlyList<Cell> cells) => (Path, _root, Cells) = (path, root, cells);

    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public IReadOnlyList<Cell> Cells { get; private set; }

    /// <summary>The first heading.</summary>
    public string Title => Cells.Where(c => c.Type == "markdown").SelectMany(c => c.Source.Split('\n'))
        .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim() ?? Name;

    /// <exception cref="BadNotebookException">The file cannot be read as a notebook of format 4.</exception>
    public static NotebookDocument Read(string path, string shownPath)
    {
        byte[] bytes = ReadBytes(path, shownPath);
        try
        {
            var root = JsonNode.Parse(bytes, null, new JsonDocumentOptions { MaxDepth = DeepestNesting, AllowDuplicateProperties = false }) as JsonObject
                ?? throw new BadNotebookException(shownPath, "the file holds no JSON object.");
            int? format = root["nbformat"] is JsonValue value && value.TryGetValue(out int number) ? number : null;
            if (format != 4)
            {
                throw new BadNotebookException(shownPath, $"nbformat is {format?.ToString() ?? "missing"}, but must be 4: open it in Jupyter or VS Code and save it.");
            }
            if (root["cells"] is not JsonArray cells)
            {
                throw new BadNotebookException(shownPath, "there is no list “cells”.");
            }
            Cell[] read = [.. cells.Select((cell, i) => new Cell(cell as JsonObject ?? throw new FormatException($"cell {i + 1} is no object"), i + 1))];
            return read.GroupBy(c => c.Id).FirstOrDefault(g => g.Count() > 1) is { } twice
                ? throw new FormatException($"two cells have the id “{twice.Key}”")
                : WithWritableText(new NotebookDocument(path, root, read));
        }
        catch (JsonException e)
        {
            throw new BadNotebookException(shownPath, e.LineNumber is null ? e.Message : $"not JSON, or cut off, at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new BadNotebookException(shownPath, e.Message.TrimEnd('.') + ".");
        }
    }

    /// <summary>An independent copy.</summary>
    public NotebookDocument Clone()
    {
        var root = (JsonObject)_root.DeepClone();
        return new NotebookDocument(Path, root, [.. root["cells"]!.AsArray().Select((cell, i) => new Cell(cell!.AsObject(), i + 1))]);
    }

    /// <summary>Puts a code cell after <paramref name="cell"/>.</summary>
    public void InsertAfter(Cell cell, JsonObject inserted)
    {
        JsonArray cells = _root["cells"]!.AsArray();
        cells.Insert(cells.IndexOf(cell.Json) + 1, inserted);
        Cells = [.. cells.Select((c, i) => new Cell(c!.AsObject(), i + 1))];
    }

    /// <summary>The form that notebook tools write: sorted names, 1 space of indentation, UTF-8 unescaped, <c>\n</c>.</summary>
    public byte[] ToBytes() => new UTF8Encoding(false).GetBytes(NotebookJson.Write(_root));

    /// <summary>JSON can spell half a character, which no file can hold: found now, not after the run.</summary>
    private static NotebookDocument WithWritableText(NotebookDocument notebook)
    {
        notebook.ToBytes();
        return notebook;
    }

    private static byte[] ReadBytes(string path, string shownPath)
    {
        byte[] bytes;
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                throw new BadNotebookException(shownPath, $"larger than {LargestFile >> 20} MB: clear its outputs.");
            }
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadNotebookException(shownPath, File.Exists(path) ? "cannot be read." : "there is no such file.");
        }
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new BadNotebookException(shownPath, "UTF-16 at byte 1: save it as UTF-8.");
        }
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
        {
            throw new BadNotebookException(shownPath, "a byte order mark at byte 1: save it as UTF-8 without BOM.");
        }
        if (bytes.AsSpan().IndexOfAny((byte)0, (byte)'\r') is >= 0 and int at)
        {
            throw new BadNotebookException(shownPath, bytes[at] == 0 ? $"a NUL at byte {at + 1}." : $"line {bytes.AsSpan(0, at).Count((byte)'\n') + 1} ends in CRLF: save it with LF line ends.");
        }
        int valid = System.Text.Unicode.Utf8.IsValid(bytes) ? bytes.Length : FirstInvalid(bytes);
        return valid == bytes.Length ? bytes : throw new BadNotebookException(shownPath, $"invalid UTF-8 at byte {valid + 1}.");
    }

    private static int FirstInvalid(byte[] bytes)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(bytes.AsSpan(at), out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }
        return at;
    }
}
