using System.Text.Json.Nodes;
using Attention.Display.Rendering;
using Attention.Lib;

namespace Attention.Display;

/// <summary>A mask that the reader paints, and the weights that are left.</summary>
public static class PaintMask
{
    /// <summary>
    /// Shows the weights softmax(S + B), where B is 0 or, in the cells that the reader has hidden, −∞. Pressing a cell
    /// hides its key from its query; the other keys of the row then share what it had.
    /// </summary>
    /// <remarks>
    /// A row whose keys are all hidden has the weights 0, as in <see cref="ScaledDotProductAttention"/>. Where scripts
    /// do not run, three masks stand side by side: none, causal, and the last two keys hidden as padding is.
    /// </remarks>
    /// <param name="scores">The scores S, n × n: one row per query, one column per key.</param>
    /// <param name="names">The names of the n words; numbers 0, 1, 2 … when omitted.</param>
    /// <param name="title">What stands above the picture, or "".</param>
    /// <exception cref="ArgumentException">
    /// The scores are not square with at least three rows, not all finite, or there are not n names.
    /// </exception>
    public static Explorable Of(MatrixValues scores, Labels? names = null, string title = "")
    {
        ArgumentNullException.ThrowIfNull(scores);
        int n = scores.Rows;
        if (n != scores.Columns || n < 3)
        {
            throw new ArgumentException(
                $"The scores must be n × n with n of at least 3, but they are {n} × {scores.Columns}.", nameof(scores));
        }

        if (!scores.All.ToArray().All(double.IsFinite))
        {
            throw new ArgumentException("Every score must be finite.", nameof(scores));
        }

        Labels words = Labels.For(names, n, "rows");
        Figure Under(AttentionMask mask)
        {
            MatrixView bias = mask.Materialize(n, n);
            return Heatmap.Of(
                scores.Zip(bias, (score, hidden) => score + hidden).SoftmaxRows(), words, words, rowAxis: "query",
                columnAxis: "key", max: 1, decimals: 2, mask: mask);
        }

        var data = new JsonObject
        {
            ["names"] = ScriptData.Of(words),
            ["scores"] = ScriptData.Of(scores),
        };
        return new Explorable(
            title, "A grid of attention weights. Pressing a cell hides its key from its query, and the rest of the row "
                + "shares what it had.",
            "paint-mask", data,
            [
                ("nothing hidden", Under(AttentionMask.None)),
                ("causal", Under(AttentionMask.Causal())),
                ("the last two keys hidden", Under(AttentionMask.Padding(n - 2))),
            ]);
    }
}
