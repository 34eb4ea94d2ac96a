using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>
/// A chart of Plotly.NET. Its HTML loads Plotly.js through a module loader that only notebook editors have, and shows
/// an empty box elsewhere. Here it becomes what the course's own figures are: JSON for editors, and HTML that draws the
/// chart where the page has Plotly.js and says in one line what is missing where it has not.
/// </summary>
internal static class PlotlyNetChart
{
    private const string Missing = "A chart by Plotly.NET. It needs Plotly.js, which this page does not have.";

    /// <returns>The output's data, or null when <paramref name="html"/> is something else.</returns>
    public static Dictionary<string, string>? Convert(string html, string id)
    {
        if (PlotlyFigure.InScript(html) is not { } chart || !PlotlyFigure.IsValid(chart))
        {
            return null;
        }
        string json = chart.ToJsonString(); // escapes what could end the script
        return new()
        {
            [PlotlyFigure.MimeType] = json,
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
}
