namespace Attention.Display.Internal;

/// <summary>Tells the notebook kernel how to show a type. The kernel knows this attribute by its name, so no package is needed.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>Every MIME type listed here is emitted; one that is not listed is ignored.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}

/// <summary>What a cell can show.</summary>
internal interface IDisplay
{
    /// <summary>The thing in the given form, or null where it has no such form.</summary>
    string? Write(string mimeType);
}

internal static class MimeType
{
    public const string Plotly = "application/vnd.plotly.v1+json", Html = "text/html", Plain = "text/plain";
}

/// <summary>The kernel makes one and calls its method, by name.</summary>
internal sealed class FormatterSource
{
    private readonly object[] _formatters = [new MimeFormatter(MimeType.Plotly), new MimeFormatter(MimeType.Html), new MimeFormatter(MimeType.Plain)];

    public IEnumerable<object> CreateTypeFormatters() => _formatters;
}

/// <summary>Writes one form; the kernel calls it by the names of its members.</summary>
internal sealed class MimeFormatter(string mimeType)
{
    public string MimeType { get; } = mimeType;

    public bool Format(object instance, TextWriter writer)
    {
        string? text = (instance as IDisplay)?.Write(MimeType);
        writer.Write(text);
        return text is not null;
    }
}
