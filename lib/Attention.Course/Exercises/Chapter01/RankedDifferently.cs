using System.Globalization;

namespace Attention.Course;

internal static partial class Chapter01
{
    public static Exercise<(string Asking, string ByDot, string ByCosine)> RankedDifferently { get; } =
        new(Syllabus.RankedDifferently)
        {
            Task =
                "Find a word that asks (any but apple 苹果) and two words: the dot product prefers the one, the cosine "
                    + "the other. The word that asks may be one of the two. Write them in English or in Chinese.",
            Attempt = "(asking, byDot, byCosine)",
            Starter = """
                string asking = "cat";        // 猫: any word but apple 苹果
                string byDot = "dog";         // 狗: the word that the dot product prefers
                string byCosine = "sleep";    // 睡觉: the word that the cosine prefers
                """,
            Solution = """
                string asking = "I";          // 我
                string byDot = "eat";         // 吃: long, so it answers loudly
                string byCosine = "read";     // 看: shorter, but it points nearly the way of I 我
                """,
            Hints =
            [
                "The dot product favours long vectors. Look for a long one and a short one that point nearly the same "
                    + "way.",
                "Remember that most words do not even win their own dot product. "
                    + "With the cosine every word wins its own.",
                "Let `byCosine` be the word that asks. In a new cell, run `string.Join(' ', "
                    + "learnt.Words.Select(Corpus.Gloss).OrderByDescending(word => DotOf(\"tea\", word)))`: "
                    + "who stands before *tea*?",
            ],
            Insight = "Two rankings from the same vectors: the dot product rewards length, the cosine ignores it.",
            Cases =
            [
                new("words of the corpus, and apple 苹果 does not ask") { Judge = Contest.Trouble },
                new("the dot product prefers byDot")
                {
                    Judge = answer =>
                        Contest.Trouble(answer)
                        ?? (Contest.Of(answer) is { ByDot: <= 0 } contest ? contest.Text : null),
                },
                new("the cosine prefers byCosine")
                {
                    Judge = answer =>
                        Contest.Trouble(answer)
                        ?? (Contest.Of(answer) is { ByCosine: <= 0 } contest ? contest.Text : null),
                },
            ],
            Reference = ("我", "吃", "看"),
            Untouched = ("cat", "dog", "sleep"),
            WrongIdeas =
            [
                new("takes one word twice", Contest.Twice, ("我", "吃", "吃")),
                new("asks apple", Contest.AsksApple, ("苹果", "甜", "西瓜")),
                new(
                    "exchanges the two",
                    "The right words, but exchanged: the dot product prefers the one you called byCosine, and the "
                        + "cosine the other.",
                    ("我", "看", "吃")
                )
                {
                    ShowsInFailure = (_, answer) => Contest.Of(answer) is { ByDot: < 0, ByCosine: < 0 },
                },
                new(
                    "one wins with both judges",
                    "Both judges prefer the same word, byDot: it wins by direction already. "
                        + "Look for a rival that is nearer in direction but shorter.",
                    ("猫", "狗", "甜")
                )
                {
                    ShowsInFailure = (_, answer) => Contest.Of(answer) is { ByDot: > 0, ByCosine: < 0 },
                },
                new(
                    "the other wins with both judges",
                    "Both judges prefer the same word, byCosine. Look for a rival with a longer vector.",
                    ("猫", "甜", "狗")
                )
                {
                    ShowsInFailure = (_, answer) => Contest.Of(answer) is { ByDot: < 0, ByCosine: > 0 },
                },
            ],
        };

    /// <summary>
    /// How far the dot product prefers byDot, how far the cosine prefers byCosine, and both as sentences.
    /// </summary>
    private sealed record Contest(double ByDot, double ByCosine, string Text)
    {
        public const string Twice = "byDot and byCosine are the same word: nobody wins against oneself. Take two.";
        public const string AsksApple = "apple 苹果 has been asked in the chapter already. Let another word ask.";

        /// <summary>Why the two words cannot be compared, or null when they can.</summary>
        public static string? Trouble(object answer)
        {
            string?[] typed = Parts(answer),
                words = [.. typed.Select(Corpus.Vocabulary.Find)];
            int unknown = Array.IndexOf(words, null);
            return unknown >= 0 && string.IsNullOrWhiteSpace(typed[unknown])
                    ? $"{new[] { "asking", "byDot", "byCosine" }[unknown]} is still empty: "
                        + "write a word in quotes, such as \"tea\"."
                : unknown >= 0
                    ? $"{typed[unknown]!.Trim()} is not one of the {Corpus.Vocabulary.Words.Count} words. "
                        + "They stand above the exercise."
                : words[0] == "苹果" ? AsksApple
                : words[1] == words[2] ? Twice
                : null;
        }

        /// <summary>Null when the two words cannot be compared.</summary>
        public static Contest? Of(object answer)
        {
            if (
                Trouble(answer) is not null
                || Parts(answer).Select(Corpus.Vocabulary.Find).ToArray() is not [{ } asking, { } x, { } y]
            )
            {
                return null;
            }

            double Dot(string word) => Corpus.Vectors[asking] * Corpus.Vectors[word];
            double Cosine(string word) => Dot(word) / (Corpus.Vectors[asking].L2Norm() * Corpus.Vectors[word].L2Norm());
            double byDot = Ahead(Dot(x), Dot(y)),
                byCosine = Ahead(Cosine(y), Cosine(x));
            return new(
                byDot,
                byCosine,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Both(asking)} with {Both(x)}: dot product {Dot(x):F4}, cosine {Cosine(x):F4}. "
                        + $"{Both(asking)} with {Both(y)}: dot product {Dot(y):F4}, cosine {Cosine(y):F4}."
                )
                    + (byDot == 0 ? " That is a draw for the dot product." : "")
                    + (byCosine == 0 ? " That is a draw for the cosine." : "")
            );
        }

        private static string Both(string word) => $"{Corpus.Gloss(word)} {word}";

        // A difference that rounding could make counts as equal.
        private static double Ahead(double one, double other) => Math.Abs(one - other) < 1e-9 ? 0 : one - other;

        private static string?[] Parts(object answer)
        {
            (string? asking, string? x, string? y) = ((string?, string?, string?))answer;
            return [asking, x, y];
        }
    }
}
