using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Security.Cryptography;
using System.Text;
using Attention.KernelHost.Protocol;
using Attention.Shared;

namespace Attention.NotebookRunner.Host;

/// <summary>How a cell ended, as the runner sees it.</summary>
internal enum CellEnd
{
    /// <summary>It ran to its end, with or without an error of its own.</summary>
    Done,

    /// <summary>It ran past its limit and its process was killed: nothing else stops a loop in C#.</summary>
    TimedOut,

    /// <summary>Its process ended, or wrote something that is not part of the protocol and was killed.</summary>
    ProcessEnded,
}

/// <summary>
/// A child process in which the kernel runs the cells of one notebook. The runner survives whatever they do.
/// </summary>
internal sealed class KernelProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    // What a program needs to run at all. Nothing else of the environment reaches a cell, so nothing else can reach an
    // output. The host itself removes those that it needs only to start.
    private static readonly string[] PassedOn =
    [
        "PATH", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC",
        "PATHEXT", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES", "TZ", "LD_LIBRARY_PATH",
    ];

    private readonly Process _process;
    private readonly NamedPipeServerStream _pipe;
    private readonly Connection _connection;
    private readonly StringBuilder _lastWords = new();
    private readonly TaskCompletionSource _lastWordsEnd = new();
    private bool _brokeProtocol;

    private KernelProcess(Process process, NamedPipeServerStream pipe, string secret)
    {
        (_process, _pipe, _connection) = (process, pipe, new Connection(pipe, secret));
        _process.ErrorDataReceived += (_, line) => KeepLastWords(line.Data);
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        _process.StandardInput.WriteLine(secret);
        _process.StandardInput.Close();
    }

    /// <summary>Starts the host, whose kernel then waits for a session.</summary>
    /// <exception cref="IOException">It did not start.</exception>
    public static async Task<KernelProcess> StartAsync(CancellationToken cancel)
    {
        if (!File.Exists(HostProgram.Path))
        {
            throw new IOException(
                "The kernel's program is missing. Build it: dotnet build lib/Attention.NotebookRunner");
        }
        string name = PipeName();
        string secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var pipe = new NamedPipeServerStream(
            name,
            PipeDirection.InOut,
            maxNumberOfServerInstances: 1,
            PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        var host = new KernelProcess(OwnProcesses.Start(StartInfo(name)), pipe, secret);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(StartLimit);
        try
        {
            Task connected = pipe.WaitForConnectionAsync(limit.Token);
            await await Task.WhenAny(connected, host._process.WaitForExitAsync(limit.Token));
            if (!connected.IsCompletedSuccessfully)
            {
                throw new IOException(host.WhyNotStarted());
            }
            return await host._connection.ReceiveAsync<CellEvent>(limit.Token) is { Kind: CellEventKind.Ready }
                ? host
                : throw new IOException(host.WhyNotStarted());
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            string reason = host.WhyNotStarted();
            host.Dispose();
            throw new IOException(reason);
        }
        catch (Exception)
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Makes the host ready for the cells of a notebook.</summary>
    public Task BeginAsync(SessionSettings settings, CancellationToken cancel) =>
        _connection.SendAsync(new HostRequest(Session: settings), cancel);

    /// <summary>
    /// Runs one cell and passes on what it shows. After any end but <see cref="CellEnd.Done"/> the process is dead.
    /// </summary>
    /// <param name="request">The cell.</param>
    /// <param name="limit">How long it may run. Waiting for a package does not count.</param>
    /// <param name="show">Called for each event, in order.</param>
    /// <param name="restore">Restores a package that the cell names.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<CellEnd> RunAsync(
        CellRequest request,
        TimeSpan limit,
        Action<CellEvent> show,
        Func<PackageId, bool, Task<PackageAnswer>> restore,
        CancellationToken cancel)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var elapsed = Stopwatch.StartNew();
        time.CancelAfter(limit);
        try
        {
            await _connection.SendAsync(new HostRequest(Cell: request), time.Token);
            while (await _connection.ReceiveAsync<CellEvent>(time.Token) is { } message)
            {
                switch (message)
                {
                    case { Kind: CellEventKind.Done }:
                        return CellEnd.Done;
                    case { Kind: CellEventKind.PackageWanted, Package: { } package }:
                        elapsed.Stop();
                        time.CancelAfter(Timeout.InfiniteTimeSpan);
                        PackageAnswer answer =
                            await restore(package, message.TakesHigherVersions).WaitAsync(time.Token);
                        elapsed.Start();
                        time.CancelAfter(limit > elapsed.Elapsed ? limit - elapsed.Elapsed : TimeSpan.Zero);
                        await _connection.SendAsync(new HostRequest(Package: answer), time.Token);
                        break;
                    default:
                        show(message);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Kill();
            return CellEnd.TimedOut;
        }
        catch (InvalidDataException)
        {
            _brokeProtocol = true;
            Kill();
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
        if (_brokeProtocol)
        {
            return "the cell wrote into the connection between its process and the runner";
        }
        lock (_lastWords)
        {
            string words = _lastWords.ToString();
            return words.Contains("Stack overflow", StringComparison.Ordinal)
                ? "stack overflow: some method calls itself without end"
                : words.Contains("Out of memory", StringComparison.OrdinalIgnoreCase)
                    || words.Contains("OutOfMemory", StringComparison.Ordinal)
                ? "out of memory"
                : words.StartsWith("Unhandled exception", StringComparison.Ordinal)
                ? words.Split('\n')[0].Trim()
                : $"the cell ended its process (exit code {ExitCode()})";
        }
    }

    public void Dispose()
    {
        Kill();
        OwnProcesses.Forget(_process);
        _process.Dispose();
        _pipe.Dispose();
        OwnProcesses.KillOrphans();
    }

    private void Kill()
    {
        try
        {
            // Waits for a process that is just ending, so that its own exit code and error output are reported.
            if (!_brokeProtocol && !_pipe.IsConnected && _process.WaitForExit(500))
            {
                _lastWordsEnd.Task.Wait(500);
                return;
            }
            _process.Kill(entireProcessTree: true);
            // With a limit, because without one it also waits for the output of processes that left the tree.
            _process.WaitForExit(TimeSpan.FromSeconds(10));
        }
        catch (InvalidOperationException)
        {
        }
    }

    private string WhyNotStarted() => _process.HasExited
        ? $"the kernel's process did not start: {LastWords()}"
        : $"the kernel's process did not start within {StartLimit.TotalMinutes:0} minutes";

    private string ExitCode() =>
        _process.HasExited ? _process.ExitCode.ToString(CultureInfo.InvariantCulture) : "unknown";

    private void KeepLastWords(string? line)
    {
        if (line is null)
        {
            _lastWordsEnd.TrySetResult();
        }
        lock (_lastWords)
        {
            // A stack overflow prints thousands of frames; its first lines say all.
            if (_lastWords.Length < 1000)
            {
                _lastWords.AppendLine(line);
            }
        }
    }

    /// <summary>
    /// A name that nobody can guess. On Unix a pipe is a socket in the folder for temporary files, and the path of a
    /// socket may take 104 bytes at most: where that folder has a long name, the socket lies in /tmp.
    /// </summary>
    private static string PipeName()
    {
        const int longestPath = 103;
        string name = $"nb-{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}";
        bool fits = Encoding.UTF8.GetByteCount(Path.Combine(Path.GetTempPath(), "CoreFxPipe_" + name)) <= longestPath;
        return fits || OperatingSystem.IsWindows() ? name : $"/tmp/{name}";
    }

    private static ProcessStartInfo StartInfo(string pipeName)
    {
        var start = new ProcessStartInfo(HostProgram.Path, [pipeName])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in start.Environment.Keys.Where(name => !IsPassedOn(name)).ToArray())
        {
            start.Environment.Remove(variable);
        }
        // Nobody solves exercises here, so nothing is written into a learner's record.
        start.Environment[LedgerSwitch.Variable] = LedgerSwitch.Off;
        // A cell that allocates without end gets an exception of its own long before the machine runs out of memory.
        long memory = Math.Min(4L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        start.Environment["DOTNET_GCHeapHardLimit"] = memory.ToString("X", CultureInfo.InvariantCulture);
        return start;
    }

    private static bool IsPassedOn(string variable) =>
        PassedOn.Contains(variable.ToUpperInvariant()) || variable.StartsWith("DOTNET_", StringComparison.Ordinal);
}
