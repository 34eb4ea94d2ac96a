using System.Diagnostics;
using System.Globalization;
using Attention.KernelHost.Protocol;
using Attention.Shared;

namespace Attention.NotebookRunner.Host;

/// <summary>
/// A child process in which the kernel runs the cells of one notebook at a time. The runner survives whatever they do.
/// </summary>
internal sealed class KernelProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly HostPipe _pipe;
    private readonly HostMessages _messages;
    private readonly ErrorOutput _errors;
    private bool _brokeProtocol;

    private KernelProcess(Process process, HostPipe pipe)
    {
        (_process, _pipe, _messages) = (process, pipe, new HostMessages(pipe.Connection));
        _errors = new ErrorOutput(_process.StandardError.BaseStream);
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        _process.StandardInput.WriteLine(pipe.Secret);
        _process.StandardInput.Close();
    }

    /// <summary>
    /// Whether another notebook ran before the present one. What that left behind may end the process at any time.
    /// </summary>
    public bool RanAnother => _messages.Notebooks > 1;

    /// <summary>Ends, well or not, when the process has ended or was killed.</summary>
    public Task Ended => _messages.Ended;

    /// <summary>Whether the process has ended. Its connection may end a moment later or before.</summary>
    public bool HasEnded => Ended.IsCompleted || _process.HasExited;

    /// <summary>Starts the host, whose kernel then waits for a session.</summary>
    /// <param name="use">What for.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="IOException">It did not start.</exception>
    public static async Task<KernelProcess> StartAsync(KernelUse use, CancellationToken cancel)
    {
        if (!File.Exists(HostProgram.Path))
        {
            throw new IOException(
                "The kernel's program is missing. Build it: dotnet build lib/Attention.NotebookRunner");
        }
        var pipe = new HostPipe();
        var host = new KernelProcess(OwnProcesses.Start(HostProgram.StartInfo(pipe.Name, use)), pipe);
        try
        {
            await host.WaitUntilReadyAsync(cancel);
            return host;
        }
        catch (Exception)
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Makes the host ready for the cells of a notebook.</summary>
    /// <param name="settings">What the host must know.</param>
    /// <param name="onLateText">
    /// Called with the name of a cell, one of whose threads printed after the cell had ended.
    /// </param>
    /// <param name="cancel">Stops waiting.</param>
    public Task BeginAsync(SessionSettings settings, Action<string> onLateText, CancellationToken cancel)
    {
        _messages.BeginNotebook(onLateText);
        return _pipe.Connection.SendAsync(new HostRequest(Session: settings), cancel);
    }

    /// <inheritdoc cref="HostMessages.EndNotebook"/>
    public void EndNotebook(Action onLateText) => _messages.EndNotebook(onLateText);

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
        using var clock = new CellClock(limit, cancel);
        try
        {
            await _pipe.Connection.SendAsync(new HostRequest(Cell: request), clock.Token);
            return await FollowAsync(clock, show, restore);
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
            return CellEnd.ProcessEnded;
        }
        catch (IOException)
        {
            return CellEnd.ProcessEnded;
        }
    }

    /// <summary>
    /// Asks what an editor asks. While a cell runs the kernel answers only when it has ended. Null when the process
    /// ended before it answered.
    /// </summary>
    public Task<EditorAnswer?> AskAsync(EditorRequest request, CancellationToken cancel) =>
        _messages.AskAsync(request, cancel);

    /// <summary>Kills the process if it still runs, and says why it ended.</summary>
    public string KillAndTellWhy()
    {
        Kill();
        return _brokeProtocol
            ? "the cell wrote into the connection between its process and the runner"
            : _errors.Reason() ?? $"the cell ended its process (exit code {ExitCode()})";
    }

    /// <summary>Ends the process and all that its cells started, at once.</summary>
    public void Kill()
    {
        try
        {
            // Waits for a process that is just ending, so that its own exit code and error output are reported.
            if (!_brokeProtocol && !_pipe.IsConnected && _process.WaitForExit(500))
            {
                _errors.Wait(500);
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

    private async Task WaitUntilReadyAsync(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(StartLimit);
        try
        {
            Task connected = _pipe.WaitForHostAsync(limit.Token);
            await await Task.WhenAny(connected, _process.WaitForExitAsync(limit.Token));
            if (!connected.IsCompletedSuccessfully
                || await _pipe.Connection.ReceiveAsync<CellEvent>(limit.Token) is not { Kind: CellEventKind.Ready })
            {
                throw new IOException(WhyNotStarted());
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new IOException(WhyNotStarted());
        }
        _ = _messages.ReceiveAllAsync();
    }

    /// <summary>Passes on what the running cell sends, until it is done or its process has ended.</summary>
    private async Task<CellEnd> FollowAsync(
        CellClock clock, Action<CellEvent> show, Func<PackageId, bool, Task<PackageAnswer>> restore)
    {
        while (await _messages.NextAsync(clock.Token) is { } message)
        {
            switch (message)
            {
                case { Kind: CellEventKind.Done }:
                    return CellEnd.Done;
                case { Kind: CellEventKind.PackageWanted, Package: { } package }:
                    clock.Stop();
                    PackageAnswer answer = await restore(package, message.TakesHigherVersions).WaitAsync(clock.Token);
                    clock.GoOn();
                    await _pipe.Connection.SendAsync(new HostRequest(Package: answer), clock.Token);
                    break;
                default:
                    show(message);
                    break;
            }
        }
        return CellEnd.ProcessEnded;
    }

    private string WhyNotStarted() => _process.HasExited
        ? $"the kernel's process did not start: {KillAndTellWhy()}"
        : $"the kernel's process did not start within {StartLimit.TotalMinutes:0} minutes";

    private string ExitCode() =>
        _process.HasExited ? _process.ExitCode.ToString(CultureInfo.InvariantCulture) : "unknown";
}
