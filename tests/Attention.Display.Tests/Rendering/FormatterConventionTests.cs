using System.Collections;

namespace Attention.Display.Tests;

/// <summary>The notebook kernel finds formatters by names only; these tests do the same.</summary>
public class FormatterConventionTests
{
    [Fact]
    public void A_figure_is_written_in_all_three_forms()
    {
        Dictionary<string, string> bundle = Kernel.Show(Sample.Heatmap());
        Assert.Equal(["application/vnd.plotly.v1+json", "text/html", "text/plain"], bundle.Keys);
        Assert.StartsWith("{\"data\":", bundle["application/vnd.plotly.v1+json"], StringComparison.Ordinal);
        Assert.Contains("<img alt=\"", bundle["text/html"], StringComparison.Ordinal);
        Assert.Contains("苹果₂ (apple)", bundle["text/plain"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_is_written_as_html_and_text()
    {
        Dictionary<string, string> bundle = Kernel.Show(
            Table.Of(
                new float[,]
                {
                    { 1, 2 },
                }
            )
        );
        Assert.Equal(["text/html", "text/plain"], bundle.Keys);
        Assert.Contains("<table", bundle["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_formatter_leaves_what_is_not_ours_to_others()
    {
        object formatter = Kernel.Formatters(typeof(Figure)).First();
        Assert.False(Kernel.Format(formatter, "a string", new StringWriter()));
    }
}

/// <summary>A stand-in for the kernel: reads the attribute, makes the source, asks each preferred MIME type.</summary>
internal static class Kernel
{
    public static Dictionary<string, string> Show(object value)
    {
        object attribute = Attribute(value.GetType());
        string[] preferred = (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!;
        object[] formatters = Formatters(value.GetType());
        var bundle = new Dictionary<string, string>();
        foreach (string mimeType in preferred)
        {
            var writer = new StringWriter();
            object formatter = formatters.Single(f =>
                (string)f.GetType().GetProperty("MimeType")!.GetValue(f)! == mimeType
            );
            Assert.True(Format(formatter, value, writer));
            bundle[mimeType] = writer.ToString();
        }

        return bundle;
    }

    public static object[] Formatters(Type type)
    {
        object attribute = Attribute(type);
        var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        return
        [
            .. (
                (IEnumerable)source.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(source), null)!
            ).Cast<object>(),
        ];
    }

    public static bool Format(object formatter, object value, TextWriter writer) =>
        (bool)
            formatter
                .GetType()
                .GetMethod("Format", [typeof(object), typeof(TextWriter)])!
                .Invoke(formatter, [value, writer])!;

    private static Attribute Attribute(Type type) =>
        type.GetCustomAttributes(inherit: true)
            .OfType<Attribute>()
            .Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
}
