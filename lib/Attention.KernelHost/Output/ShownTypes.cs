namespace Attention.KernelHost.Output;

/// <summary>
/// Which types every front end shows alike, by the conventions that the kernel and a session in the browser share.
/// </summary>
internal static class ShownTypes
{
    /// <summary>Why the value of <c>display</c> cannot be the last expression of a cell.</summary>
    public const string DisplayedTwice =
        "The last line shows what display returned. End it with a semicolon: display(…);";

    /// <summary>Shown as plain text.</summary>
    public static bool IsPlain(object? value) => value is null or string or decimal || value.GetType().IsPrimitive;

    /// <summary>The attribute by whose name formatters are found; null for a type that has none.</summary>
    public static object? FormatterSource(Type type) =>
        Array.Find(type.GetCustomAttributes(inherit: true), a => a.GetType().Name == "TypeFormatterSourceAttribute");

    /// <summary>Why a value of any other type is refused.</summary>
    public static string Refusal(Type type) =>
        "A cell shows a string, a number, a bool or one of the library's display types, "
            + $"but this value is a {CSharpName(type)}. "
            + "Front ends would each show it differently: print it, or put it into a figure or a table.";

    private static string CSharpName(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(CSharpName))}>"
        : type.Name;
}
