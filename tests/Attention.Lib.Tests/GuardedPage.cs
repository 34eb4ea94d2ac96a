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

    public GuardedPage(int length)
    {
        const int readWrite = 3,
            none = 0,
            privateAnonymous = 0x22;
        _length = length;
        _pages = (byte*)MemoryMap(0, 2 * PageSize, readWrite, privateAnonymous, -1, 0);
        Assert.NotEqual(-1, (nint)_pages);
        Assert.Equal(0, MemoryProtect((nint)_pages + PageSize, PageSize, none));
    }

    public Span<float> Span => new(_pages + PageSize - _length * sizeof(float), _length);

    public void Dispose() => _ = MemoryUnmap((nint)_pages, 2 * PageSize);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MemoryMap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int MemoryProtect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int MemoryUnmap(nint address, nuint length);
}
