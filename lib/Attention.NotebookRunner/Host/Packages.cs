using System.Collections.Concurrent;
using Attention.KernelHost.Protocol;
using Attention.Shared;

namespace Attention.NotebookRunner.Host;

/// <summary>
/// Finds the files of packages for all sessions: what was restored is kept below the cache's folder. That no source has
/// a package is kept for ten minutes.
/// </summary>
/// <param name="cache">The folder of the cache.</param>
/// <param name="tell">Called with a line for the user.</param>
/// <param name="cancel">Kills the restores that run; none starts after that.</param>
/// <param name="isInteractive">
/// Whether a learner runs cells again: then a restore that failed for another reason is tried again. A run does not
/// wait for it twice.
/// </param>
internal sealed class Packages(
    string cache, Action<string> tell, CancellationToken cancel, bool isInteractive = false) : IDisposable
{
    private static readonly TimeSpan RememberMissing = TimeSpan.FromMinutes(10);
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    private readonly ConcurrentDictionary<PackageId, Lazy<Task<PackageAnswer>>> _answers = new();

    /// <summary>Why packages were not restored together, where alone they would wait for the same.</summary>
    private readonly ConcurrentDictionary<PackageId, RestoreFailure> _failures = new();

    /// <summary>The files of a package. Where the source lacks its version, those of the next higher one.</summary>
    /// <param name="package">The package.</param>
    /// <param name="takesHigherVersion">Whether a higher version will do; if not, it counts as missing.</param>
    public async Task<PackageAnswer> FindAsync(PackageId package, bool takesHigherVersion)
    {
        PackageAnswer answer = await FindAsync(package);
        return !takesHigherVersion && answer.Files is { } files
            && !PackageId.IsSameVersion(files.Version, package.Version)
            ? new PackageAnswer(package, $"no package source has this version, the next one is {files.Version}")
            : answer;
    }

    /// <summary>Restores packages while the first cells run, since a restore takes seconds.</summary>
    public void Prefetch(IEnumerable<PackageId> wanted)
    {
        PackageId[] packages = [.. wanted.Distinct()];
        var together = Task.Run(() => RestoreTogether(packages));
        foreach (PackageId package in packages)
        {
            _answers.TryAdd(package, new(() => Task.Run(async () =>
            {
                if (PackageRestore.Read(FolderOf(package), package) is null)
                {
                    await together;
                }
                return Find(package);
            })));
            _ = FindAsync(package);
        }
    }

    /// <summary>Kills the restores that still run, and waits until they have ended: nobody needs them.</summary>
    public void Dispose()
    {
        _end.Cancel();
        try
        {
            Task.WaitAll([.. _answers.Values.Where(answer => answer.IsValueCreated).Select(answer => answer.Value)]);
        }
        catch (AggregateException)
        {
        }
    }

    /// <summary>
    /// Restoring several takes hardly longer than restoring one. What this does not give is restored again alone, which
    /// tells why; and so is all, if another runner is at work in the same cache.
    /// </summary>
    private void RestoreTogether(PackageId[] packages)
    {
        var locks = new List<FileStream>();
        try
        {
            // A name in two spellings has one folder.
            PackageId[] unknown = [.. packages.DistinctBy(FolderOf).Where(IsUnknown)];
            if (unknown.Length < 2)
            {
                return;
            }
            locks.Add(Lock(cache, TimeSpan.Zero));
            locks.AddRange(unknown.Select(package => Lock(FolderOf(package), TimeSpan.Zero)));
            tell($"fetching packages {string.Join(", ", unknown.Select(package => package.ToString()))}");
            (PackageId Package, RestoreFailure Failure)[] failures =
            [
                .. PackageRestore.RunTogether(
                    cache, [.. unknown.Select(package => (FolderOf(package), package))], _end.Token),
            ];
            foreach ((PackageId package, RestoreFailure failure) in failures)
            {
                _failures[package] = failure;
            }
            foreach (PackageId package in unknown)
            {
                if (PackageRestore.Read(FolderOf(package), package) is { } restored)
                {
                    TellOtherVersion(package, restored);
                }
            }
        }
        catch (Exception) // each alone says what is wrong
        {
        }
        finally
        {
            locks.ForEach(held => held.Dispose());
        }
    }

    private async Task<PackageAnswer> FindAsync(PackageId package)
    {
        PackageAnswer answer = await _answers.GetOrAdd(package, id => new(() => Task.Run(() => Find(id)))).Value;
        if (isInteractive && answer.Files is null)
        {
            _answers.TryRemove(package, out _);
        }
        return answer;
    }

    private PackageAnswer Find(PackageId package)
    {
        try
        {
            string folder = FolderOf(package);
            using FileStream oneAtATime = Lock(folder, 2 * PackageRestore.Limit);
            return Find(package, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new PackageAnswer(package, $"the package cache cannot be used: {e.Message}");
        }
    }

    private PackageAnswer Find(PackageId package, string folder)
    {
        _end.Token.ThrowIfCancellationRequested();
        if (PackageRestore.Read(folder, package) is { } known)
        {
            return new PackageAnswer(package, Files: known);
        }
        if (WhyMissing(package) is { } reason)
        {
            return new PackageAnswer(package, reason);
        }
        if (!_failures.TryRemove(package, out RestoreFailure? failure))
        {
            tell($"fetching package {package}");
            failure = PackageRestore.Run(folder, package, _end.Token);
        }
        if (failure is null && PackageRestore.Read(folder, package) is { } restored)
        {
            File.Delete(MissingFile(package));
            TellOtherVersion(package, restored);
            return new PackageAnswer(package, Files: restored);
        }
        failure ??= new RestoreFailure("the restored package holds no assembly for this .NET", IsLasting: true);
        if (failure.IsLasting)
        {
            File.WriteAllText(MissingFile(package), failure.Reason);
        }
        return new PackageAnswer(package, failure.Reason);
    }

    private void TellOtherVersion(PackageId package, RestoredPackage restored)
    {
        if (!PackageId.IsSameVersion(restored.Version, package.Version))
        {
            tell($"the package source lacks {package}; optional cells use {restored.Version}");
        }
    }

    private bool IsUnknown(PackageId package) =>
        PackageRestore.Read(FolderOf(package), package) is null && WhyMissing(package) is null;

    /// <summary>What a restore of the last minutes said of a package that no source has; null when none did.</summary>
    private string? WhyMissing(PackageId package)
    {
        string file = MissingFile(package);
        return File.Exists(file) && DateTime.UtcNow - File.GetLastWriteTimeUtc(file) < RememberMissing
            ? File.ReadAllText(file)
            : null;
    }

    private string FolderOf(PackageId package) =>
        Path.Combine(cache, $"{package.Id}.{package.Version}".ToLowerInvariant());

    private string MissingFile(PackageId package) => Path.Combine(FolderOf(package), "missing");

    private FileStream Lock(string folder, TimeSpan patience)
    {
        Directory.CreateDirectory(folder);
        return FileLock.Wait(Path.Combine(folder, "lock"), patience, _end.Token);
    }
}
