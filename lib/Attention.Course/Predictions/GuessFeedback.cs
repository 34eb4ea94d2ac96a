using System.Text.Json;
using System.Text.Json.Serialization;
using Attention.Display;

namespace Attention.Course;

/// <summary>How a guess came out.</summary>
public enum GuessVerdict
{
    /// <summary>There is no guess yet.</summary>
    Asking,

    /// <summary>The guess is not of the form that was asked for.</summary>
    NotUnderstood,

    /// <summary>The reader asked to be shown the answer.</summary>
    Shown,

    /// <summary>Something else came out.</summary>
    Wrong,

    /// <summary>It came out as guessed.</summary>
    Right,
}

/// <summary>What a prediction answers to a guess: write it as the last expression of a cell.</summary>
/// <remarks>
/// As long as there is no guess, neither its text nor its HTML holds the answer. A third form holds all that a page
/// needs to ask the question and to judge a guess without a notebook kernel.
/// </remarks>
[TypeFormatterSource(
    typeof(FormatterSource), PreferredMimeTypes = [MimeType.Prediction, MimeType.Html, MimeType.Plain])]
public sealed class GuessFeedback : IDisplay
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a measured time may be 0, a ratio ∞
    };

    private readonly string? _json;

    internal GuessFeedback(GuessVerdict verdict, string headline, string text, string? json = null)
        => (Verdict, Headline, Text, _json) = (verdict, headline, text, json);

    /// <summary>How the guess came out.</summary>
    public GuessVerdict Verdict { get; }

    /// <summary>The question or, once there is a guess, the answer beside it.</summary>
    public string Headline { get; }

    /// <summary>What to do or, once there is a guess, why the answer is what it is.</summary>
    public string Text { get; }

    /// <summary>The feedback for a terminal.</summary>
    public override string ToString() => $"{Headline}\n{Text}";

    string? IDisplay.Write(string mimeType) => mimeType switch
    {
        MimeType.Html => Card.Of(Color, Headline, Card.Paragraph(Text)),
        MimeType.Plain => ToString(),
        MimeType.Prediction => _json,
        _ => null,
    };

    internal static GuessFeedback Asking(Prediction prediction, string shown, KnownGuess right)
    {
        var data = new
        {
            prediction.Name,
            prediction.Question,
            Kind = prediction is NumberPrediction ? "number" : "word",
            prediction.Choices,
            prediction.Unit,
            Answer = shown,
            Right = right,
            prediction.Wrong,
        };
        return new(
            GuessVerdict.Asking, $"Guess first: {prediction.Question}", prediction.HowToGuess,
            JsonSerializer.Serialize(data, s_json));
    }

    private string Color => Verdict switch
    {
        GuessVerdict.Right => Card.Good,
        GuessVerdict.Wrong => Card.NotYet,
        _ => Card.Neutral,
    };
}
