using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>An array of numbers in one of the storage formats, written and read as floats.</summary>
internal sealed class NumberStore(StorageFormat format, int count)
{
    private readonly Half[] _halves = new Half[format == StorageFormat.Half ? count : 0];
    private readonly BFloat16[] _bfloats = new BFloat16[format == StorageFormat.BFloat16 ? count : 0];

    public StorageFormat Format => format;

    /// <summary>Where a 16-bit number is stored. The index may equal the length (one past the end).</summary>
    public ref byte At16(int index) => ref format == StorageFormat.Half
        ? ref Unsafe.As<Half, byte>(ref MemoryMarshal.GetReference(_halves.AsSpan(index)))
        : ref Unsafe.As<BFloat16, byte>(ref MemoryMarshal.GetReference(_bfloats.AsSpan(index)));

    /// <summary>The numbers themselves if they are stored as floats, otherwise null.</summary>
    public float[]? Floats { get; } = format == StorageFormat.Full ? new float[count] : null;

    /// <summary>Whether no number in half precision that was ever written is infinite or NaN.</summary>
    public bool AreFinite { get; private set; } = true;

    public void Write(int start, ReadOnlySpan<float> source)
    {
        switch (format)
        {
            case StorageFormat.Half:
                Span<Half> written = _halves.AsSpan(start, source.Length);
                Storage.Narrow(source, written);
                foreach (Half number in written)
                {
                    AreFinite &= Half.IsFinite(number);
                }

                break;
            case StorageFormat.BFloat16:
                Storage.Narrow(source, _bfloats.AsSpan(start));
                break;
            default:
                source.CopyTo(Floats.AsSpan(start));
                break;
        }
    }

    public void Read(int start, Span<float> destination)
    {
        switch (format)
        {
            case StorageFormat.Half:
                Storage.Widen(_halves.AsSpan(start, destination.Length), destination);
                break;
            case StorageFormat.BFloat16:
                Storage.Widen(_bfloats.AsSpan(start, destination.Length), destination);
                break;
            default:
                Floats.AsSpan(start, destination.Length).CopyTo(destination);
                break;
        }
    }

    /// <summary>Copies numbers within the store; the two ranges may overlap.</summary>
    public void Move(int from, int to, int length) => Array.Copy(Numbers, from, Numbers, to, length);

    /// <summary>Block i becomes a copy of what block <c>sources[i]</c> was.</summary>
    public void Reorder(ReadOnlySpan<int> sources, int blockLength)
    {
        var before = (Array)Numbers.Clone();
        for (int block = 0; block < sources.Length; block++)
        {
            if (sources[block] != block)
            {
                Array.Copy(before, sources[block] * blockLength, Numbers, block * blockLength, blockLength);
            }
        }
    }

    private Array Numbers => format switch
    {
        StorageFormat.Half => _halves,
        StorageFormat.BFloat16 => _bfloats,
        _ => Floats!,
    };
}
