using System.IO.Pipes;
using System.Security.Cryptography;
using System.Text;
using Attention.KernelHost.Protocol;
using Attention.Shared;

namespace Attention.NotebookRunner.Host;

/// <summary>The pipe to one host. Nobody else can guess its name or its secret.</summary>
internal sealed class HostPipe : IDisposable
{
    private readonly NamedPipeServerStream _stream;

    public HostPipe()
    {
        _stream = new NamedPipeServerStream(
            Name,
            PipeDirection.InOut,
            maxNumberOfServerInstances: 1,
            PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        Connection = new Connection(_stream, Secret);
    }

    public string Name { get; } = NewName();

    /// <summary>Begins every message, so that what a cell writes into the pipe is not taken for one.</summary>
    public string Secret { get; } = RandomHex(16);

    public Connection Connection { get; }

    public bool IsConnected => _stream.IsConnected;

    public async Task WaitForHostAsync(CancellationToken cancel)
    {
        await _stream.WaitForConnectionAsync(cancel);
        DeleteSocket();
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>
    /// On Unix a pipe is a socket in the folder for temporary files, and the path of a socket may take 104 bytes at
    /// most: where that folder has a long name, the socket lies in /tmp.
    /// </summary>
    private static string NewName()
    {
        const int longestPath = 103;
        string name = $"nb-{RandomHex(8)}";
        bool fits = Encoding.UTF8.GetByteCount(RuntimeFiles.SocketOf(name)) <= longestPath;
        return fits || OperatingSystem.IsWindows() ? name : $"/tmp/{name}";
    }

    private static string RandomHex(int bytes) => Convert.ToHexString(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>Deletes the socket now: nobody else connects, and it would remain if this program is killed.</summary>
    private void DeleteSocket()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(RuntimeFiles.SocketOf(Name));
        }
    }
}
