using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>
/// One block of a Transformer, from top to bottom: norm and attention, norm and feed-forward, and around each pair the
/// residual, which adds what came in: write it as the last expression of a cell.
/// </summary>
/// <remarks>
/// After Vaswani and others, "Attention Is All You Need" (2017), figure 1, with the norm before each part as in Xiong
/// and others, "On Layer Normalization in the Transformer Architecture" (2020), figure 1 (b).
/// </remarks>
[TypeFormatterSource(typeof(FormatterSource), PreferredMimeTypes = [MimeType.Html, MimeType.Plain])]
public sealed class TransformerBlock : StillPicture
{
    private const double Width = 250, BoxHeight = 30, Gap = 20, Radius = 11, Around = 44;

    private static readonly (string Name, string What)[][] Parts =
    [
        [("norm", "mean 0, variance 1"), ("attention", "words read words")],
        [("norm", "mean 0, variance 1"), ("feed-forward", "each word by itself")],
    ];

    private TransformerBlock(string title)
        : base(title)
    {
    }

    /// <summary>Draws the block.</summary>
    /// <param name="title">What stands above the picture, or "".</param>
    public static TransformerBlock Of(string title) => new(title);

    private protected override string Kind => "A block";

    private protected override string Description =>
        $"{Line}. Attention is the only part in which a word takes something from another.";

    private protected override string Line =>
        "X → norm → attention → + X → norm → feed-forward → + what came in → output";

    private protected override IReadOnlyList<FigureImage> Draw(double? titleHeight)
    {
        double top = titleHeight ?? Chart.Edge;
        var canvas = new SvgCanvas();
        double middle = Chart.Edge + Width / 2;
        Box last = new(Chart.Edge, top, Width, BoxHeight);
        SvgBoxes.DrawBox(canvas, last, lit: false);
        SvgBoxes.DrawTexts(canvas, last, lit: false, "X", "words, n × d_model");
        double from = last.Bottom;
        foreach ((string Name, string What)[] part in Parts)
        {
            double branch = from + Gap / 2;
            canvas.Stroke($"M{Number.Pixel(middle)} {Number.Pixel(from)}V{Number.Pixel(branch)}", Palette.Axis, 2);
            (double start, from) = (branch, branch);
            foreach ((string name, string what) in part)
            {
                Box box = new(Chart.Edge, from + Gap, Width, BoxHeight);
                SvgBoxes.DrawArrow(canvas, middle, from, box.Top);
                SvgBoxes.DrawBox(canvas, box, lit: name == "attention");
                SvgBoxes.DrawTexts(canvas, box, lit: name == "attention", name, what);
                from = box.Bottom;
            }

            double plus = from + Gap + Radius;
            SvgBoxes.DrawArrow(canvas, middle, from, plus - Radius);
            DrawResidual(canvas, middle, start, plus);
            from = plus + Radius;
        }

        Box output = new(Chart.Edge, from + Gap, Width, BoxHeight);
        SvgBoxes.DrawArrow(canvas, middle, from, output.Top);
        SvgBoxes.DrawBox(canvas, output, lit: false);
        SvgBoxes.DrawTexts(canvas, output, lit: false, "output", "the shape of X");
        double width = Width + Around + 2 * Chart.Edge;
        var area = new Box(0, top - Chart.Edge, width, output.Bottom + 2 * Chart.Edge - top);
        return [new(area, canvas.Elements, canvas.SmallestFont)];
    }

    /// <summary>The way around the part, from its branch to the plus where both meet.</summary>
    private static void DrawResidual(SvgCanvas canvas, double middle, double branch, double plus)
    {
        double right = Chart.Edge + Width + 18, end = middle + Radius;
        canvas.Stroke(
            $"M{Number.Pixel(middle)} {Number.Pixel(branch)}H{Number.Pixel(right)}V{Number.Pixel(plus)}"
                + $"H{Number.Pixel(end + 8)}", Palette.Axis, 2);
        canvas.Fill($"M{Number.Pixel(end + 1)} {Number.Pixel(plus)}l9 -5v10z", Palette.Axis);
        canvas.Text("residual", right + 14, (branch + plus) / 2, Palette.Muted, turn: -90);
        string circle = $"M{Number.Pixel(middle - Radius)} {Number.Pixel(plus)}a{Radius} {Radius} 0 1 1 {2 * Radius} 0"
            + $"a{Radius} {Radius} 0 1 1 -{2 * Radius} 0z";
        canvas.Stroke(circle, Palette.Axis, 1);
        canvas.Text("+", middle, plus + 6, Palette.Text, size: 17, bold: true);
    }
}
