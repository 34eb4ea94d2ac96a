namespace Attention.Lib;

/// <summary>
/// The upper half of a <see cref="float"/>: its whole range, but only 8 significant bits. For storage; there is no
/// arithmetic.
/// </summary>
/// <remarks>
/// .NET 10 has <see cref="Half"/> but no such type yet. Layout and rounding are those of every other bfloat16.
/// </remarks>
/// <param name="Bits">Sign, 8 exponent bits and 7 mantissa bits.</param>
public readonly record struct BFloat16(ushort Bits)
{
    /// <summary>
    /// Rounds to the nearest storable number, ties to even. NaN stays NaN; what is too large becomes infinite.
    /// </summary>
    public static explicit operator BFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
        {
            return new((ushort)((bits >> 16) | 0x40)); // sets a mantissa bit: with none set this would be infinity
        }

        // Adds 0x7FFF, or 0x8000 if the last bit that stays is odd, before the lower half is cut off: this rounds to
        // the nearest number, ties to even.
        return new((ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
    }

    /// <summary>Exact: every stored number is a float.</summary>
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    /// <inheritdoc/>
    public override string ToString() => ((float)this).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
