using System.Xml.Linq;

namespace Attention.Display.Tests;

public class FlowTests
{
    public static TheoryData<FlowStep, int> BoxesOfSteps =>
        new()
        {
            { FlowStep.Words, 1 },
            { FlowStep.Projections, 3 },
            { FlowStep.Scores, 1 },
            { FlowStep.Scaled, 1 },
            { FlowStep.Masked, 1 },
            { FlowStep.Weights, 1 },
            { FlowStep.Result, 1 },
        };

    [Theory]
    [MemberData(nameof(BoxesOfSteps))]
    public void A_lit_step_differs_from_the_bare_way_in_the_fill_of_its_own_boxes(FlowStep step, int boxes)
    {
        string[] bare = Fills(Flow.Of("")),
            lit = Fills(Flow.Of("", step));
        int[] changed = [.. Enumerable.Range(0, bare.Length).Where(i => bare[i] != lit[i])];
        Assert.Equal(boxes, changed.Length);
        Assert.Single(changed.Select(i => lit[i]).Distinct());
        int first = 1 + BoxesOfSteps.Where(row => row.Data.Item1 < step).Sum(row => row.Data.Item2);
        Assert.Equal(Enumerable.Range(first, boxes), changed);
    }

    [Fact]
    public void The_text_form_names_the_steps_in_order_and_puts_those_that_are_lit_in_brackets()
    {
        const string Bare = "X → Q, K, V → S = Q·Kᵀ → S ÷ √d_k → −∞ if hidden → A = softmax(S) → Z = A·V";
        Assert.Equal(Bare, Flow.Of("").ToPlainText());
        Assert.Equal(
            "The way\n[X] → Q, K, V → S = Q·Kᵀ → S ÷ √d_k → −∞ if hidden → [A = softmax(S)] → Z = A·V",
            Flow.Of("The way", FlowStep.Weights, FlowStep.Words).ToString()
        );
        Assert.Equal($"The steps of attention: {Bare}.", Flow.Of("").AltText);
    }

    [Fact]
    public void Its_texts_and_arrows_lie_inside_the_picture_and_texts_of_a_box_do_not_meet()
    {
        XElement svg = XDocument.Parse(Flow.Of("A title", FlowStep.Masked).ToSvg()).Root!;
        (double width, double height) = ((double)svg.Attribute("width")!, (double)svg.Attribute("height")!);
        var texts = svg.Elements().Where(e => e.Name.LocalName == "text").Select(Extent).ToArray();
        Assert.All(texts, text => Assert.True(text.Left >= 0 && text.Right <= width && text.Y <= height));
        Assert.All(
            texts.GroupBy(text => text.Y).Where(row => row.Count() > 1),
            row =>
                Assert.All(
                    row.OrderBy(t => t.Left).Zip(row.OrderBy(t => t.Left).Skip(1)),
                    pair => Assert.True(pair.First.Right < pair.Second.Left)
                )
        );
    }

    [Fact]
    public void A_step_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Flow.Of("", (FlowStep)7));

    [Fact]
    public void A_title_cannot_break_out_of_the_page()
    {
        var flow = Flow.Of("<script>alert(1)</script>\"");
        Assert.DoesNotContain("<script", flow.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", flow.ToSvg(), StringComparison.Ordinal);
    }

    private static string[] Fills(Flow flow) =>
        [
            .. XDocument
                .Parse(flow.ToSvg())
                .Root!.Elements()
                .Where(e => e.Name.LocalName == "rect")
                .Select(e => (string)e.Attribute("fill")!),
        ];

    private static (double Left, double Right, double Y) Extent(XElement text)
    {
        double size = (double?)text.Attribute("font-size") ?? 12,
            width = TextSize.Width(text.Value, size),
            x = (double)text.Attribute("x")!;
        double left = (string?)text.Attribute("text-anchor") switch
        {
            "start" => x,
            "end" => x - width,
            _ => x - width / 2,
        };
        return (left, left + width, (double)text.Attribute("y")!);
    }
}
