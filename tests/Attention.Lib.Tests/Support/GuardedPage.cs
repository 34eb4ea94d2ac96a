using System.Runtime.InteropServices;

namespace Attention.Lib.Tests;

/// <summary>
/// Floats that end exactly where a page begins that may not be touched: one byte too far ends the process.
/// </summary>
internal sealed unsafe partial class GuardedPage : IDisposable
{
    private const int PageSize = 1 << 16; // a multiple of every page size in use
    private readonly byte* _pages;
    private readonly int _length;
    private readonly int _size;

    public GuardedPage(int length)
    {
        const int ReadWrite = 3, None = 0, PrivateAnonymous = 0x22;
        _length = length;
        _size = (length * sizeof(float) / PageSize + 1) * PageSize;
        _pages = (byte*)MemoryMap(0, (nuint)_size + PageSize, ReadWrite, PrivateAnonymous, -1, 0);
        Assert.NotEqual(-1, (nint)_pages);
        Assert.Equal(0, MemoryProtect((nint)_pages + _size, PageSize, None));
    }

    public Span<float> Span => new(_pages + _size - _length * sizeof(float), _length);

    /// <summary>The same floats for a view. Whoever uses it disposes it before the page.</summary>
    public NativeFloats AsFloats() => new((nint)(_pages + _size - _length * sizeof(float)), _length);

    public void Dispose() => _ = MemoryUnmap((nint)_pages, (nuint)_size + PageSize);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MemoryMap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int MemoryProtect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int MemoryUnmap(nint address, nuint length);
}
