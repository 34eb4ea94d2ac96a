using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Attention.NotebookRunner.Run;

/// <summary>
/// A chart of Plotly.NET. Its HTML loads Plotly.js through a module loader that only notebook editors have, and shows
/// an empty box elsewhere. Here it becomes what the course's own figures are: JSON for editors, and HTML that draws the
/// chart where the page has Plotly.js and says in one line what is missing where it has not.
/// </summary>
internal static partial class PlotlyNetChart
{
    private const string Missing = "A chart by Plotly.NET. It needs Plotly.js, which this page does not have.";

    /// <returns>The output's data, or null when <paramref name="html"/> is something else.</returns>
    public static Dictionary<string, string>? Convert(string html, string id)
    {
        if (Script().Match(html) is not { Success: true } match)
        {
            return null;
        }
        var chart = new JsonObject();
        foreach (string part in new[] { "data", "layout", "config" })
        {
            chart[part] = JsonNode.Parse(match.Groups[part].Value);
        }
        string json = chart.ToJsonString(); // escapes what could end the script
        return new()
        {
            ["application/vnd.plotly.v1+json"] = json,
            ["text/html"] = $$"""
                <div id="{{id}}"><p>{{Missing}}</p></div>
                <script>
                (function () {
                 var box = document.getElementById("{{id}}"), chart = {{json}};
                 function draw() {
                  if (!window.Plotly || !box.firstChild) return;
                  box.textContent = "";
                  Plotly.newPlot(box, chart.data, chart.layout, chart.config);
                  window.removeEventListener("load", draw);
                 }
                 if (window.Plotly) draw(); else window.addEventListener("load", draw);
                })();
                </script>
                """.ReplaceLineEndings("\n"),
            ["text/plain"] = Missing,
        };
    }

    [GeneratedRegex(
        @"var data = (?<data>\[.*\]);\s*var layout = (?<layout>\{.*\});\s*var config = (?<config>\{.*\});\s*Plotly\.newPlot\(",
        RegexOptions.Singleline)]
    private static partial Regex Script();
}
