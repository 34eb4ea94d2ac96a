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
        null or string or decimal or IHtmlContent => null,
        _ when value.GetType().IsPrimitive || HasFormatters(value.GetType(), mimeTypes) => null,
        DisplayedValue => "The last line shows what display returned. End it with a semicolon: display(…);",
        _ => "A cell shows a string, a number, a bool or one of the library's display types, "
            + $"but this value is a {CSharpName(value.GetType())}. "
            + "Front ends would each show it differently: print it, or put it into a figure or a table.",
    };

    /// <summary>A type that has formatters for other MIME types is listed by the kernel like any object.</summary>
    private static bool HasFormatters(Type type, IEnumerable<string> mimeTypes) =>
        type.GetCustomAttributes(inherit: true).Any(a => a.GetType().Name == nameof(TypeFormatterSourceAttribute))
        || mimeTypes.All(mimeType => Formatter.RegisteredFormatters(includeDefaults: false)
            .Any(one => one.MimeType == mimeType && one.Type.IsAssignableFrom(type)));

    private static string CSharpName(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(CSharpName))}>"
        : type.Name;
}
