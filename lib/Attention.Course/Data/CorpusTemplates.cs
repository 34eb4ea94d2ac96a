using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Attention.Course;

/// <summary>
/// Makes the corpus: fills each template as often as it says, with words drawn at random from the classes it names.
/// </summary>
public static partial class CorpusTemplates
{
    /// <summary>The seed of <c>data/corpus.tsv</c>. It was not chosen: it is the first one tried.</summary>
    public const ulong Seed = 1;

    /// <summary>Fills the templates.</summary>
    /// <param name="templates">Lines of <c>count ⇥ Chinese ⇥ English</c> after a heading; <c>{sweet}</c> stands for a
    /// word of that class, the same one throughout a sentence.</param>
    /// <param name="vocabulary">The words, their English and their classes.</param>
    /// <param name="seed">The random seed.</param>
    /// <returns>The text of <c>data/corpus.tsv</c>.</returns>
    public static string Fill(string templates, Vocabulary vocabulary, ulong seed = Seed)
    {
        var random = new SplitMix64(seed);
        var corpus = new StringBuilder("Chinese\tEnglish\n");
        foreach (string[] template in Corpus.Rows(templates))
        {
            for (int copy = int.Parse(template[0], CultureInfo.InvariantCulture); copy > 0; copy--)
            {
                var drawn = new Dictionary<string, string>();
                string chinese = Slot.Replace(template[1], slot => Draw(slot.Groups[1].Value));
                string english = Slot.Replace(template[2], slot => vocabulary.Gloss(drawn[slot.Groups[1].Value]));
                corpus.Append(chinese).Append('\t').Append(char.ToUpperInvariant(english[0]))
                    .Append(english, 1, english.Length - 1).Append('\n');

                string Draw(string className)
                {
                    if (!drawn.TryGetValue(className, out string? word))
                    {
                        IReadOnlyList<string> words = vocabulary.Class(className);
                        drawn[className] = word = words[random.Below(words.Count)];
                    }

                    return word;
                }
            }
        }

        return corpus.ToString();
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Slot { get; }
}
