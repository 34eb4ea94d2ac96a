using Attention.NotebookRunner.Session;
using Microsoft.DotNet.Interactive;

namespace Attention.NotebookRunner.Tests;

/// <summary>The formatter convention of .NET Interactive: everything is recognised by name.</summary>
public class MimeBundleTests
{
    [Theory]
    [InlineData("text", "text")]
    [InlineData(42, "42")]
    [InlineData(0.1f, "0.1")]
    [InlineData(1e300, "1E+300")]
    [InlineData(true, "True")]
    [InlineData('果', "果")]
    [InlineData(null, "<null>")]
    public void A_primitive_is_plain_text(object? value, string text) => Assert.Equal(new() { ["text/plain"] = text }, MimeBundle.Of(value));

    [Fact]
    public void A_decimal_is_plain_text() => Assert.Equal("1.50", MimeBundle.Of(1.50m)["text/plain"]);

    [Fact]
    public void Html_is_html() => Assert.Equal(new() { ["text/html"] = "<b>" }, MimeBundle.Of(Kernel.HTML("<b>")));

    [Fact]
    public void A_display_type_is_shown_as_all_MIME_types_that_it_prefers_in_its_order() =>
        Assert.Equal([new("text/html", "<i>3</i>"), new("application/x+json", "[3]")], MimeBundle.Of(new Shown(3)));

    [Fact]
    public void Asked_for_one_MIME_type_it_gives_that_one() => Assert.Equal([new("text/html", "<i>3</i>")], MimeBundle.Of(new Shown(3), "text/html"));

    [Fact]
    public void A_formatter_that_writes_bad_JSON_fails() => Assert.ThrowsAny<System.Text.Json.JsonException>(() => MimeBundle.Of(new Shown(-1)));

    [Theory]
    [InlineData(new int[] { 1 }, "Int32[]")]
    [InlineData(DayOfWeek.Friday, "DayOfWeek")]
    public void Any_other_type_is_refused_by_name(object value, string name) => Assert.Contains($"is a {name}.", Assert.Throws<NotSupportedException>(() => MimeBundle.Of(value)).Message);

    [AttributeUsage(AttributeTargets.Class)]
    private sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
    {
        public Type FormatterSourceType { get; } = formatterSourceType;

        public string[] PreferredMimeTypes { get; set; } = [];
    }

    [TypeFormatterSource(typeof(Source), PreferredMimeTypes = ["text/html", "application/x+json", "text/none"])]
    private sealed record Shown(int Number);

    private sealed class Source
    {
        private readonly List<object> _formatters =
        [
            new Formatter("application/x+json", n => n < 0 ? "[" : $"[{n}]"), new Formatter("text/html", n => $"<i>{n}</i>"), new Formatter("text/unasked", n => ""),
        ];

        public IEnumerable<object> CreateTypeFormatters() => _formatters.Where(f => f is Formatter);
    }

    private sealed record Formatter(string MimeType, Func<int, string> Text)
    {
        public bool Format(object value, TextWriter writer)
        {
            writer.Write(Text(((Shown)value).Number));
            return true;
        }
    }
}
