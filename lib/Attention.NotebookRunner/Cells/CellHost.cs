using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Security.Cryptography;
using System.Text;
using Attention.Shared;

namespace Attention.NotebookRunner.Cells;

/// <summary>How a cell ended, seen from outside.</summary>
internal enum CellEnd
{
    /// <summary>It came to its end, well or with an error of its own.</summary>
    Done,

    /// <summary>It ran past its limit, and its process was killed: no token stops a loop in C#.</summary>
    TimedOut,

    /// <summary>The process ended under it.</summary>
    ProcessEnded,
}

/// <summary>The parent's end of a child process that runs the cells of one notebook. Whatever the cells do, this side survives.</summary>
internal sealed class CellHost : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    // What a program needs to run at all. Nothing else of the environment reaches a cell, so nothing else can reach an output.
    private static readonly string[] PassedOn =
    [
        "PATH", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "APPDATA", "LOCALAPPDATA",
        "PROGRAMDATA", "PROGRAMFILES", "LANG", "LC_ALL", "TZ", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "LD_LIBRARY_PATH",
    ];

    private readonly Process _process;
    private readonly NamedPipeServerStream _pipe;
    private readonly Channel _channel;
    private readonly StringBuilder _lastWords = new();
    private readonly TaskCompletionSource _lastWordsEnd = new();

    private CellHost(Process process, NamedPipeServerStream pipe)
    {
        (_process, _pipe, _channel) = (process, pipe, new Channel(pipe));
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                _lastWordsEnd.TrySetResult();
            }
            lock (_lastWords)
            {
                // A stack overflow prints thousands of frames; its first lines say all.
                if (_lastWords.Length < 1000)
                {
                    _lastWords.AppendLine(line.Data);
                }
            }
        };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        _process.StandardInput.Close();
    }

    public static async Task<CellHost> StartAsync(SessionSettings settings, CancellationToken cancel)
    {
        string name = $"nb-{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}"; // short: macOS allows a socket's path 104 bytes, most of them used up
        var pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        var host = new CellHost(Process.Start(StartInfo(name))!, pipe);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(StartLimit);
        try
        {
            await pipe.WaitForConnectionAsync(limit.Token);
            host._channel.Send(settings);
            return await host._channel.ReceiveAsync<CellEvent>(limit.Token) is { Kind: CellEventKind.Ready } ? host : throw new IOException("the process that runs the cells did not start: " + host.LastWords());
        }
        catch (Exception e)
        {
            host.Dispose();
            throw e is OperationCanceledException && !cancel.IsCancellationRequested ? new IOException($"the process that runs the cells did not start within {StartLimit.TotalMinutes:0} minutes") : e;
        }
    }

    /// <summary>Runs one cell and passes on what it shows. After any end but <see cref="CellEnd.Done"/> the host is dead.</summary>
    public async Task<CellEnd> RunAsync(CellRequest request, TimeSpan limit, Action<CellEvent> show, CancellationToken cancel)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(limit);
        try
        {
            _channel.Send(request);
            while (await _channel.ReceiveAsync<CellEvent>(time.Token) is { } message)
            {
                if (message.Kind == CellEventKind.Done)
                {
                    return CellEnd.Done;
                }
                show(message);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Kill();
            return CellEnd.TimedOut;
        }
        catch (IOException)
        {
        }
        return CellEnd.ProcessEnded;
    }

    /// <summary>Why the process ended, as far as it said so.</summary>
    public string LastWords()
    {
        Kill();
        lock (_lastWords)
        {
            string words = _lastWords.ToString();
            return words.Contains("Stack overflow", StringComparison.Ordinal) ? "stack overflow: some method calls itself without end"
                : words.Contains("Out of memory", StringComparison.OrdinalIgnoreCase) || words.Contains("OutOfMemory", StringComparison.Ordinal) ? "out of memory"
                : words.StartsWith("Unhandled exception", StringComparison.Ordinal) ? words.Split('\n')[0].Trim()
                : string.Create(CultureInfo.InvariantCulture, $"the cell ended its process (exit code {(_process.HasExited ? _process.ExitCode : "unknown")})");
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
        _pipe.Dispose();
    }

    private void Kill()
    {
        try
        {
            // A process that is just ending gets a moment, so that its exit code and its last words are its own.
            if (!_pipe.IsConnected && _process.WaitForExit(500))
            {
                _lastWordsEnd.Task.Wait(500);
                return;
            }
            _process.Kill(entireProcessTree: true);
            // With a limit: without one it also waits until every heir of the child's output has ended, and one may have left the tree.
            _process.WaitForExit(TimeSpan.FromSeconds(10));
        }
        catch (InvalidOperationException)
        {
        }
    }

    private static ProcessStartInfo StartInfo(string pipeName)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, isHost ? [typeof(CellHost).Assembly.Location, CellProcess.Verb, pipeName] : [CellProcess.Verb, pipeName])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in start.Environment.Keys.Where(k => !PassedOn.Contains(k.ToUpperInvariant()) && !k.StartsWith("DOTNET_", StringComparison.Ordinal) && !k.StartsWith("NUGET_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(variable);
        }
        // No learner sits here: nothing is written into the record of somebody's progress.
        start.Environment[LedgerSwitch.Variable] = LedgerSwitch.Off;
        // A cell that allocates without end gets an exception of its own long before the machine suffers.
        long memory = Math.Min(4L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        start.Environment["DOTNET_GCHeapHardLimit"] = memory.ToString("X", CultureInfo.InvariantCulture);
        // The same culture data on every computer, whatever this one has.
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        return start;
    }
}
