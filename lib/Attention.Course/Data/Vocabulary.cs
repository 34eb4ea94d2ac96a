using Attention.Display;

namespace Attention.Course;

/// <summary>The words of the corpus: each with its English and the class by which templates name it.</summary>
public sealed class Vocabulary
{
    private readonly Dictionary<string, string> _glosses = [];
    private readonly Dictionary<string, string> _words = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string[]> _classes;

    private Vocabulary(string[][] rows)
    {
        Words = [.. rows.Select(cells => cells[0])];
        foreach (string[] cells in rows)
        {
            _glosses.Add(cells[0], cells[1]);
            _words.TryAdd(cells[0], cells[0]);
            _words.TryAdd(cells[1], cells[0]);
        }

        _classes = rows.GroupBy(cells => cells[2], cells => cells[0])
            .ToDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>The words in the order of the file.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Reads <c>word ⇥ gloss ⇥ class</c> lines after a heading; the class may be empty.</summary>
    public static Vocabulary Parse(string text) => new([.. Corpus.Rows(text)]);

    /// <summary>The English of a word.</summary>
    /// <param name="word">The word in Chinese or in English.</param>
    /// <exception cref="KeyNotFoundException">The word is not in the vocabulary.</exception>
    public string Gloss(string word) => _glosses[Chinese(word)];

    /// <summary>Words for the axes of a picture: the English first, the Chinese beside it.</summary>
    /// <param name="words">The words in Chinese or in English.</param>
    /// <exception cref="KeyNotFoundException">One of the words is not in the vocabulary.</exception>
    public Labels Labels(IEnumerable<string> words) =>
        (Label[])[.. words.Select(word => new Label(Gloss(word), Chinese(word)))];

    /// <summary>The words of a class, such as <c>sweet</c>.</summary>
    /// <exception cref="KeyNotFoundException">No word has this class.</exception>
    public IReadOnlyList<string> Class(string name) => _classes[name];

    /// <summary>
    /// The Chinese word that a reader means, who may write it in Chinese or in English, with blanks around it and in
    /// any case; null when there is none.
    /// </summary>
    internal string? Find(string? text) => text is null ? null : _words.GetValueOrDefault(text.Trim());

    /// <summary>The place of a word among <see cref="Words"/>.</summary>
    /// <exception cref="KeyNotFoundException">The word is not in the vocabulary.</exception>
    internal int IndexOf(string word)
    {
        string chinese = Chinese(word);
        return Words.Index().First(entry => entry.Item == chinese).Index;
    }

    private string Chinese(string word) =>
        Find(word) ?? throw Unknown(word, [.. Words.Select(w => $"{_glosses[w]} {w}")]);

    internal static KeyNotFoundException Unknown(string word, IReadOnlyList<string> words) =>
        new($"“{word}” is not among the {words.Count} words: {string.Join(", ", words)}");
}
