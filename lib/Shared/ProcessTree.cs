using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Attention.Shared;

/// <summary>
/// Processes that cells start end with the process that runs the cells; on Linux also those that have left its tree.
/// </summary>
internal static class ProcessTree
{
    private const int SetChildSubreaper = 36;

    /// <summary>
    /// On Linux a process whose parent has ended becomes a child of this process and not of the system's first one, so
    /// that it stays in this process's tree.
    /// </summary>
    /// <param name="adopts">False leaves them to the system's first process, as it is without this call.</param>
    public static void AdoptOrphans(bool adopts = true)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Control(SetChildSubreaper, adopts ? 1u : 0, 0, 0, 0);
        }
    }

    /// <summary>
    /// On Unix a signal to a whole process group, such as <c>kill(0, …)</c> of a cell, then reaches this process and
    /// its children only, and not the one that started it.
    /// </summary>
    public static void LeaveGroup()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = NewSession();
        }
    }

    /// <summary>
    /// The id of this process's parent: another one as soon as the parent has ended. 0 on Windows.
    /// </summary>
    public static int Parent() => OperatingSystem.IsWindows() ? 0 : ParentId();

    /// <summary>The ids of this process's children. Only Linux tells; elsewhere there are none.</summary>
    public static IEnumerable<int> Children() => ByParent()[Environment.ProcessId];

    /// <summary>Kills a process and all below it; nothing happens when it has ended.</summary>
    /// <remarks>
    /// .NET stops a tree before it kills it. Where this process ends between the two, stopped processes would be left
    /// for ever. So on Linux they are killed at once; one that is started meanwhile is an orphan then, and adopted.
    /// </remarks>
    public static void Kill(int id)
    {
        ILookup<int, int> children = ByParent();
        var tree = new List<int> { id };
        for (int i = 0; i < tree.Count; i++)
        {
            tree.AddRange(children[tree[i]]);
        }
        foreach (int each in tree)
        {
            KillOne(each);
        }
    }

    private static void KillOne(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill(entireProcessTree: !OperatingSystem.IsLinux());
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
        }
    }

    /// <summary>Ends this process and its children at once: no handler of a cell runs, and none can wait.</summary>
    public static void KillSelf()
    {
        foreach (int child in Children())
        {
            Kill(child);
        }
        Process.GetCurrentProcess().Kill();
    }

    /// <summary>The ids of all processes by that of their parent. Only Linux tells.</summary>
    private static ILookup<int, int> ByParent()
    {
        string[] folders = OperatingSystem.IsLinux() ? Directory.GetDirectories("/proc") : [];
        return folders.Select(folder => Path.GetFileName(folder))
            .Where(name => char.IsAsciiDigit(name[0]))
            .Select(name => int.Parse(name, CultureInfo.InvariantCulture))
            .ToLookup(id => ParentOf(id) ?? 0);
    }

    /// <summary>The fourth field of the file; the second is a name in parentheses that may hold anything.</summary>
    private static int? ParentOf(int id)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{id}/stat");
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "getppid")]
    private static extern int ParentId();

    [DllImport("libc", EntryPoint = "setsid")]
    private static extern int NewSession();

    [DllImport("libc", EntryPoint = "prctl")]
    private static extern int Control(int option, nuint a, nuint b, nuint c, nuint d);
}
