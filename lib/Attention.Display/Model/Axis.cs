namespace Attention.Display.Model;

/// <summary>One axis: the data range from its start (left or bottom) to its end; a range may run downwards.</summary>
internal sealed record Axis(double Start, double End)
{
    public string Title { get; init; } = "";
    public bool Log { get; init; }

    /// <summary>
    /// Named places on an axis of categories; null for an axis of numbers, which finds its own round ticks.
    /// </summary>
    public IReadOnlyList<Tick>? Names { get; init; }

    /// <summary>Names stand above the panel.</summary>
    public bool OnTop { get; init; }

    /// <summary>How names are turned that would not fit side by side: by 0, −45 or −90 degrees.</summary>
    public int Turn { get; init; }

    /// <summary>Nothing is drawn, as for bars that carry their numbers; names still serve the hover texts.</summary>
    public bool Bare { get; init; }

    /// <summary>Names leave their translations to the other axis and the hover texts, for want of room.</summary>
    public bool WordsOnly { get; init; }

    /// <summary>Names with translations stand on two lines.</summary>
    public bool TwoLines =>
        OnTop && Turn == 0 && !Bare && !WordsOnly && Names?.Any(tick => tick.Label.Gloss?.Length > 0) == true;

    /// <summary>The numbers to write along an axis of numbers, or null for round ones.</summary>
    public IReadOnlyList<double>? At { get; init; }

    public IReadOnlyList<Tick> Ticks =>
        Names
        ?? At?.Select(at => new Tick(at, Number.Short(at))).Where(tick => Share(tick.At) is >= 0 and <= 1).ToArray()
        ?? Model.Ticks.Round(this);

    /// <summary>How far along the axis a value lies, 0 … 1.</summary>
    public double Share(double value) =>
        Log
            ? (Math.Log10(value) - Math.Log10(Start)) / (Math.Log10(End) - Math.Log10(Start))
            : (value - Start) / (End - Start);

    /// <summary>The smallest axis that holds both; an axis of names stays as it is.</summary>
    public Axis Union(Axis other) =>
        Names is not null ? this : this with { Start = Math.Min(Start, other.Start), End = Math.Max(End, other.End) };

    /// <summary>The same axis with its range widened on both sides to <paramref name="span"/>.</summary>
    public Axis Widened(double span) => this with { Start = (Start + End - span) / 2, End = (Start + End + span) / 2 };
}

internal sealed record Tick(double At, Label Label);
