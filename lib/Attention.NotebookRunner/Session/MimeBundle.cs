using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.DotNet.Interactive;

namespace Attention.NotebookRunner.Session;

/// <summary>Turns a value into what a front end can show: MIME type → text.</summary>
internal static class MimeBundle
{
    /// <summary>
    /// Primitives become plain text. Any other type must say how it is shown by an attribute named <c>TypeFormatterSourceAttribute</c>,
    /// the convention of .NET Interactive, which needs no package reference. The type is never enumerated, so an endless sequence does no harm.
    /// </summary>
    /// <exception cref="NotSupportedException">The value is neither; other front ends would each show it in their own way.</exception>
    public static Dictionary<string, string> Of(object? value, params string[] mimeTypes)
    {
        Dictionary<string, string> bundle = value switch
        {
            null => new() { ["text/plain"] = "<null>" },
            HtmlContent html => new() { ["text/html"] = html.Content },
            string or bool or char => new() { ["text/plain"] = value.ToString()! },
            decimal or IConvertible when value is decimal || value.GetType().IsPrimitive => new() { ["text/plain"] = Plain((IFormattable)value) },
            _ => ByConvention(value),
        };
        return mimeTypes.Length == 0 ? bundle : bundle.Where(pair => mimeTypes.Contains(pair.Key)).ToDictionary();
    }

    private static string Plain(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static Dictionary<string, string> ByConvention(object value)
    {
        Type type = value.GetType();
        object source = type.GetCustomAttributes(inherit: true).FirstOrDefault(a => a.GetType().Name == "TypeFormatterSourceAttribute")
            ?? throw new NotSupportedException(
                $"A cell shows a string, a number, a bool or one of the library's display types, but this value is a {CSharpName(type)}. " +
                "Front ends would each show it differently: print it, or put it into a figure or a table.");
        object formatters = Activator.CreateInstance((Type)Read(source, "FormatterSourceType"), nonPublic: true)!;
        var byMimeType = ((IEnumerable<object>)Call(formatters, "CreateTypeFormatters")).ToDictionary(f => (string)Read(f, "MimeType"));
        var bundle = new Dictionary<string, string>();
        foreach (string mimeType in (string[])Read(source, "PreferredMimeTypes"))
        {
            using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            if (byMimeType.TryGetValue(mimeType, out object? formatter) && (bool)Call(formatter, "Format", value, writer))
            {
                bundle[mimeType] = writer.ToString();
                if (mimeType.EndsWith("json", StringComparison.Ordinal))
                {
                    using var _ = JsonDocument.Parse(bundle[mimeType]); // a formatter's mistake is shown where it was made
                }
            }
        }
        return bundle;
    }

    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DoNotWrapExceptions;

    private static object Read(object target, string property) =>
        (target.GetType().GetProperty(property, Instance) ?? throw new MissingMemberException(target.GetType().Name, property)).GetValue(target)!;

    private static object Call(object target, string method, params object[] arguments) =>
        (target.GetType().GetMethod(method, Instance) ?? throw new MissingMemberException(target.GetType().Name, method))
            .Invoke(target, Instance, null, arguments, CultureInfo.InvariantCulture)!;

    private static string CSharpName(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(CSharpName))}>"
        : type.Name;
}
