using System.Text;
using System.Text.Json.Nodes;
using Attention.NotebookRunner.Commands;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Run;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Tests;

/// <summary>
/// Chapters of the course, damaged at random with a fixed seed, through reader, writer, prose and pages.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private const int Mutations = 1000;

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "4.5", "1e999", "123456789012345678901234567890", "\"\"", "\"x\"",
        "\"\\u0000\\u001b[31m\"", "[]",
        "{}", "[null]", "[[]]", "{\"a\":1}", "\"<script>alert(1)</script>\"", "\"$\\\\frac{$\"", "\"[x](a%00b)\"",
    ];

    private readonly TemporaryRepository _repository = new();

    [Fact]
    public void A_damaged_chapter_is_shown_or_refused_with_one_line()
    {
        Repository course = Repository.Find()
            ?? throw new InvalidOperationException("The tests must lie in the repository.");
        JsonNode[] chapters = [.. course.Notebooks().Select(path => JsonNode.Parse(File.ReadAllBytes(path))!)];
        var random = new Random(25);
        int shown = 0, refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            JsonNode part = PartOf(chapters[random.Next(chapters.Length)], random);
            byte[] damaged = i % 4 == 0 ? DamagedBytes(Encoding.UTF8.GetBytes(part.ToJsonString()), random)
                : DamagedTree(part, random);
            string path = _repository["notebooks", "damaged.ipynb"];
            File.WriteAllBytes(path, damaged);
            try
            {
                Show(NotebookDocument.Read(path, "damaged.ipynb"));
                shown++;
            }
            catch (BadNotebookException e)
            {
                Assert.StartsWith("damaged.ipynb: ", e.Message);
                Assert.DoesNotContain('\n', e.Message);
                refused++;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"mutation {i}: {e}");
            }
        }
        Assert.True(shown > 100 && refused > 100, $"{shown} shown, {refused} refused: one side was hardly tried");
    }

    public void Dispose() => _repository.Dispose();

    private void Show(NotebookDocument notebook)
    {
        notebook.ToBytes();
        foreach (Cell cell in notebook.Cells.Where(c => c.Type == "markdown"))
        {
            Prose.Read(cell);
        }
        string folder = Path.GetDirectoryName(notebook.Path)!;
        var images = new ImageSource(folder, folder);
        var names = new PageNames([notebook], folder, folder, map: null);
        string Link(string url) => names.Link(url, notebook.Path);
        ChapterPage.Body(notebook, new MarkdownPage(Link, images), new OutputHtml(Link, images, Frame.Of));
    }

    /// <summary>
    /// Some cells of a chapter that follow each other: a whole one a thousand times would take too long.
    /// </summary>
    private static JsonNode PartOf(JsonNode chapter, Random random)
    {
        JsonNode part =
            new JsonObject(
            chapter.AsObject().Where(p => p.Key != "cells")
            .Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
        JsonArray cells = chapter["cells"]!.AsArray();
        part["cells"] =
            new JsonArray([.. cells.Skip(random.Next(cells.Count)).Take(4).Select(cell => cell!.DeepClone())]);
        return part;
    }

    private static byte[] DamagedBytes(byte[] chapter, Random random)
    {
        byte[] damaged = [.. chapter];
        int at = random.Next(damaged.Length);
        switch (random.Next(4))
        {
            case 0:
                return damaged[..at];
            case 1:
                damaged[at] = (byte)random.Next(256);
                return damaged;
            case 2:
                return [.. damaged[..at], .. damaged[Math.Min(at + random.Next(1, 200), damaged.Length)..]];
            default:
                return [
                    .. damaged[..at], .. Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]), .. damaged[at..]];
        }
    }

    /// <summary>Replaces or removes one to three values anywhere in the tree.</summary>
    private static byte[] DamagedTree(JsonNode tree, Random random)
    {
        JsonNode damaged = tree.DeepClone();
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            Damage(damaged, random);
        }
        return Encoding.UTF8.GetBytes(damaged.ToJsonString());
    }

    private static void Damage(JsonNode node, Random random)
    {
        while (true)
        {
            int count = node switch { JsonObject o => o.Count, JsonArray a => a.Count, _ => 0 };
            if (count == 0)
            {
                return;
            }
            int at = random.Next(count);
            JsonNode? child = node is JsonObject parent ? parent.ElementAt(at).Value : node[at];
            if (child is JsonObject or JsonArray && random.Next(5) > 0)
            {
                node = child;
                continue;
            }
            JsonNode? value = JsonNode.Parse(Values[random.Next(Values.Length)]);
            switch (node)
            {
                case JsonObject o when random.Next(4) == 0:
                    o.Remove(o.ElementAt(at).Key);
                    break;
                case JsonObject o:
                    o[o.ElementAt(at).Key] = value;
                    break;
                case JsonArray a:
                    a[at] = value;
                    break;
            }
            return;
        }
    }
}
