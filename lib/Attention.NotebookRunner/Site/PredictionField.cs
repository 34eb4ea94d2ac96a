using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// A question that asks for a guess. The page holds what judging needs as data; guess.js makes the field, judges, and
/// unfolds the answer below it. Without scripts there is the question, and the answer unfolds by hand.
/// </summary>
internal static partial class PredictionField
{
    public const string MimeType = "application/vnd.attention.prediction+json";

    /// <summary>Null when an output is no question.</summary>
    public static string? Of(JsonObject data)
    {
        if (data[MimeType] is not JsonObject prediction || Cell.Text(prediction["question"]) is not { } question)
        {
            return null;
        }
        string asked = Subscript().Replace(WebUtility.HtmlEncode(question), "<sub>$1</sub>");
        string name = WebUtility.HtmlEncode(Cell.Text(prediction["name"]) ?? "");
        // ToJsonString leaves no character that could end the script element
        return $"<div class=\"out prediction\" data-prediction=\"{name}\">"
            + $"<p class=\"question\"><b>Guess first.</b> {asked}</p>"
            + $"<script type=\"application/json\">{prediction.ToJsonString()}</script></div>\n";
    }

    /// <summary>As in the formulas around it: d_model is a d with a small word below.</summary>
    [GeneratedRegex("(?<=\\b[A-Za-z])_([A-Za-z]+|[0-9]+)\\b")]
    private static partial Regex Subscript();
}
