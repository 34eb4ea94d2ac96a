using System.Text.Json.Nodes;
using static Attention.NotebookRunner.Tests.SafePage;

namespace Attention.NotebookRunner.Tests;

/// <summary>An output of every kind is shown in the page, or named.</summary>
public sealed class OutputKindTests : IDisposable
{
    private readonly SafePage _page = new();

    [Theory]
    [InlineData("image/png", Pixel, "<img alt=\"\" src=\"data:image/png;base64,iVBOR")]
    [InlineData("image/jpeg", Pixel, "<img alt=\"\" src=\"data:image/jpeg;base64,iVBOR")]
    [InlineData("image/gif", Pixel, "<img alt=\"\" src=\"data:image/gif;base64,iVBOR")]
    [InlineData("image/svg+xml", "<svg/>", "<img alt=\"\" src=\"data:image/svg+xml;base64,PHN2Zy8+\"")]
    [InlineData("text/markdown", "**b**", "<strong>b</strong>")]
    [InlineData("text/latex", "$$x^2$$", "<msup><mi>x</mi>")]
    [InlineData("application/javascript", "alert(1)", "An output that a page cannot show: application/javascript")]
    [InlineData("image/png", "no base64 \"><script>", "An output that a page cannot show: image/png")]
    public void An_output_is_never_blank(string mimeType, string content, string shown) =>
        Assert.Contains(shown, _page.Of(Cell(SiteTests.Display(mimeType, content))));

    [Fact]
    public void JSON_is_shown_as_text() =>
        Assert.Contains(
            "&quot;a&quot;: 1", _page.Of(Cell(SiteTests.Display("application/json", new JsonObject { ["a"] = 1 }))));

    [Fact]
    public void An_updated_display_and_a_raw_cell_are_shown()
    {
        JsonObject update = SiteTests.Display("text/plain", "updated");
        update["output_type"] = "update_display_data";
        var raw = new JsonObject { ["cell_type"] = "raw", ["metadata"] = new JsonObject(), ["source"] = "raw text" };
        string page = _page.Of(Cell(update), raw);
        Assert.Contains("updated", page);
        Assert.Contains("raw text", page);
    }

    public void Dispose() => _page.Dispose();
}
