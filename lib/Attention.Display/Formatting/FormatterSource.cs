namespace Attention.Display;

/// <summary>
/// Gives the notebook kernel one formatter per form. The notebook kernel creates it and calls its method by name.
/// </summary>
public sealed class FormatterSource
{
    private readonly object[] _formatters =
    [
        new MimeFormatter(MimeType.Plotly),
        new MimeFormatter(MimeType.Prediction),
        new MimeFormatter(MimeType.Html),
        new MimeFormatter(MimeType.Plain),
    ];

    /// <summary>One formatter for each of the forms in <see cref="MimeType"/>.</summary>
    public IEnumerable<object> CreateTypeFormatters() => _formatters;
}

/// <summary>Writes one form of an <see cref="IDisplay"/>. The notebook kernel calls its members by name.</summary>
internal sealed class MimeFormatter(string mimeType)
{
    public string MimeType { get; } = mimeType;

    /// <summary>Writes <paramref name="instance"/>, or returns false when it has no such form.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        string? text = (instance as IDisplay)?.Write(MimeType);
        writer.Write(text);
        return text is not null;
    }
}
