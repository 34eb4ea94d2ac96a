using System.Collections.Concurrent;
using System.Globalization;
using Attention.KernelHost.Output;
using Attention.KernelHost.Protocol;
using Attention.KernelHost.Rules;
using Attention.Shared;

namespace Attention.KernelHost;

/// <summary>Runs the cells of one notebook, one after the other, as the runner asks for them.</summary>
internal sealed class Host(Connection connection, RunnerProcess runner)
{
    private static readonly TimeSpan UntilPause = TimeSpan.FromSeconds(0.3), UntilIdle = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<CellRequest> _cells = [];
    private readonly TaskCompletionSource<SessionSettings> _session = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BlockingCollection<PackageAnswer> _answers = [];
    private EditorService? _editor;

    public async Task RunAsync()
    {
        ProcessTree.AdoptOrphans();
        ProcessTree.LeaveGroup();
        UseInvariantCulture();
        CellEnvironment.RemoveOthers();
        // Before anything that takes long, so that this process ends as soon as the runner does.
        new Thread(Listen) { IsBackground = true, Name = "Requests" }.Start();
        using var kernel = new KernelSession(cell => connection.Send(new CellEvent(CellEventKind.Late, Name: cell)));
        await kernel.WarmUpAsync();
        _editor = kernel.EditorFor(connection);
        connection.Send(new CellEvent(CellEventKind.Ready));

        SessionSettings session = await _session.Task;
        CellFailure? noFolder = Enter(session.NotebookFolder);
        var redaction = new Redaction(session.AllowedFolders, Environment.UserName, Environment.MachineName);
        var output = new CellOutput(message => connection.Send(redaction.Apply(message)), session.IsInteractive)
        {
            OnCut = DropConsole,
        };
        var references = new ReferenceRule(session.AllowedFolders);
        if (session.IsInteractive)
        {
            _editor.Start();
        }
        AppDomain.CurrentDomain.ProcessExit += (_, _) => output.FlushAll();
        while (true)
        {
            CellRequest cell = NextCell(session.IsInteractive);
            output.StartCell();
            if (noFolder is not null)
            {
                output.Say(CellEventKind.Error, noFolder.Message, noFolder.Name);
            }
            else
            {
                await RunAsync(cell, kernel, references, output, redaction);
            }
            output.EndCell();
        }
    }

    /// <summary>Makes the notebook's folder the current one. It may have been moved since the runner read it.</summary>
    private static CellFailure? Enter(string folder)
    {
        try
        {
            Environment.CurrentDirectory = folder;
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CellFailure("Folder", "the notebook's folder was moved or removed, or may not be entered");
        }
    }

    /// <summary>
    /// Waits for the next cell. Meanwhile an interactive session first prepares its editor's suggestions, and when it
    /// is idle returns unused memory to the system.
    /// </summary>
    private CellRequest NextCell(bool isInteractive)
    {
        if (!isInteractive)
        {
            return _cells.Take();
        }
        if (_cells.TryTake(out CellRequest? cell, UntilPause))
        {
            return cell;
        }
        _editor!.WarmUp();
        if (_cells.TryTake(out cell, UntilIdle))
        {
            return cell;
        }
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return _cells.Take();
    }

    private async Task RunAsync(
        CellRequest cell, KernelSession kernel, ReferenceRule references, CellOutput output, Redaction redaction)
    {
        redaction.Read(cell.Code);
        try
        {
            if (cell.IsExpression)
            {
                output.Say(CellEventKind.Value, await kernel.EvaluateAsync(cell.Code, cell.Format));
                return;
            }
            await kernel.RunAsync(cell.Code, cell.Name, references, package => Find(package, cell, redaction), output);
        }
        catch (PackageMissing missing)
        {
            output.Say(CellEventKind.PackageMissing, missing.Reason, missing.Message);
        }
        catch (CellFailure failure)
        {
            output.Say(CellEventKind.Error, failure.Message, failure.Name);
        }
        catch (Exception e) // of a formatter or an extension: it belongs to the cell like any other
        {
            CellFailure failure = CellErrors.Of(e, cell.Name);
            output.Say(CellEventKind.Error, failure.Message, failure.Name);
        }
    }

    private RestoredPackage Find(PackageId package, CellRequest cell, Redaction redaction)
    {
        connection.Send(new CellEvent(
            CellEventKind.PackageWanted, Package: package, TakesHigherVersions: cell.TakesHigherVersions));
        PackageAnswer answer = _answers.Take();
        RestoredPackage files = answer.Files ?? throw new PackageMissing(package, answer.Missing ?? "");
        foreach (string folder in files.Folders)
        {
            redaction.AddFolder(folder, $"(package {Path.GetFileName(Path.GetDirectoryName(folder))})");
        }
        return files;
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
                if (request.Session is { } session)
                {
                    _session.TrySetResult(session);
                }
                else if (request.Cell is { } cell)
                {
                    _cells.Add(cell);
                }
                else if (request.Package is { } answer)
                {
                    _answers.Add(answer);
                }
                else if (request.Editor is { } question)
                {
                    _editor!.Ask(question);
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

    /// <summary>The kernel keeps all console text of a cell in memory; past the limit nobody reads it.</summary>
    private static void DropConsole()
    {
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
    }

    private static void UseInvariantCulture()
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = invariant;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = invariant;
    }
}
