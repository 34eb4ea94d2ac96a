using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>One station of a <see cref="ShapeStrip"/>: a matrix, or several of the same shape.</summary>
/// <param name="Name">What it is called: <c>"Q, K, V"</c>.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Times">How many there are of it, for instance one per head.</param>
/// <param name="Via">What leads to it, written on the arrow before it: <c>"· W_O  24 × 4"</c>.</param>
public readonly record struct Shape(string Name, int Rows, int Columns, int Times = 1, string Via = "")
{
    /// <summary>The shape in words: <c>8 × (2 × 3)</c>.</summary>
    public override string ToString() => Times == 1 ? $"{Rows} × {Columns}" : $"{Times} × ({Rows} × {Columns})";
}

/// <summary>How the shapes of matrices change on their way: write it as the last expression of a cell.</summary>
[TypeFormatterSource(typeof(FormatterSource), PreferredMimeTypes = [MimeType.Html, MimeType.Plain])]
public sealed class ShapeStrip : StillPicture
{
    private const double Gap = 8, ArrowWidth = 48, Most = 640, HeightLimit = 260;

    private readonly Shape[] _shapes;

    private ShapeStrip(string title, Shape[] shapes)
        : base(title) => _shapes = shapes;

    /// <summary>
    /// Draws every station as a grid of cells, all to the same scale, joined by arrows, with its name above and its
    /// shape below. Several matrices of one shape stand one below the other, each in its colour; where the next station
    /// is as wide as all of them together, it takes over their colours: the heads side by side.
    /// </summary>
    /// <param name="title">What stands above the picture, or "".</param>
    /// <param name="shapes">The stations from left to right: <c>new("X", 2, 4), new("Z", 2, 3, Times: 8), new("concat",
    /// 2, 24)</c>.</param>
    /// <exception cref="ArgumentException">There is no station.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public static ShapeStrip Of(string title, params Shape[] shapes)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        if (shapes.Length == 0)
        {
            throw new ArgumentException("There must be at least one shape.", nameof(shapes));
        }

        foreach (Shape shape in shapes)
        {
            if (shape.Rows < 1 || shape.Columns < 1 || shape.Times < 1)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(shapes),
                    $"{shape.Name} is {shape}; every size must be positive."
                );
            }
        }

        return new(
            title,
            [
                .. shapes.Select(shape =>
                    shape with
                    {
                        Name = SafeText.Clean(shape.Name),
                        Via = SafeText.Clean(shape.Via ?? ""),
                    }
                ),
            ]
        );
    }

    private protected override string Kind => "Shapes";

    private protected override string Description => $"{Names("(", ")")}.";

    private protected override string Line => Names("[", "]");

    private string Names(string open, string close) =>
        string.Join(" → ", _shapes.Select(shape => $"{Way(shape, open, close)}{shape.Name} {shape}"));

    private static string Way(Shape shape, string open, string close) =>
        shape.Via.Length > 0 ? $"{open}{shape.Via}{close} " : "";

    /// <summary>One image per station, with the arrow that leads to it.</summary>
    private protected override IReadOnlyList<FigureImage> Draw(double? titleHeight)
    {
        double top = titleHeight ?? 0;
        double[] ways =
            [.. _shapes.Select((shape, i) => i == 0 ? 0 : Math.Max(ArrowWidth, TextSize.Width(shape.Via, 12) + 18))];
        double cell = Math.Clamp(
            Math.Min(
                (Most - ways.Sum()) / _shapes.Sum(shape => shape.Columns),
                _shapes.Min(shape => (HeightLimit - Gap * (shape.Times - 1)) / (shape.Times * shape.Rows))),
            0.5, 26);
        double tallest = _shapes.Max(Tall), middle = top + 24 + tallest / 2, left = 0;
        var stations = new FigureImage[_shapes.Length];
        foreach ((int i, Shape shape) in _shapes.Index())
        {
            var canvas = new SvgCanvas();
            DrawArrow(canvas, left, ways[i], middle, shape.Via);
            double wide = Math.Max(
                shape.Columns * cell, Math.Max(TextSize.Width(shape.Name, 13), TextSize.Width(shape.ToString(), 12)))
                    + 8;
            double center = left + ways[i] + wide / 2, high = Tall(shape);
            canvas.Text(shape.Name, center, middle - high / 2 - 8, Palette.Text, 13, bold: true);
            Shape before = i == 0 ? default : _shapes[i - 1];
            DrawCells(canvas, shape, before, center - shape.Columns * cell / 2, middle - high / 2, cell);
            canvas.Text(shape.ToString(), center, middle + high / 2 + 18, Palette.Text);
            var area = new Box(left, middle - high / 2 - 24, ways[i] + wide, high + 50);
            stations[i] = new(area, canvas.Elements, canvas.SmallestFont);
            left += ways[i] + wide;
        }

        return stations;

        double Tall(Shape shape) => shape.Times * shape.Rows * cell + (shape.Times - 1) * Gap;
    }

    private static void DrawArrow(SvgCanvas canvas, double left, double room, double y, string via)
    {
        if (room == 0)
        {
            return;
        }

        string line = Number.Pixel(y);
        canvas.Stroke($"M{Number.Pixel(left + 8)} {line}H{Number.Pixel(left + room - 14)}", Palette.Axis, 2);
        canvas.Fill($"M{Number.Pixel(left + room - 8)} {line}l-9 -5v10z", Palette.Axis);
        canvas.Text(via, left + room / 2, y - 8, Palette.Muted);
    }

    private static void DrawCells(SvgCanvas canvas, Shape shape, Shape before, double left, double top, double cell)
    {
        bool joined = shape.Times == 1 && before.Times > 1 && shape.Columns == before.Times * before.Columns;
        double line = cell > 5 ? 1 : 0;
        for (int copy = 0; copy < shape.Times; copy++)
        {
            for (int i = 0; i < shape.Rows && line > 0; i++)
            {
                for (int j = 0; j < shape.Columns; j++)
                {
                    int head = joined ? j / before.Columns : shape.Times > 1 ? copy : -1;
                    canvas.Rectangle(new(left + j * cell, top + i * cell, cell - line, cell - line), Color(head));
                }
            }

            if (line == 0)
            {
                canvas.Rectangle(
                    new(left, top, shape.Columns * cell, shape.Rows * cell), Color(shape.Times > 1 ? copy : -1));
            }

            top += shape.Rows * cell + Gap;
        }
    }

    private static string Color(int head) => head < 0 ? Palette.Plain : Series.Color(head);
}
