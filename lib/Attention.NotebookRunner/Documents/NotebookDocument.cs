using System.Text;
using System.Text.Json.Nodes;

namespace Attention.NotebookRunner.Documents;

/// <summary>An .ipynb file. Fields that this program does not know stay as they are.</summary>
internal sealed class NotebookDocument
{
    private readonly JsonObject _root;

    private NotebookDocument(string path, JsonObject root, byte[] bytes)
    {
        (Path, _root, Bytes, Cells) = (path, root, bytes, []);
        Cells = CellsOf(root);
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The content of the file as it was read.</summary>
    public byte[] Bytes { get; }

    public IReadOnlyList<Cell> Cells { get; private set; }

    /// <exception cref="BadNotebookException">The file cannot be read as a notebook of format 4.</exception>
    public static NotebookDocument Read(string path, string shownPath)
    {
        try
        {
            return Parse(path, NotebookFile.Read(path));
        }
        catch (FormatException e)
        {
            throw new BadNotebookException(shownPath, e.Message);
        }
    }

    /// <summary>An independent copy.</summary>
    public NotebookDocument Clone() => new(Path, (JsonObject)_root.DeepClone(), Bytes);

    /// <summary>Puts a code cell after <paramref name="cell"/>.</summary>
    public void InsertAfter(Cell cell, string id, string tag, string source)
    {
        var inserted = new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["metadata"] = new JsonObject { ["tags"] = new JsonArray(tag) },
            ["outputs"] = new JsonArray(),
            ["source"] = Cell.Lines(source),
        };
        if (HasIds)
        {
            inserted["id"] = Unique(id, Cells.Select(c => c.Id).ToHashSet(StringComparer.Ordinal));
        }
        JsonArray cells = _root["cells"]!.AsArray();
        cells.Insert(cells.IndexOf(cell.Json) + 1, inserted);
        Cells = CellsOf(_root);
    }

    /// <summary>Records in the notebook's metadata, where papermill records it too, with which values it ran.</summary>
    public void RecordParameters(JsonObject values)
    {
        JsonObject metadata = _root["metadata"] as JsonObject ?? [];
        JsonObject papermill = metadata["papermill"] as JsonObject ?? [];
        papermill["parameters"] = values;
        metadata["papermill"] = papermill;
        _root["metadata"] = metadata;
    }

    /// <summary>
    /// The file in the form that notebook tools write: sorted names, 1 space of indentation, UTF-8, <c>\n</c>.
    /// </summary>
    /// <exception cref="IOException">The result could not be read again. The limits on outputs should prevent
    /// that.</exception>
    public byte[] ToBytes()
    {
        try
        {
            byte[] bytes = new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(NotebookJson.Write(_root));
            if (bytes.Length > NotebookFile.LargestSize)
            {
                throw new FormatException($"larger than {NotebookFile.LargestSize >> 20} MB");
            }
            Parse(Path, bytes);
            return bytes;
        }
        catch (Exception e) when (e is FormatException or EncoderFallbackException)
        {
            throw new IOException($"it could not be read again: {e.Message}");
        }
    }

    /// <summary>Only from nbformat 4.5 on may a cell have an id.</summary>
    private bool HasIds => _root["nbformat_minor"] is JsonValue minor && minor.TryGetValue(out int value) && value >= 5;

    private static NotebookDocument Parse(string path, byte[] bytes)
    {
        JsonNode? root = JsonText.Parse(bytes);
        NotebookForm.Check(root);
        return new NotebookDocument(path, root!.AsObject(), bytes);
    }

    private static Cell[] CellsOf(JsonObject root)
    {
        JsonObject[] cells = [.. root["cells"]!.AsArray().Select(cell => cell!.AsObject())];
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (string id in cells.Select(cell => Cell.Text(cell["id"])).OfType<string>())
        {
            if (!ids.Add(id))
            {
                throw new FormatException($"two cells have the id “{id}”");
            }
        }
        string language = KernelLanguage.Of(root["metadata"]);
        return [
            .. cells.Select(
                (cell, i) => new Cell(cell, Cell.Text(cell["id"]) ?? Unique($"cell-{i + 1}", ids), language))];
    }

    private static string Unique(string id, HashSet<string> taken)
    {
        string unique = id;
        for (int n = 2; !taken.Add(unique); n++)
        {
            unique = $"{id}-{n}";
        }
        return unique;
    }
}
