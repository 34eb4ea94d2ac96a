using System.Text.Json.Nodes;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>A sentence that the reader picks word by word, and its way through attention.</summary>
public static class WalkSentence
{
    /// <summary>
    /// Shows the vectors X of a sentence, its scores S = X·Xᵀ, its weights A = softmax(S) by row, and its result
    /// Y = A·X. With <paramref name="projections"/> also Q = X·W_Q, K = X·W_K and V = X·W_V, and then S = Q·Kᵀ and
    /// Y = A·V. The reader changes the words, and every cell tells its arithmetic and shows which cells it came from.
    /// </summary>
    /// <remarks>
    /// After Vaswani and others, "Attention Is All You Need" (2017), equation 1. Where scripts do not run, the weights
    /// of three sentences stand side by side, or their scores where the way ends there: the given one, the same
    /// backwards, and the given one without its last word.
    /// </remarks>
    /// <param name="words">The names of the words to choose from.</param>
    /// <param name="vectors">Their vectors, words × d.</param>
    /// <param name="sentence">The two or more words that are shown first, each by its name or its gloss.</param>
    /// <param name="features">The names of the d features.</param>
    /// <param name="title">What stands above the picture, or "".</param>
    /// <param name="projections">
    /// W_Q, W_K and W_V, d × d_k, d × d_k and d × d_v; none when omitted, and Q, K and V are X.
    /// </param>
    /// <param name="topics">The names of the d_k features of queries and keys.</param>
    /// <param name="gives">The names of the d_v features of the values.</param>
    /// <param name="isScaled">Whether scores are divided by √d_k.</param>
    /// <param name="last">Where the way ends: at the scores, the weights or the result.</param>
    /// <exception cref="ArgumentException">
    /// Names do not fit the matrices, matrices do not fit each other, a number is not finite, or the sentence is too
    /// short or has another word.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="last"/> is another step.</exception>
    public static Explorable Of(
        Labels words, MatrixValues vectors, string[] sentence, Labels? features = null, string title = "",
        (MatrixValues Query, MatrixValues Key, MatrixValues Value)? projections = null, Labels? topics = null,
        Labels? gives = null, bool isScaled = false, FlowStep last = FlowStep.Result)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(sentence);
        Labels.For(words, vectors.Rows, "vectors");
        Check(vectors, projections);
        if (sentence.Length < 2)
        {
            throw new ArgumentException("The sentence needs at least two words.", nameof(sentence));
        }

        string[] shown = MatricesUpTo(last);
        int[] first = [.. sentence.Select(word => IndexOf(word, words))];
        var walk = new Walk(words, vectors, projections, isScaled);
        return new Explorable(
            title, "A sentence whose words can be changed, and the matrices that attention makes of it. "
                + "Each cell tells how it is computed.",
            "walk-sentence", walk.Data(first, features, topics, gives, shown),
            [
                ("the sentence", walk.Draw(first, last)),
                ("backwards", walk.Draw([.. first.Reverse()], last)),
                ("without its last word", walk.Draw(first[..^1], last)),
            ]);
    }

    private static string[] MatricesUpTo(FlowStep last) => last switch
    {
        FlowStep.Scores => ["X", "Q", "K", "S"],
        FlowStep.Weights => ["X", "Q", "K", "S", "A"],
        FlowStep.Result => ["X", "Q", "K", "V", "S", "A", "Y"],
        _ => throw new ArgumentOutOfRangeException(nameof(last), last, "The way ends at scores, weights or result."),
    };

    private static int IndexOf(string word, Labels words)
    {
        int index = words.Index().Where(one => one.Item.Text == word || one.Item.Gloss == word)
            .Select(one => one.Index).DefaultIfEmpty(-1).First();
        return index >= 0 ? index : throw new ArgumentException(
            $"“{word}” is not among the words: {string.Join(", ", words)}.", nameof(words));
    }

    private static void Check(
        MatrixValues vectors, (MatrixValues Query, MatrixValues Key, MatrixValues Value)? projections)
    {
        MatrixValues[] all = projections is var (query, key, value) ? [vectors, query, key, value] : [vectors];
        if (!all.All(matrix => matrix.All.ToArray().All(double.IsFinite)))
        {
            throw new ArgumentException("Every number must be finite.", nameof(vectors));
        }

        bool fits = all[1..].All(matrix => matrix.Rows == vectors.Columns)
            && (all.Length == 1 || all[1].Columns == all[2].Columns);
        if (!fits)
        {
            string shapes = string.Join(", ", all.Select(matrix => $"{matrix.Rows} × {matrix.Columns}"));
            throw new ArgumentException(
                "W_Q, W_K and W_V need a row for each feature, and W_Q as many columns as W_K, but the vectors and "
                    + $"these are {shapes}.", nameof(projections));
        }
    }

    /// <summary>The words to choose from, and the matrices that lead from them to the scores.</summary>
    private sealed class Walk(
        Labels words, MatrixValues vectors, (MatrixValues Query, MatrixValues Key, MatrixValues Value)? projections,
        bool isScaled)
    {
        private readonly MatrixValues _query = projections?.Query ?? vectors;
        private readonly MatrixValues _key = projections?.Key ?? vectors;
        private readonly MatrixValues _value = projections?.Value ?? vectors;

        /// <summary>What the script needs.</summary>
        public JsonObject Data(int[] sentence, Labels? features, Labels? topics, Labels? gives, string[] shown) => new()
        {
            ["words"] = ScriptData.Of(words),
            ["features"] = ScriptData.Of(Labels.For(features, vectors.Columns, "columns")),
            ["vectors"] = ScriptData.Of(vectors),
            ["sentence"] = new JsonArray([.. sentence.Select(word => JsonValue.Create(word))]),
            ["projections"] = projections is null ? null
                : new JsonArray(ScriptData.Of(_query), ScriptData.Of(_key), ScriptData.Of(_value)),
            ["topics"] = ScriptData.Of(Labels.For(topics, _query.Columns, "columns")),
            ["gives"] = ScriptData.Of(Labels.For(gives, _value.Columns, "columns")),
            ["divisor"] = isScaled ? _query.Columns : 1,
            ["shown"] = new JsonArray([.. shown.Select(name => JsonValue.Create(name))]),
        };

        /// <summary>The weights of a sentence, or its scores where the way ends there.</summary>
        public Figure Draw(int[] sentence, FlowStep last)
        {
            MatrixValues x = vectors.Pick(sentence);
            (MatrixValues q, MatrixValues k) = projections is null ? (x, x) : (x.Times(_query), x.Times(_key));
            MatrixValues scores = q.Times(k.Transposed());
            Labels names = (Label[])[.. sentence.Select(word => words[word])];
            double scale = isScaled ? 1 / Math.Sqrt(_query.Columns) : 1;
            return last == FlowStep.Scores
                ? Heatmap.Of(scores, names, names, rowAxis: "query", columnAxis: "key", decimals: 2)
                : Heatmap.Of(
                    scores.SoftmaxRows(scale), names, names, rowAxis: "query", columnAxis: "key", max: 1, decimals: 2);
        }
    }
}
