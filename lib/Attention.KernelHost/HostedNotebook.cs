using System.Collections.Concurrent;
using Attention.KernelHost.Output;
using Attention.KernelHost.Protocol;
using Attention.KernelHost.Rules;

namespace Attention.KernelHost;

/// <summary>The notebook whose cells this process runs: its folder, its rules, and what its cells show.</summary>
internal sealed class HostedNotebook : IDisposable
{
    /// <summary>The packages of the notebooks that this process has run, which stay loaded.</summary>
    private static readonly Dictionary<string, string> Loaded = new(StringComparer.OrdinalIgnoreCase);

    private readonly List<PackageId> _packages = [];
    private readonly KernelSession _kernel;
    private readonly Connection _connection;
    private readonly BlockingCollection<PackageAnswer> _answers;
    private readonly Redaction _redaction;
    private readonly CellOutput _output;
    private readonly ReferenceRule _references;
    private readonly CellFailure? _noFolder;

    /// <param name="settings">What the runner says of the notebook.</param>
    /// <param name="kernel">A kernel that has run no cell of another.</param>
    /// <param name="connection">Takes what the cells show.</param>
    /// <param name="answers">Where the runner's answers about packages arrive.</param>
    public HostedNotebook(
        SessionSettings settings, KernelSession kernel, Connection connection,
        BlockingCollection<PackageAnswer> answers)
    {
        (_kernel, _connection, _answers) = (kernel, connection, answers);
        _noFolder = Enter(settings.NotebookFolder);
        _redaction = new Redaction(settings.AllowedFolders, Environment.UserName, Environment.MachineName);
        _output = new CellOutput(message => connection.Send(_redaction.Apply(message)), settings.IsInteractive)
        {
            OnCut = DropConsole,
        };
        _references = new ReferenceRule(settings.AllowedFolders);
        AppDomain.CurrentDomain.ProcessExit += FlushAll;
    }

    /// <summary>Runs a cell, or evaluates an expression of the prose. Whatever it does is told as an event.</summary>
    public async Task RunAsync(CellRequest cell)
    {
        _output.StartCell();
        if (_noFolder is not null)
        {
            _output.Say(CellEventKind.Error, _noFolder.Message, _noFolder.Name);
        }
        else
        {
            await TryAsync(cell);
        }
        _output.EndCell();
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= FlushAll;
        foreach (PackageId package in _packages)
        {
            Loaded.TryAdd(package.Id, package.Version);
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

    private async Task TryAsync(CellRequest cell)
    {
        _redaction.Read(cell.Code);
        try
        {
            if (cell.IsExpression)
            {
                _output.Say(CellEventKind.Value, await _kernel.EvaluateAsync(cell.Code, cell.Format));
                return;
            }
            await _kernel.RunAsync(cell.Code, cell.Name, _references, package => Find(package, cell), _output);
        }
        catch (PackageMissing missing)
        {
            _output.Say(CellEventKind.PackageMissing, missing.Reason, missing.Message);
        }
        catch (CellFailure failure)
        {
            _output.Say(CellEventKind.Error, failure.Message, failure.Name);
        }
        catch (Exception e) // of a formatter or an extension: it belongs to the cell like any other
        {
            CellFailure failure = CellErrors.Of(e, cell.Name);
            _output.Say(CellEventKind.Error, failure.Message, failure.Name);
        }
    }

    private RestoredPackage Find(PackageId package, CellRequest cell)
    {
        if (Loaded.TryGetValue(package.Id, out string? version) && !PackageId.IsSameVersion(version, package.Version))
        {
            throw new CellFailure(
                "Package", $"an earlier notebook took {package.Id} {version} in this process; run without --share");
        }
        _packages.Add(package);
        _connection.Send(new CellEvent(
            CellEventKind.PackageWanted, Package: package, TakesHigherVersions: cell.TakesHigherVersions));
        PackageAnswer answer = _answers.Take();
        RestoredPackage files = answer.Files ?? throw new PackageMissing(package, answer.Missing ?? "");
        foreach (string folder in files.Folders)
        {
            _redaction.AddFolder(folder, $"(package {Path.GetFileName(Path.GetDirectoryName(folder))})");
        }
        return files;
    }

    private void FlushAll(object? sender, EventArgs e) => _output.FlushAll();

    /// <summary>The kernel keeps all console text of a cell in memory; past the limit nobody reads it.</summary>
    private static void DropConsole()
    {
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
    }
}
