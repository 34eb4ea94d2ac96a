using System.Diagnostics;

namespace Attention.Shared;

/// <summary>A lock that processes share: who holds the file open holds the lock. It ends with its process.</summary>
internal static class FileLock
{
    /// <summary>Waits until no other process holds the lock. Dispose the result to release it.</summary>
    /// <param name="path">The file, which is made where it is missing and which nobody reads.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="IOException">
    /// Another process held the lock all the time, or the file cannot be opened.
    /// </exception>
    public static FileStream Wait(string path, TimeSpan patience, CancellationToken cancel = default)
    {
        for (Stopwatch waited = Stopwatch.StartNew(); ; Thread.Sleep(10))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited.Elapsed < patience)
            {
                cancel.ThrowIfCancellationRequested();
            }
        }
    }
}
