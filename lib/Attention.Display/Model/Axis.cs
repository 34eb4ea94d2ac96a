namespace Attention.Display.Model;

/// <summary>One axis: the data range from its start (left or bottom) to its end. A range may run downwards.</summary>
internal sealed record Axis(double Start, double End)
{
    public string Title { get; init; } = "";

    public bool Log { get; init; }

    /// <summary>The named places of an axis of categories. Null for an axis of numbers.</summary>
    public IReadOnlyList<Tick>? Names { get; init; }

    /// <summary>Names stand above the panel.</summary>
    public bool OnTop { get; init; }

    /// <summary>The turn of names that do not fit side by side: 0, −45, −60 or −90 degrees.</summary>
    public int Turn { get; init; }

    /// <summary>Nothing is drawn along the axis. Names are still used in hover texts.</summary>
    public bool Bare { get; init; }

    /// <summary>The numbers to write along an axis of numbers, or null for round ones.</summary>
    public IReadOnlyList<double>? At { get; init; }

    /// <summary>Names beside rows have their translation below them instead of behind them.</summary>
    public bool TwoLines { get; init; }

    /// <summary>Names above columns have their translation below them.</summary>
    public bool TwoLinesOnTop => OnTop && Turn == 0 && !Bare && HasGlosses;

    /// <summary>The width of names to the left of a panel, in pixels.</summary>
    public double NamesWidth => Bare ? 0 : Ticks.Select(tick => TwoLines
        ? Math.Max(TextSize.Width(tick.Label.Text, 12), TextSize.Width(tick.Label.Gloss ?? "", 12))
        : TextSize.Width(tick.Label.OneLine(), 12)).DefaultIfEmpty(0).Max();

    public bool HasGlosses => Names?.Any(tick => tick.Label.Gloss?.Length > 0) == true;

    public IReadOnlyList<Tick> Ticks => Names
        ?? At?.Select(at => new Tick(at, Number.Short(at))).Where(tick => Share(tick.At) is >= 0 and <= 1).ToArray()
        ?? Model.Ticks.Round(this);

    /// <summary>The height of the names above a panel, in pixels.</summary>
    public double NamesHeight
    {
        get
        {
            if (!OnTop || Bare || Names is not { Count: > 0 } names)
            {
                return 0;
            }

            double widest = names.Max(tick => TextSize.Width(tick.Label.OneLine(), 12));
            return Turn switch
            {
                -60 => widest * 0.87 + 12,
                -45 => widest * 0.71 + 12,
                -90 => widest + 8,
                _ => TwoLinesOnTop ? 32 : 18,
            };
        }
    }

    /// <summary>How far along the axis a value lies, 0 … 1.</summary>
    public double Share(double value) => Log
        ? (Math.Log10(value) - Math.Log10(Start)) / (Math.Log10(End) - Math.Log10(Start))
        : (value - Start) / (End - Start);

    /// <summary>The smallest axis that holds both. An axis of names stays as it is.</summary>
    public Axis Union(Axis other) => Names is not null ? this
        : this with { Start = Math.Min(Start, other.Start), End = Math.Max(End, other.End) };

    /// <summary>The same axis with its range widened on both sides to <paramref name="span"/>.</summary>
    public Axis Widened(double span) => this with { Start = (Start + End - span) / 2, End = (Start + End + span) / 2 };
}

/// <summary>A named place on an axis.</summary>
internal sealed record Tick(double At, Label Label);
