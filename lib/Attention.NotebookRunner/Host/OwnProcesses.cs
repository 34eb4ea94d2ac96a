using System.Diagnostics;
using Attention.Shared;

namespace Attention.NotebookRunner.Host;

/// <summary>
/// The processes that the runner starts. Any other child of this process was started by a cell and left behind when
/// the cell's process ended.
/// </summary>
internal static class OwnProcesses
{
    private static readonly HashSet<int> Ids = [];

    public static Process Start(ProcessStartInfo start)
    {
        lock (Ids)
        {
            Process process = Process.Start(start)!;
            Ids.Add(process.Id);
            return process;
        }
    }

    public static void Forget(Process process)
    {
        lock (Ids)
        {
            Ids.Remove(process.Id);
        }
    }

    public static void KillOrphans()
    {
        lock (Ids)
        {
            foreach (int child in ProcessTree.Children().Where(id => !Ids.Contains(id)))
            {
                ProcessTree.Kill(child);
            }
        }
    }
}
