using System.Text.Json.Nodes;
using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>
/// An interactive figure: the reader drags or types, and it shows the new numbers. Write it as the last expression of
/// a cell.
/// </summary>
/// <remarks>
/// Made by <see cref="TurnArrows"/> and its kin. On a web page a script of our own computes every number anew, without
/// a notebook kernel, a library or a network. Where scripts do not run, it shows three of its states side by side.
/// </remarks>
[TypeFormatterSource(typeof(FormatterSource), PreferredMimeTypes = [MimeType.Html, MimeType.Plain])]
public sealed class Explorable : IDisplay
{
    private readonly string _title, _kind;
    private readonly JsonObject _data;
    private readonly (string Caption, Chart Chart)[] _states;

    /// <param name="title">What stands above it, or "".</param>
    /// <param name="what">What it shows and what the reader can do, in one or two sentences.</param>
    /// <param name="kind">The name of its script, without the ending.</param>
    /// <param name="data">What the script begins with. It holds texts and numbers, never markup.</param>
    /// <param name="states">What it shows where scripts do not run.</param>
    internal Explorable(
        string title, string what, string kind, JsonObject data, (string Caption, Figure Figure)[] states)
    {
        (_title, _kind, _data) = (SafeText.Clean(title), kind, data);
        _states = [.. states.Select(state => (SafeText.Clean(state.Caption), state.Figure.Chart))];
        AltText = Rendering.AltText.Sentences(_title, SafeText.Clean(what));
    }

    /// <summary>What it shows and what the reader can do, for readers who do not see it.</summary>
    public string AltText { get; }

    /// <summary>The picture for a web page: three states as images, and a script that makes one live picture.</summary>
    public string ToHtml()
    {
        var json = new JsonObject
        {
            ["pieces"] = new JsonArray(),
            ["kind"] = _kind,
            ["alt"] = AltText,
            ["about"] = _data.DeepClone(),
        };
        IEnumerable<FigureImage> images = _states.SelectMany((state, i) =>
            FigureImage.Of(state.Chart).Select(image => image with
            {
                Caption = state.Caption,
                Alt = i == 0 ? $"{AltText} {state.Chart.Alt}" : state.Chart.Alt,
            }));
        return HtmlFigure.Of(
            _title, images, "", Numbers, json.ToJsonString(PlotlyChart.Json),
            ["figure.js", "explore.js", $"{_kind}.js"]);
    }

    /// <summary>The numbers of its states, as tables for a terminal.</summary>
    public string ToPlainText() =>
        string.Join('\n', Numbers.Select(TextTable.Of).Prepend(_title).Where(text => text.Length > 0));

    /// <inheritdoc cref="ToPlainText"/>
    public override string ToString() => ToPlainText();

    string? IDisplay.Write(string mimeType) => mimeType switch
    {
        MimeType.Html => ToHtml(),
        MimeType.Plain => ToPlainText(),
        _ => null,
    };

    private IEnumerable<NumberTable> Numbers => _states.SelectMany(state =>
        state.Chart.Numbers.Select(table => table with { Title = state.Caption }));
}
