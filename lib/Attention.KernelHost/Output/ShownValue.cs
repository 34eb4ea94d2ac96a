using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

namespace Attention.KernelHost.Output;

/// <summary>Decides which values a cell may show.</summary>
internal static class ShownValue
{
    /// <summary>
    /// Null for a primitive, HTML and a type with formatters of its own; else why the value is refused. The kernel
    /// would list the properties of any other object, and each front end would show that list in its own way.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">In which forms it would be shown.</param>
    public static string? Refusal(object? value, IEnumerable<string> mimeTypes) => value switch
    {
        IHtmlContent => null,
        _ when ShownTypes.IsPlain(value) || HasFormatters(value!.GetType(), mimeTypes) => null,
        DisplayedValue => ShownTypes.DisplayedTwice,
        _ => ShownTypes.Refusal(value.GetType()),
    };

    /// <summary>A type that has formatters for other MIME types is listed by the kernel like any object.</summary>
    private static bool HasFormatters(Type type, IEnumerable<string> mimeTypes) =>
        ShownTypes.FormatterSource(type) is not null
        || mimeTypes.All(mimeType => Formatter.RegisteredFormatters(includeDefaults: false)
            .Any(one => one.MimeType == mimeType && one.Type.IsAssignableFrom(type)));
}
