using System.Net;
using System.Text.Json.Nodes;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// A question that asks for a guess. The page holds what judging needs as data; guess.js makes the field, judges, and
/// unfolds the answer below it. Without scripts there is the question, and the answer unfolds by hand.
/// </summary>
internal static class PredictionField
{
    private const string MimeType = "application/vnd.attention.prediction+json";

    /// <summary>Null when an output is no question.</summary>
    public static string? Of(JsonObject data)
    {
        if (data[MimeType] is not JsonObject prediction || Cell.Text(prediction["question"]) is not { } question)
        {
            return null;
        }
        string name = WebUtility.HtmlEncode(Cell.Text(prediction["name"]) ?? "");
        // ToJsonString leaves no character that could end the script element
        return $"<div class=\"out prediction\" data-prediction=\"{name}\">"
            + $"<p class=\"question\"><b>Guess first.</b> {WebUtility.HtmlEncode(question)}</p>"
            + $"<script type=\"application/json\">{prediction.ToJsonString()}</script></div>\n";
    }
}
