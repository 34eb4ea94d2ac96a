using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
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
    private readonly MemoryStream _lastWords = new();
    private readonly Task _lastWordsEnd;
    private readonly Channel<CellEvent> _events = Channel.CreateBounded<CellEvent>(
        new BoundedChannelOptions(64) { SingleReader = true, SingleWriter = true });
    private readonly ConcurrentDictionary<int, TaskCompletionSource<EditorAnswer>> _questions = [];
    private int _lastQuestion;
    private bool _brokeProtocol;

    private KernelProcess(Process process, NamedPipeServerStream pipe, string secret)
    {
        (_process, _pipe, _connection) = (process, pipe, new Connection(pipe, secret));
        _lastWordsEnd = KeepLastWordsAsync(_process.StandardError.BaseStream);
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        _process.StandardInput.WriteLine(secret);
        _process.StandardInput.Close();
    }

    /// <summary>Called with the name of a cell, one of whose threads printed after the cell had ended.</summary>
    public Action<string>? OnLateText { get; set; }

    /// <summary>Ends, well or not, when the process has ended or was killed.</summary>
    public Task Ended => _events.Reader.Completion;

    /// <summary>Starts the host, whose kernel then waits for a session.</summary>
    /// <param name="keepsRecord">Whether a learner runs the cells, whose progress is recorded.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="IOException">It did not start.</exception>
    public static async Task<KernelProcess> StartAsync(bool keepsRecord, CancellationToken cancel)
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
        var host = new KernelProcess(OwnProcesses.Start(StartInfo(name, keepsRecord)), pipe, secret);
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
            DeleteSocket(name);
            if (await host._connection.ReceiveAsync<CellEvent>(limit.Token) is not { Kind: CellEventKind.Ready })
            {
                throw new IOException(host.WhyNotStarted());
            }
            _ = host.ReceiveAllAsync();
            return host;
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
            while (await NextAsync(time.Token) is { } message)
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

    /// <summary>
    /// Asks what an editor asks. While a cell runs the kernel answers only when it has ended. Null when the process
    /// ended before it answered.
    /// </summary>
    public async Task<EditorAnswer?> AskAsync(EditorRequest request, CancellationToken cancel)
    {
        int id = Interlocked.Increment(ref _lastQuestion);
        var answer = new TaskCompletionSource<EditorAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions[id] = answer;
        try
        {
            await _connection.SendAsync(new HostRequest(Editor: request with { Id = id }), cancel);
            return await Task.WhenAny(answer.Task, Ended).WaitAsync(cancel) == answer.Task ? await answer.Task : null;
        }
        catch (IOException)
        {
            return null;
        }
        finally
        {
            _questions.TryRemove(id, out _);
        }
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
            string words = Encoding.UTF8.GetString(_lastWords.ToArray());
            return words.Contains("Stack overflow", StringComparison.Ordinal)
                ? WhyStackOverflowed(words)
                : words.Contains("Out of memory", StringComparison.OrdinalIgnoreCase)
                    || words.Contains("OutOfMemory", StringComparison.Ordinal)
                ? "out of memory"
                : words.StartsWith("Unhandled exception", StringComparison.Ordinal)
                ? words.Split('\n')[0].Trim()
                : words.StartsWith("Process terminated", StringComparison.Ordinal) // the reason is in the next line
                ? string.Join(' ', words.Split('\n', 3).Take(2).Select(line => line.Trim()))
                : $"the cell ended its process (exit code {ExitCode()})";
        }
    }

    /// <summary>The words begin with the methods that ran last.</summary>
    private static string WhyStackOverflowed(string words)
    {
        bool isCompiler = words.Contains(" at Microsoft.CodeAnalysis.", StringComparison.Ordinal)
            && !words.Contains(" at Submission#", StringComparison.Ordinal);
        return isCompiler
            ? "stack overflow of the compiler: the cell's code is nested too deeply"
            : "stack overflow: some method calls itself without end";
    }

    /// <summary>Ends the process and all that its cells started, at once.</summary>
    public void Kill()
    {
        try
        {
            // Waits for a process that is just ending, so that its own exit code and error output are reported.
            if (!_brokeProtocol && !_pipe.IsConnected && _process.WaitForExit(500))
            {
                _lastWordsEnd.Wait(500);
                return;
            }
            if (!_process.HasExited)
            {
                ProcessTree.Kill(_process.Id);
            }
            // With a limit, because without one it also waits for the output of processes that left the tree.
            _process.WaitForExit(TimeSpan.FromSeconds(10));
        }
        catch (InvalidOperationException)
        {
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

    /// <summary>Takes what the host sends: an answer to who asked, all else to the cell that runs.</summary>
    private async Task ReceiveAllAsync()
    {
        try
        {
            while (await _connection.ReceiveAsync<CellEvent>(CancellationToken.None) is { } message)
            {
                if (message.Kind == CellEventKind.Late)
                {
                    OnLateText?.Invoke(message.Name);
                }
                else if (message.Editor is not { } answer)
                {
                    await _events.Writer.WriteAsync(message);
                }
                else if (_questions.TryGetValue(answer.Id, out TaskCompletionSource<EditorAnswer>? question))
                {
                    question.TrySetResult(answer);
                }
            }
            _events.Writer.Complete();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            _events.Writer.Complete(e);
        }
        catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException) // by Dispose
        {
            _events.Writer.Complete();
        }
    }

    /// <summary>The next event of the running cell; null at the end of the connection.</summary>
    private async Task<CellEvent?> NextAsync(CancellationToken cancel) =>
        await _events.Reader.WaitToReadAsync(cancel) && _events.Reader.TryRead(out CellEvent? message) ? message : null;

    private string WhyNotStarted() => _process.HasExited
        ? $"the kernel's process did not start: {LastWords()}"
        : $"the kernel's process did not start within {StartLimit.TotalMinutes:0} minutes";

    private string ExitCode() =>
        _process.HasExited ? _process.ExitCode.ToString(CultureInfo.InvariantCulture) : "unknown";

    /// <summary>
    /// Keeps the first characters of stderr and discards the rest, so that the process never blocks on a full pipe.
    /// Reads blocks, because a line may be endless.
    /// </summary>
    private async Task KeepLastWordsAsync(Stream error)
    {
        // A stack overflow prints thousands of frames; its first lines say all.
        const int longest = 4096;
        var block = new byte[4096];
        try
        {
            for (int count; (count = await error.ReadAsync(block)) > 0;)
            {
                lock (_lastWords)
                {
                    _lastWords.Write(block, 0, Math.Min(count, longest - (int)_lastWords.Length));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
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
        bool fits = Encoding.UTF8.GetByteCount(RuntimeFiles.SocketOf(name)) <= longestPath;
        return fits || OperatingSystem.IsWindows() ? name : $"/tmp/{name}";
    }

    /// <summary>Deletes the socket now: nobody else connects, and it would remain if this program is killed.</summary>
    private static void DeleteSocket(string pipeName)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(RuntimeFiles.SocketOf(pipeName));
        }
    }

    private static ProcessStartInfo StartInfo(string pipeName, bool keepsRecord)
    {
        string runner = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(HostProgram.Path, [pipeName, runner])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in start.Environment.Keys.Where(name => !IsPassedOn(name)).ToArray())
        {
            start.Environment.Remove(variable);
        }
        if (!keepsRecord
            || Environment.GetEnvironmentVariable(ProgressRecordSwitch.Variable) == ProgressRecordSwitch.Off)
        {
            start.Environment[ProgressRecordSwitch.Variable] = ProgressRecordSwitch.Off;
        }
        // The host is always killed in the end. It removes these variables, and a program that a cell starts does not
        // get them.
        RuntimeFiles.Avoid(start.Environment);
        // A cell that allocates without end gets an exception of its own long before the machine runs out of memory.
        long memory = Math.Min(4L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        start.Environment["DOTNET_GCHeapHardLimit"] = memory.ToString("X", CultureInfo.InvariantCulture);
        return start;
    }

    private static bool IsPassedOn(string variable) =>
        PassedOn.Contains(variable.ToUpperInvariant()) || variable.StartsWith("DOTNET_", StringComparison.Ordinal);
}
