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
    public static string? Refusal(object? value) => value switch
    {
        null or string or decimal or IHtmlContent => null,
        _ when value.GetType().IsPrimitive || HasFormatter(value.GetType()) => null,
        DisplayedValue => "The last line shows what display returned. End it with a semicolon: display(…);",
        _ => "A cell shows a string, a number, a bool or one of the library's display types, "
            + $"but this value is a {CSharpName(value.GetType())}. "
            + "Front ends would each show it differently: print it, or put it into a figure or a table.",
    };

    private static bool HasFormatter(Type type) =>
        type.GetCustomAttributes(inherit: true).Any(a => a.GetType().Name == nameof(TypeFormatterSourceAttribute))
        || Formatter.RegisteredFormatters(includeDefaults: false).Any(f => f.Type.IsAssignableFrom(type));

    private static string CSharpName(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(CSharpName))}>"
        : type.Name;
}
