using System.Text.Json;
using System.Text.RegularExpressions;

namespace Attention.Display.Tests;

public class SliderTests
{
    [Fact]
    public void A_slider_keeps_axes_and_colours_still_and_holds_only_what_changes()
    {
        Figure figure = Slider.Of(
            "step",
            [0, 1, 2],
            step =>
                Heatmap.Of(
                    new[,]
                    {
                        { (float)step, 0 },
                        { 0, -2 * (float)step },
                    }
                ),
            start: 1
        );
        JsonElement json = JsonDocument.Parse(figure.ToPlotlyJson()).RootElement;
        Assert.Equal(1, json.GetProperty("layout").GetProperty("sliders")[0].GetProperty("active").GetInt32());
        JsonElement[] frames = [.. json.GetProperty("frames").EnumerateArray()];
        Assert.Equal(["0", "1", "2"], frames.Select(frame => frame.GetProperty("name").GetString()!));
        Assert.Equal("[[2,0],[0,-4]]", frames[2].GetProperty("data")[0].GetProperty("z").GetRawText());
        Assert.All(frames, frame =>
            Assert.Equal(
                ["z", "hovertext", "text"],
                frame.GetProperty("data")[0].EnumerateObject().Select(property => property.Name)
            )
        );
        Assert.Equal(
            (-4, 4),
            (
                json.GetProperty("data")[0].GetProperty("zmin").GetDouble(),
                json.GetProperty("data")[0].GetProperty("zmax").GetDouble()
            )
        );
        Assert.EndsWith("Slider “step”: 0, 1, 2; shown: 1.", figure.AltText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slider_over_figures_of_different_kinds_is_refused() =>
        Assert.Throws<ArgumentException>(() =>
            Slider.Of("n", [1, 2], n => n == 1 ? Bars.Of([1]) : Heatmap.Of(new float[1, 1]))
        );

    [Fact]
    public void A_slider_that_starts_beside_its_positions_is_refused() =>
        Assert.Contains(
            "1.5",
            Assert.Throws<ArgumentException>(() => Slider.Of("t", [1, 2], t => Bars.Of([t]), start: 1.5)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_static_picture_shows_three_steps_side_by_side_with_the_start_among_them()
    {
        string html = Slider.Of("step", [0, 1, 2, 5, 9], step => Bars.Of([step, 1]), start: 2).ToHtml();
        Assert.Equal(["step: 0", "step: 2", "step: 9"], Captions(html));
        Assert.Equal(2, Regex.Count(html, "attention-twin\""));
        Assert.Equal(
            ["step: 0", "step: 2", "step: 9"],
            Captions(Slider.Of("step", [0, 1, 2, 5, 9], step => Bars.Of([step, 1])).ToHtml()));
    }

    [Fact]
    public void No_control_is_painted_where_it_could_not_move()
    {
        Figure figure = Sample.TemperatureSlider();
        Assert.DoesNotContain("temperature", figure.ToSvg(), StringComparison.Ordinal);
        string withoutScript = Regex.Replace(figure.ToHtml(), "<script.*?</script>", "", RegexOptions.Singleline);
        Assert.DoesNotMatch("<(input|select|button)", withoutScript);
    }

    [Fact]
    public void Choices_of_the_same_name_are_numbered()
    {
        Figure figure = Chooser.Of("word", [("苹果", "apple"), "吃", ("苹果", "apple")], i => Bars.Of([i]));
        Assert.Equal(["苹果₁ (apple)", "吃", "苹果₂ (apple)"], figure.Chart.Control!.Steps);
    }

    private static string[] Captions(string html) =>
        [.. Regex.Matches(html, "attention-caption\"[^>]*>([^<]*)<").Select(match => match.Groups[1].Value)];
}
