using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>
/// Floats outside the garbage-collected heap, as <see cref="Memory{T}"/> for views: native memory, or a mapped file.
/// </summary>
/// <remarks>
/// <code>
/// using var weights = NativeFloats.MapFile("weights.bin");
/// var w = new MatrixView(weights.Memory, rows, columns);  // nothing is read until it is needed
/// </code>
/// After <see cref="IDisposable.Dispose"/> views of this memory throw <see cref="ObjectDisposedException"/> when they
/// are used. Dispose only when no call that uses such a view is running.
/// </remarks>
public sealed class NativeFloats : MemoryManager<float>
{
    private readonly IDisposable? _owner;
    private nint _address;
    private int _length;

    /// <summary>Wraps memory that belongs to somebody else.</summary>
    /// <param name="address">
    /// Where the first float is. The memory must stay valid until this object is disposed.
    /// </param>
    /// <param name="length">The number of floats.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="ArgumentException"><paramref name="address"/> is null although there are floats.</exception>
    public NativeFloats(nint address, int length)
        : this(address, length, null) { }

    private NativeFloats(nint address, int length, IDisposable? owner)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (address == 0 && length > 0)
        {
            throw new ArgumentException($"address is null but length is {length}.", nameof(address));
        }

        (_address, _length, _owner) = (address, length, owner);
    }

    /// <summary>
    /// Maps a file of raw little-endian floats, or a part of it. The file is not changed: what is written stays in
    /// memory.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="byteOffset">Where in the file the first float begins.</param>
    /// <param name="count">The number of floats; null for all up to the end of the file.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    /// <exception cref="ArgumentException">
    /// The file ends before, or there are more floats than a view can index.
    /// </exception>
    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read the file.</exception>
    public static NativeFloats MapFile(string path, long byteOffset = 0, int? count = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfNegative(byteOffset);
        ArgumentOutOfRangeException.ThrowIfNegative(count ?? 0, nameof(count));
        long fileLength = new FileInfo(path).Length,
            available = Math.Max(0, fileLength - byteOffset) / sizeof(float);
        long length = count ?? available;
        if (length > available || length > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{length} floats from byte {byteOffset} on: the file has {available}, a view at most "
                    + $"{Array.MaxLength}.",
                nameof(count)
            );
        }

        if (length == 0)
        {
            return new(0, 0, null); // an empty file cannot be mapped
        }

        var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.CopyOnWrite);
        MemoryMappedViewAccessor? view = null;
        try
        {
            view = file.CreateViewAccessor(byteOffset, length * sizeof(float), MemoryMappedFileAccess.CopyOnWrite);
            nint first = view.SafeMemoryMappedViewHandle.DangerousGetHandle() + (nint)view.PointerOffset;
            return new(first, (int)length, new Mapping(file, view));
        }
        catch
        {
            view?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The memory has been given back.</exception>
    public override Span<float> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_length < 0, this);
        return MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<float>(), _address), _length);
    }

    /// <inheritdoc/>
    /// <remarks>This memory never moves: there is nothing to pin.</remarks>
    /// <exception cref="ObjectDisposedException">The memory has been given back.</exception>
    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_length < 0, this);
        Require.Index(elementIndex, _length + 1);
        return new((float*)_address + elementIndex);
    }

    /// <inheritdoc/>
    public override void Unpin() { }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        (_address, _length) = (0, -1);
        if (disposing)
        {
            _owner?.Dispose();
        }
    }

    private sealed class Mapping(MemoryMappedFile file, MemoryMappedViewAccessor view) : IDisposable
    {
        public void Dispose()
        {
            view.Dispose();
            file.Dispose();
        }
    }
}
