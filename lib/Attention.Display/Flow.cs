using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>
/// The steps of attention, X → Q, K, V → scores → scaled → masked → weights → Z, some of them highlighted: write it as
/// the last expression of a cell.
/// </summary>
/// <remarks>After Vaswani and others, "Attention Is All You Need" (2017), figure 2, left.</remarks>
[TypeFormatterSource(typeof(FormatterSource), PreferredMimeTypes = [MimeType.Html, MimeType.Plain])]
public sealed class Flow : StillPicture
{
    private const double ThirdWidth = 112, ThirdGap = 10, BoxHeight = 30, TallBoxHeight = 46, RowGap = 18;

    private const double FullWidth = 3 * ThirdWidth + 2 * ThirdGap, ScoresWidth = 2 * ThirdWidth + ThirdGap;

    private static readonly (string Formula, string Name)[] Projections =
    [
        ("Q = X·W_Q", "queries"),
        ("K = X·W_K", "keys"),
        ("V = X·W_V", "values"),
    ];

    /// <summary>What queries and keys pass through together. The values go past it.</summary>
    private static readonly (FlowStep Step, string Formula, string Name)[] Scores =
    [
        (FlowStep.Scores, "S = Q·Kᵀ", "scores, n × n"),
        (FlowStep.Scaled, "S ÷ √d_k", "scaled"),
        (FlowStep.Masked, "−∞ if hidden", "masked"),
        (FlowStep.Weights, "A = softmax(S)", "weights, n × n"),
    ];

    private readonly FlowStep[] _lit;

    private Flow(string title, FlowStep[] lit)
        : base(title) => _lit = lit;

    /// <summary>Draws the way from the words to the result, from top to bottom.</summary>
    /// <param name="title">What stands above the picture, or "".</param>
    /// <param name="lit">The steps that are filled with colour; none for the bare way.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A step is not one of <see cref="FlowStep"/>.</exception>
    public static Flow Of(string title, params FlowStep[] lit)
    {
        ArgumentNullException.ThrowIfNull(lit);
        foreach (FlowStep step in lit)
        {
            if (!Enum.IsDefined(step))
            {
                throw new ArgumentOutOfRangeException(nameof(lit), $"{step} is not a step of attention.");
            }
        }

        return new(title, [.. lit]);
    }

    private protected override string Kind => "The steps of attention";

    private protected override string Description =>
        $"{Line}." + (_lit.Length > 0 ? " The steps in brackets are lit." : "");

    /// <summary>The steps; those that are lit stand in brackets.</summary>
    private protected override string Line
    {
        get
        {
            string Text(FlowStep step, string text) => _lit.Contains(step) ? $"[{text}]" : text;
            IEnumerable<string> scores = Scores.Select(row => Text(row.Step, row.Formula));
            string words = Text(FlowStep.Words, "X"),
                projections = Text(FlowStep.Projections, "Q, K, V"),
                result = Text(FlowStep.Result, "Z = A·V");
            return string.Join(" → ", [words, projections, .. scores, result]);
        }
    }

    private protected override IReadOnlyList<FigureImage> Draw(double? titleHeight)
    {
        double top = titleHeight ?? Chart.Edge;
        Box words = new(Chart.Edge, top, FullWidth, BoxHeight);
        Box[] projections = [.. Projections.Select((_, i) =>
            new Box(words.Left + i * (ThirdWidth + ThirdGap), words.Bottom + RowGap, ThirdWidth, TallBoxHeight))];
        double firstScores = projections[0].Bottom + RowGap;
        Box[] scores = [.. Scores.Select((_, i) =>
            new Box(words.Left, firstScores + i * (BoxHeight + RowGap), ScoresWidth, BoxHeight))];
        Box result = words with { Top = scores[^1].Bottom + RowGap };

        var canvas = new SvgCanvas();
        DrawBox(canvas, FlowStep.Words, words, "X", "words, n × d");
        foreach ((int i, Box box) in projections.Index())
        {
            SvgBoxes.DrawArrow(canvas, Center(box), words.Bottom, box.Top);
            DrawBox(canvas, FlowStep.Projections, box, Projections[i].Formula, Projections[i].Name);
            SvgBoxes.DrawArrow(canvas, Center(box), box.Bottom, i == 2 ? result.Top : scores[0].Top);
        }

        foreach ((int i, Box box) in scores.Index())
        {
            DrawBox(canvas, Scores[i].Step, box, Scores[i].Formula, Scores[i].Name);
            SvgBoxes.DrawArrow(canvas, Center(box), box.Bottom, i + 1 < scores.Length ? scores[i + 1].Top : result.Top);
        }

        DrawBox(canvas, FlowStep.Result, result, "Z = A·V", "results, n × d_v");
        var area = new Box(0, top - Chart.Edge, FullWidth + 2 * Chart.Edge, result.Bottom + 2 * Chart.Edge - top);
        return [new(area, canvas.Elements, canvas.SmallestFont)];
    }

    private static double Center(Box box) => box.Left + box.Width / 2;

    /// <summary>The formula to the left of its name, or above it in a tall box.</summary>
    private void DrawBox(SvgCanvas canvas, FlowStep step, Box box, string formula, string name)
    {
        bool lit = _lit.Contains(step);
        SvgBoxes.DrawBox(canvas, box, lit);
        if (box.Height > BoxHeight)
        {
            canvas.Text(formula, Center(box), box.Top + 19, Palette.Text, size: 13, bold: true);
            canvas.Text(name, Center(box), box.Top + 36, lit ? Palette.Text : Palette.Muted);
            return;
        }

        SvgBoxes.DrawTexts(canvas, box, lit, formula, name);
    }
}
