namespace Attention.Display;

/// <summary>Tells the notebook kernel how to show a type.</summary>
/// <remarks>
/// The notebook kernel looks for an attribute of this name and reads its two properties by reflection. No reference to
/// a package of that kernel is needed.
/// </remarks>
/// <param name="formatterSourceType">A type with a method <c>CreateTypeFormatters</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>
    /// The type that the notebook kernel creates and asks for formatters: <see cref="FormatterSource"/>.
    /// </summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The forms to write. The notebook kernel writes every form listed here and no other.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
