using System.Text;

namespace Attention.Course.RealModel;

/// <summary>
/// Reads the fields of one protobuf message, one after the other. Every length is checked against the bytes that are
/// left, so a damaged message ends in an exception and never in a large allocation or an endless loop.
/// </summary>
/// <remarks>
/// Source: Protocol Buffers, "Encoding": a field is a tag (number · 8 + wire type) and its value.
/// </remarks>
internal ref struct Protobuf(ReadOnlySpan<byte> message)
{
    private const int Varint = 0, EightBytes = 1, Bytes = 2, FourBytes = 5;

    private ReadOnlySpan<byte> _rest = message;
    private int _wireType;

    /// <summary>The number of the present field.</summary>
    public int Field { get; private set; }

    /// <summary>The value of the present field, if it is a whole number.</summary>
    public ulong Number { get; private set; }

    /// <summary>The bytes of the present field, if it has a length: a text, a message, packed numbers.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The present field as text.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Value);

    /// <summary>Whether the present field is a whole number, and not bytes.</summary>
    public readonly bool IsNumber => _wireType == Varint;

    /// <summary>Goes on to the next field.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidDataException">The message is damaged.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        ulong tag = TakeNumber();
        (Field, _wireType) = (tag >> 3 <= int.MaxValue ? (int)(tag >> 3) : 0, (int)(tag & 7));
        if (Field == 0)
        {
            throw new InvalidDataException("A field of the file has no valid number: the file is damaged.");
        }

        Number = 0;
        Value = default;
        switch (_wireType)
        {
            case Varint:
                Number = TakeNumber();
                break;
            case Bytes:
                Value = Take(TakeNumber());
                break;
            case EightBytes:
                Value = Take(8);
                break;
            case FourBytes:
                Value = Take(4);
                break;
            default:
                throw new InvalidDataException(
                    $"A field of the file has the unknown kind {_wireType}: the file is damaged.");
        }

        return true;
    }

    /// <summary>Seven bits per byte, the lowest first; the highest bit says that another byte follows.</summary>
    private ulong TakeNumber()
    {
        ulong number = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }

        throw new InvalidDataException("A number of the file has more than 64 bits: the file is damaged.");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
        {
            throw new InvalidDataException(
                $"The file ends too early: {count} bytes should follow, and {_rest.Length} are left.");
        }

        ReadOnlySpan<byte> taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
