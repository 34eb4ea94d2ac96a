using System.Runtime.InteropServices;

namespace Attention.NotebookRunner.Documents;

/// <summary>
/// Calls of the C library for what .NET does not offer. On another system, and with a library that lacks the call, each
/// returns null or false.
/// </summary>
internal static class Linux
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint BasicFacts = 0x7FF; // STATX_BASIC_STATS
    private const uint ExchangeNames = 2; // RENAME_EXCHANGE

    /// <summary>The bytes of struct statx; null where there is no such call or no such file.</summary>
    public static byte[]? StatX(string path)
    {
        var facts = new byte[256];
        return Try(() => statx(CurrentFolder, path, 0, BasicFacts, facts)) ? facts : null;
    }

    /// <summary>Exchanges the names of two files in one step. False where the file system cannot.</summary>
    public static bool Exchange(string path, string other) =>
        Try(() => renameat2(CurrentFolder, path, CurrentFolder, other, ExchangeNames));

    /// <summary>Gives a file to another user and group. False where that is not allowed.</summary>
    public static bool ChangeOwner(string path, uint owner, uint group) => Try(() => chown(path, owner, group));

    private static bool Try(Func<int> call)
    {
        try
        {
            return OperatingSystem.IsLinux() && call() == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

#pragma warning disable IDE1006, SYSLIB1054 // the C library's own names; generated marshalling would need unsafe code
    [DllImport("libc")]
    private static extern int statx(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] facts);

    [DllImport("libc")]
    private static extern int renameat2(
        int oldFolder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string oldPath,
        int newFolder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string newPath,
        uint flags);

    [DllImport("libc")]
    private static extern int chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);
#pragma warning restore IDE1006, SYSLIB1054
}
