using System.Collections.Concurrent;
using Attention.KernelHost.Output;
using Attention.KernelHost.Protocol;
using Attention.Shared;

namespace Attention.KernelHost;

/// <summary>
/// Runs the cells of one notebook, one after the other, as the runner asks for them; then those of another, if the
/// runner begins one.
/// </summary>
internal sealed class Host(Connection connection, RunnerProcess runner)
{
    private static readonly TimeSpan UntilPause = TimeSpan.FromSeconds(0.3), UntilIdle = TimeSpan.FromSeconds(5);

    /// <summary>Notebooks to begin, and cells to run.</summary>
    private readonly BlockingCollection<HostRequest> _requests = [];
    private readonly BlockingCollection<PackageAnswer> _answers = [];
    private readonly LateText _late = new(
        (notebook, cell) => connection.Send(new CellEvent(CellEventKind.Late, Name: cell, Notebook: notebook)));
    private EditorService? _editor;

    public async Task RunAsync()
    {
        ProcessTree.AdoptOrphans();
        ProcessTree.LeaveGroup();
        CellEnvironment.Renew();
        // Before anything that takes long, so that this process ends as soon as the runner does.
        new Thread(Listen) { IsBackground = true, Name = "Requests" }.Start();
        _late.Start();
        var assemblies = new PackageAssemblies();
        var kernel = new KernelSession(_late, assemblies);
        await kernel.WarmUpAsync();
        _editor = kernel.EditorFor(connection);
        connection.Send(new CellEvent(CellEventKind.Ready));

        SessionSettings next = _requests.Take().Session!;
        while (true)
        {
            using (kernel)
            {
                next = await RunAsync(next, kernel);
            }
            CellEnvironment.Renew();
            kernel = new KernelSession(_late, assemblies);
            await kernel.WarmUpAsync();
            _editor = kernel.EditorFor(connection);
        }
    }

    /// <returns>The notebook that comes after this one.</returns>
    private async Task<SessionSettings> RunAsync(SessionSettings settings, KernelSession kernel)
    {
        using var notebook = new HostedNotebook(settings, kernel, connection, _answers);
        if (settings.IsInteractive)
        {
            _editor!.Start();
        }
        while (true)
        {
            HostRequest request = Next(settings.IsInteractive);
            if (request.Session is { } next)
            {
                return next;
            }
            await notebook.RunAsync(request.Cell!);
        }
    }

    /// <summary>
    /// Waits for the next request. Meanwhile an interactive session first prepares its editor's suggestions, and when
    /// it is idle returns unused memory to the system.
    /// </summary>
    private HostRequest Next(bool isInteractive)
    {
        if (!isInteractive)
        {
            return _requests.Take();
        }
        if (_requests.TryTake(out HostRequest? request, UntilPause))
        {
            return request;
        }
        _editor!.WarmUp();
        if (_requests.TryTake(out request, UntilIdle))
        {
            return request;
        }
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return _requests.Take();
    }

    /// <summary>
    /// On a thread of its own, so that no cell can keep this process alive when the runner has ended.
    /// </summary>
    private void Listen()
    {
        try
        {
            while (connection.Receive<HostRequest>() is { } request)
            {
                if (request.Package is { } answer)
                {
                    _answers.Add(answer);
                }
                else if (request.Editor is { } question)
                {
                    _editor!.Ask(question);
                }
                else
                {
                    if (request.Session is not null)
                    {
                        _late.BeginNotebook();
                    }
                    _requests.Add(request);
                }
            }
        }
        catch (IOException)
        {
        }
        finally
        {
            runner.DeleteFilesWhenKilled();
            ProcessTree.KillSelf();
        }
    }
}
