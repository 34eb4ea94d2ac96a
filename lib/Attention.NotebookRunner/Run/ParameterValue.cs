using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.CSharp;

namespace Attention.NotebookRunner.Run;

/// <summary>A value from the command line in the type that the notebook declares.</summary>
/// <param name="Literal">As C# writes it.</param>
/// <param name="Json">As the notebook's metadata records it.</param>
internal sealed record ParameterValue(string Literal, JsonNode? Json)
{
    private const NumberStyles Real =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly Dictionary<string, (BigInteger Least, BigInteger Most)> Whole = new(StringComparer.Ordinal)
    {
        ["sbyte"] = (sbyte.MinValue, sbyte.MaxValue),
        ["byte"] = (byte.MinValue, byte.MaxValue),
        ["short"] = (short.MinValue, short.MaxValue),
        ["ushort"] = (ushort.MinValue, ushort.MaxValue),
        ["int"] = (int.MinValue, int.MaxValue),
        ["uint"] = (uint.MinValue, uint.MaxValue),
        ["long"] = (long.MinValue, long.MaxValue),
        ["ulong"] = (ulong.MinValue, ulong.MaxValue),
    };

    /// <exception cref="UsageException">The text is no value of that type, the type cannot be given in text, or the
    /// parameter takes no other value.</exception>
    public static ParameterValue Parse(DeclaredParameter parameter, string text)
    {
        if (parameter.IsFixed)
        {
            throw new UsageException(
                $"--param {parameter.Name}: it is declared const or readonly, so it takes no other value.");
        }
        string type = parameter.Type.TrimEnd('?');
        if (type.Length < parameter.Type.Length && text == "null")
        {
            return new ParameterValue("null", null);
        }
        ParameterValue? value = type switch
        {
            "string" => new(SymbolDisplay.FormatLiteral(text, quote: true), text),
            "char" => text.Length == 1 ? new(SymbolDisplay.FormatLiteral(text[0], quote: true), text) : null,
            "bool" => bool.TryParse(text, out bool truth) ? new(truth ? "true" : "false", truth) : null,
            "double" => Double(text),
            "float" => Float(text),
            "decimal" => decimal.TryParse(text, Real, CultureInfo.InvariantCulture, out decimal money)
                ? new(money.ToString(CultureInfo.InvariantCulture) + "m", money)
                : null,
            _ when Whole.TryGetValue(type, out var range) => WholeNumber(text, range),
            "var" => throw new UsageException(
                $"--param {parameter.Name}: only the compiler knows its type. Declare it with the type's name."),
            _ => throw new UsageException(
                $"--param {parameter.Name}: a value of type {parameter.Type} cannot be given on the command line."),
        };
        return value
            ?? throw new UsageException($"--param {parameter.Name}: “{text}” is no value of type {parameter.Type}.");
    }

    private static ParameterValue? Double(string text) =>
        !double.TryParse(text, Real, CultureInfo.InvariantCulture, out double value) ? null
        : double.IsFinite(value) ? new(value.ToString("R", CultureInfo.InvariantCulture) + "d", value)
        : NotFinite("double", text, value);

    private static ParameterValue? Float(string text) =>
        !float.TryParse(text, Real, CultureInfo.InvariantCulture, out float value) ? null
        : float.IsFinite(value) ? new(value.ToString("R", CultureInfo.InvariantCulture) + "f", value)
        : NotFinite("float", text, value);

    /// <summary>
    /// NaN and the infinities, for which JSON has no number. Digits that exceed the type are refused.
    /// </summary>
    private static ParameterValue? NotFinite(string type, string text, double value)
    {
        if (text.Any(char.IsAsciiDigit))
        {
            return null;
        }
        string name = double.IsNaN(value) ? "NaN" : value > 0 ? "PositiveInfinity" : "NegativeInfinity";
        return new($"{type}.{name}", name);
    }

    private static ParameterValue? WholeNumber(string text, (BigInteger Least, BigInteger Most) range)
    {
        bool isNumber = BigInteger.TryParse(
            text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger value);
        if (!isNumber || value < range.Least || value > range.Most)
        {
            return null;
        }
        string digits = value.ToString(CultureInfo.InvariantCulture);
        return new(digits, JsonNode.Parse(digits));
    }
}
