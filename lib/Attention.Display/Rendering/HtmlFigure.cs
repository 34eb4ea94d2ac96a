using System.Text;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>
/// Static first: an image that shows everywhere, and a script that lays the live chart over it where plotly.js is, or
/// arrives, on the page.
/// </summary>
internal static class HtmlFigure
{
    /// <summary>
    /// Takes every figure on the page that is still static, so it needs no element ids and may run any number of times.
    /// The image keeps its place below the chart: nothing jumps, and if plotly.js fails it is still there.
    /// </summary>
    private const string Script = """
        (()=>{const go=()=>{if(window.Plotly)document.querySelectorAll('.attention-figure:not([data-live])').forEach(async f=>{
        f.dataset.live='';const i=f.querySelector('img'),d=document.createElement('div');try{
        const p=JSON.parse(f.querySelector('script').textContent),fit=()=>d.style.transform=`scale(${i.clientWidth/p.layout.width})`;
        d.style.cssText='position:absolute;left:0;top:0;transform-origin:0 0';d.setAttribute('role','figure');d.setAttribute('aria-label',i.alt);
        f.append(d);fit();new ResizeObserver(fit).observe(i);await Plotly.newPlot(d,p);i.style.visibility='hidden'}catch(e){d.remove();console.warn(e)}})};
        go();addEventListener('load',go,true)})()
        """;

    public static string Of(Chart chart)
    {
        return new StringBuilder(Frame(chart.Width))
            .Append(Image(SvgPicture.Of(chart), chart.Alt, chart.Width, chart.Height))
            .Append("<script type=\"application/json\">")
            .Append(PlotlyChart.Of(chart))
            .Append("</script>")
            .Append("<script>")
            .Append(Script.ReplaceLineEndings("\n"))
            .Append("</script></div>")
            .ToString();
    }

    /// <summary>A picture without a live form.</summary>
    public static string Of(string svg, string alt, double width, double height) =>
        Frame(width, live: false) + Image(svg, alt, width, height) + "</div>";

    /// <summary>
    /// On a narrow screen a figure shrinks to this share of its width, and no further: then the page scrolls it
    /// sideways.
    /// </summary>
    private const double Narrowest = 0.55;

    // A light card of its own, so that it reads the same on light and dark pages.
    private static string Frame(double width, bool live = true) =>
        $"<div class=\"{(live ? "attention-figure" : "attention-picture")}\" style=\"position:relative;max-width:{Number.Pixel(width)}px;margin:8px 0;overflow:auto hidden;background:#fff;border-radius:6px;break-inside:avoid\">";

    private static string Image(string svg, string alt, double width, double height) =>
        $"<img alt=\"{Escape.Html(alt)}\" width=\"{Number.Pixel(width)}\" height=\"{Number.Pixel(height)}\" style=\"display:block;width:100%;min-width:{Number.Pixel(Narrowest * width)}px;height:auto\""
        + $" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}\">";
}
