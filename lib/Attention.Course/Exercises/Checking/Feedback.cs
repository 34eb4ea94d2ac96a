using System.Text;
using Attention.Display;

namespace Attention.Course;

/// <summary>How far an exercise has come.</summary>
public enum Verdict
{
    /// <summary>The starter is still in the cell.</summary>
    NotStarted,

    /// <summary>Something does not hold yet.</summary>
    NotYet,

    /// <summary>Every case holds.</summary>
    Solved,
}

/// <summary>What a check answers: write it as the last expression of a cell.</summary>
/// <remarks>The same attempt always gives the same bytes.</remarks>
[TypeFormatterSource(typeof(FormatterSource), PreferredMimeTypes = [MimeType.Html, MimeType.Plain])]
public sealed class Feedback : IDisplay
{
    internal Feedback(Verdict verdict, string headline, params string[] paragraphs)
    {
        (Verdict, Headline) = (verdict, headline);
        Paragraphs = [.. paragraphs.Where(text => text.Length > 0)];
    }

    internal static Feedback NotStarted(ExerciseText exercise) =>
        new(Verdict.NotStarted, $"Your turn: {exercise.Title}.", exercise.Task)
        {
            Next = $"Write your code in the cell above, run it, then run this check again. {exercise.WhereHelpIs}",
        };

    /// <summary>Not started, not yet, or solved.</summary>
    public Verdict Verdict { get; }

    /// <summary>Whether every case holds.</summary>
    public bool IsSolved => Verdict == Verdict.Solved;

    /// <summary>The verdict in one line.</summary>
    public string Headline { get; }

    /// <summary>What it is about, in sentences.</summary>
    public IReadOnlyList<string> Paragraphs { get; }

    /// <summary>
    /// The smallest case that does not hold: what went in, what was expected, what came out. Empty when there is none.
    /// </summary>
    public string CounterExample { get; internal init; } = "";

    /// <summary>What to do next. Empty when it is solved.</summary>
    public string Next { get; internal init; } = "";

    /// <summary>
    /// Where the result differs from the expected one, and by how much; null where a picture would say no more.
    /// </summary>
    public Figure? Difference { get; internal init; }

    /// <summary>The feedback for a terminal.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Headline);
        foreach (string paragraph in Paragraphs)
        {
            text.Append('\n').Append(paragraph);
        }

        text.Append(CounterExample.Length > 0 ? $"\n\n{CounterExample}\n" : "");
        return text.Append(Next.Length > 0 ? $"\n{Next}" : "").ToString();
    }

    string? IDisplay.Write(string mimeType) =>
        mimeType switch
        {
            MimeType.Html => ToHtml(),
            MimeType.Plain => ToString(),
            _ => null,
        };

    private string ToHtml()
    {
        string color = Verdict switch
        {
            Verdict.Solved => Card.Good,
            Verdict.NotYet => Card.NotYet,
            _ => Card.Neutral,
        };
        var content = new StringBuilder();
        foreach (string paragraph in Paragraphs)
        {
            content.Append(Card.Paragraph(paragraph));
        }

        if (CounterExample.Length > 0)
        {
            content.Append("<pre style=\"margin:8px 0;padding:0;background:none;color:inherit\">")
                .Append(Card.Text(CounterExample))
                .Append("</pre>");
        }

        content.Append(Difference?.ToHtml()).Append(Next.Length > 0 ? Card.Paragraph(Next) : "");
        return Card.Of(color, Headline, content.ToString());
    }
}
