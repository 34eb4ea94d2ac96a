using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display.Tests;

/// <summary>The texts of a picture can be read: none covers another, none is too small or too pale.</summary>
public partial class TextTests
{
    /// <summary>The width of the figures' place on a phone of 390 pixels, in the course's pages.</summary>
    private const double Phone = 350;

    public static TheoryData<string> Kinds => [.. Sample.Figures().Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_text_covers_another_or_leaves_its_image(string kind)
    {
        foreach (XElement svg in Images(Sample.Figures()[kind]))
        {
            double[] view = [.. ((string)svg.Attribute("viewBox")!).Split(' ').Select(Parse)];
            WrittenText[] texts = [.. Texts(svg).Select(text => new WrittenText(text))];
            Assert.All(texts, text => Assert.All(text.Corners, corner =>
            {
                Assert.InRange(corner.X, view[0] - 1, view[0] + view[2] + 1);
                Assert.InRange(corner.Y, view[1] - 1, view[1] + view[3] + 1);
            }));
            for (int i = 0; i < texts.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    Assert.False(texts[i].Covers(texts[j]), $"{texts[i].Text} covers {texts[j].Text}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void On_a_phone_no_letter_is_smaller_than_10_pixels(string kind)
    {
        foreach (Match image in ImageTag().Matches(Sample.Figures()[kind].ToHtml()))
        {
            double width = Parse(image.Groups["width"].Value), least = Parse(image.Groups["least"].Value);
            double shown = Math.Max(Math.Min(Phone, width), least);
            double smallest = Texts(Decode(image.Groups["data"].Value)).Select(Size).DefaultIfEmpty(12).Min();
            Assert.True(shown / width * smallest >= 9.99, $"{smallest} pixels at {shown} of {width}");
        }
    }

    [Fact]
    public void A_heatmap_of_eight_words_needs_no_scrolling_on_a_phone()
    {
        float[,] weights = Sample.Matrix(8, 8);
        string html =
            Heatmap.Of(weights, Sample.Words, Sample.Words, "weights", rowAxis: "query", columnAxis: "key").ToHtml();
        Assert.All(ImageTag().Matches(html), image => Assert.True(Parse(image.Groups["least"].Value) <= Phone));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Texts_have_a_contrast_of_at_least_4_5_on_light_and_on_dark_pages(bool dark)
    {
        string Shown(string color) => dark ? Palette.Dark.GetValueOrDefault(color, color) : color;
        string paper = Shown(Palette.Paper);
        Assert.All([Palette.Text, Palette.Muted, Palette.Ink], ink => AtLeast(4.5, Shown(ink), paper));
        AtLeast(4.5, Shown(Palette.Ink), Shown(Palette.Hidden));
        Assert.All(Palette.Series, color => AtLeast(3, Shown(color), paper));
        foreach (string color in new[] { Palette.Blue, Palette.Orange })
        {
            for (int step = 0; step <= 64; step++)
            {
                double opacity = step / 64.0;
                string ink = Palette.IsDeep(color, opacity) ? Palette.InkOnDeep : Shown(Palette.Ink);
                AtLeast(4.5, ink, Palette.Over(color, opacity, paper));
            }
        }

        static void AtLeast(double least, string one, string other) =>
            Assert.True(Contrast(one, other) >= least, $"{one} on {other}: {Contrast(one, other):F2}");
    }

    /// <summary>The contrast of two colours as WCAG 2 defines it, 1 … 21.</summary>
    private static double Contrast(string one, string other)
    {
        double a = Palette.Luminance(one), b = Palette.Luminance(other);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    [Theory]
    [InlineData("W_Q and d_k", "W<sub>Q</sub> and d<sub>k</sub>")]
    [InlineData("Q·K / √d_k", "Q·K / √d<sub>k</sub>")]
    [InlineData("d_model = 4, x_1", "d<sub>model</sub> = 4, x<sub>1</sub>")]
    [InlineData("masked_fill", "masked_fill")]
    [InlineData("a_b_c", "a_b_c")]
    public void The_part_after_an_underscore_of_one_letter_is_a_subscript(string text, string markup) =>
        Assert.Equal(markup, Subscripts.ToMarkup(text, part => part));

    private static IEnumerable<XElement> Images(Figure figure) =>
        ImageTag().Matches(figure.ToHtml()).Select(image => Decode(image.Groups["data"].Value));

    private static XElement Decode(string base64) =>
        XDocument.Parse(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(base64))).Root!;

    private static IEnumerable<XElement> Texts(XElement svg) => svg.Elements().Where(e => e.Name.LocalName == "text");

    private static double Size(XElement text) => (double?)text.Attribute("font-size") ?? 12;

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        """<img [^>]*width="(?<width>[0-9.]+)"[^>]*min-width:(?<least>[0-9.]+)px[^>]*base64,(?<data>[^"]+)">""")]
    private static partial Regex ImageTag();

    /// <summary>The rectangle that a text takes, turned as the text is.</summary>
    private sealed class WrittenText
    {
        public WrittenText(XElement element)
        {
            Text = element.Value;
            double size = Size(element), x = (double)element.Attribute("x")!, y = (double)element.Attribute("y")!;

            // The estimated width errs on the wide side; nine tenths are what is drawn at most.
            double width = 0.9 * TextSize.Width(Text, size);
            double left = (string?)element.Attribute("text-anchor") switch
            {
                "start" => x,
                "end" => x - width,
                _ => x - width / 2,
            };
            (double X, double Y)[] corners =
                [(left, y - 0.75 * size), (left + width, y - 0.75 * size), (left + width, y + 0.1 * size),
                    (left, y + 0.1 * size)];
            string? turn = (string?)element.Attribute("transform");
            double angle = turn is null ? 0 : Math.PI / 180 * Parse(turn.Split('(', ' ')[1]);
            Corners = [.. corners.Select(c => (
                x + (c.X - x) * Math.Cos(angle) - (c.Y - y) * Math.Sin(angle),
                y + (c.X - x) * Math.Sin(angle) + (c.Y - y) * Math.Cos(angle)))];
        }

        public string Text { get; }

        public (double X, double Y)[] Corners { get; }

        /// <summary>Two rectangles cover each other when no side of either separates them.</summary>
        public bool Covers(WrittenText other) =>
            new[] { this, other }.All(text => Enumerable.Range(0, 2).All(side =>
            {
                ((double X, double Y) a, (double X, double Y) b) = (text.Corners[side], text.Corners[side + 1]);
                (double dx, double dy) = (b.X - a.X, b.Y - a.Y);
                double[] mine = [.. Corners.Select(c => c.X * dx + c.Y * dy)];
                double[] theirs = [.. other.Corners.Select(c => c.X * dx + c.Y * dy)];
                return mine.Max() > theirs.Min() && theirs.Max() > mine.Min();
            }));
    }
}
