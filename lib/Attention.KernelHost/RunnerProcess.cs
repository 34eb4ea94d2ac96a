using System.IO.Pipes;
using Attention.Shared;

namespace Attention.KernelHost;

/// <summary>The process that started this one, and that may be killed at any time.</summary>
/// <param name="id">Its id.</param>
/// <param name="pipe">The name of the pipe that it has made.</param>
internal sealed class RunnerProcess(int id, string pipe)
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(20);

    private bool HasEnded => !OperatingSystem.IsWindows() && ProcessTree.Parent() != id;

    /// <summary>Connects to the pipe. Stops trying when the runner has ended, because nobody answers then.</summary>
    /// <exception cref="TimeoutException">The runner runs, and did not answer.</exception>
    /// <returns>Null when the runner has ended.</returns>
    public NamedPipeClientStream? Connect()
    {
        var stream = new NamedPipeClientStream(
            ".", pipe, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        for (long start = Environment.TickCount64; ;)
        {
            try
            {
                stream.Connect(TimeSpan.FromSeconds(0.5));
                return stream;
            }
            catch (TimeoutException) when (HasEnded)
            {
                return null;
            }
            catch (TimeoutException) when (Environment.TickCount64 - start < ConnectLimit.TotalMilliseconds)
            {
            }
        }
    }

    /// <summary>
    /// Deletes the files that a killed runner leaves in the folder for temporary files. Its connections end a moment
    /// before the process has ended.
    /// </summary>
    public void DeleteFilesWhenKilled()
    {
        if (SpinWait.SpinUntil(() => HasEnded, TimeSpan.FromSeconds(1)))
        {
            RuntimeFiles.DeleteOf(id);
            File.Delete(RuntimeFiles.SocketOf(pipe));
        }
    }
}
