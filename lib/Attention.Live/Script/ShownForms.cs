using System.Collections;
using System.Globalization;
using System.Reflection;
using Attention.KernelHost.Output;

namespace Attention.Live.Script;

/// <summary>
/// Writes a value in the forms that a front end can show. A type names its formatters by an attribute, whose members
/// are found by their names, as the kernel does it.
/// </summary>
internal static class ShownForms
{
    /// <exception cref="NotSupportedException">No front end shows this type as all others do.</exception>
    public static Dictionary<string, string> Of(object? value)
    {
        if (ShownTypes.IsPlain(value))
        {
            return new() { ["text/plain"] = Plain(value) };
        }
        if (ShownTypes.FormatterSource(value!.GetType()) is not { } attribute)
        {
            throw new NotSupportedException(
                value is DisplayedValue ? ShownTypes.DisplayedTwice : ShownTypes.Refusal(value.GetType()));
        }
        var source = (Type)Get(attribute, "FormatterSourceType")!;
        object[] formatters = [.. ((IEnumerable)Call(Activator.CreateInstance(source)!, "CreateTypeFormatters")!)
            .Cast<object>()];
        var forms = new Dictionary<string, string>();
        foreach (string mimeType in (IEnumerable<string>)Get(attribute, "PreferredMimeTypes")!)
        {
            using var writer = new StringWriter(CultureInfo.InvariantCulture);
            if (Array.Exists(formatters, one => mimeType.Equals(Get(one, "MimeType")) && Write(one, value, writer)))
            {
                forms[mimeType] = writer.ToString().ReplaceLineEndings("\n");
            }
        }
        return forms;
    }

    private static string Plain(object? value) => value is null
        ? "<null>" : Convert.ToString(value, CultureInfo.InvariantCulture)!.ReplaceLineEndings("\n");

    private static bool Write(object formatter, object value, TextWriter writer) =>
        (bool)Call(formatter, "Format", value, writer)!;

    private static object? Get(object owner, string property) => owner.GetType().GetProperty(property)!.GetValue(owner);

    private static object? Call(object owner, string method, params object[] arguments)
    {
        try
        {
            return owner.GetType().GetMethod(method)!.Invoke(owner, arguments);
        }
        catch (TargetInvocationException wrapped)
        {
            throw wrapped.InnerException!;
        }
    }
}
