using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Attention.KernelHost.Protocol;
using Attention.Shared;

namespace Attention.NotebookRunner.Host;

/// <summary>
/// Finds the files of packages for all sessions: what was restored is kept below the cache's folder. That no source has
/// a package, or that none can be reached, is kept for ten minutes, so that a run without network does not wait for
/// every chapter.
/// </summary>
/// <param name="cache">The folder of the cache.</param>
/// <param name="tell">Called with a line for the user.</param>
/// <param name="isInteractive">
/// Whether a learner runs cells again: then a restore that failed for another reason is tried again. A run does not
/// wait for it twice.
/// </param>
internal sealed partial class Packages(string cache, Action<string> tell, bool isInteractive = false)
{
    private static readonly TimeSpan RememberMissing = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<PackageId, Lazy<Task<PackageAnswer>>> _answers = new();

    /// <summary>The files of a package. Where the source lacks its version, those of the next higher one.</summary>
    /// <param name="package">The package.</param>
    /// <param name="takesHigherVersion">Whether a higher version will do; if not, it counts as missing.</param>
    public async Task<PackageAnswer> FindAsync(PackageId package, bool takesHigherVersion)
    {
        PackageAnswer answer = await FindAsync(package);
        return !takesHigherVersion && answer.Files is { } files && !IsSameVersion(files.Version, package.Version)
            ? new PackageAnswer(package, $"no package source has this version, the next one is {files.Version}")
            : answer;
    }

    /// <summary>Restores what the cells name while the first of them run, since a restore takes seconds.</summary>
    public void Prefetch(IEnumerable<string> sources)
    {
        foreach (PackageId package in sources.SelectMany(s => Reference().Matches(s))
            .Select(match => PackageId.Parse(match.Groups[1].Value)).OfType<PackageId>().Distinct())
        {
            _ = FindAsync(package);
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
            string folder = Path.Combine(cache, $"{package.Id}.{package.Version}".ToLowerInvariant());
            Directory.CreateDirectory(folder);
            using FileStream oneAtATime = FileLock.Wait(Path.Combine(folder, "lock"), 2 * PackageRestore.Limit);
            return Find(package, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new PackageAnswer(package, $"the package cache cannot be used: {e.Message}");
        }
    }

    private PackageAnswer Find(PackageId package, string folder)
    {
        string missing = Path.Combine(folder, "missing");
        if (PackageRestore.Read(folder, package) is { } known)
        {
            return new PackageAnswer(package, Files: known);
        }
        if (File.Exists(missing) && DateTime.UtcNow - File.GetLastWriteTimeUtc(missing) < RememberMissing)
        {
            return new PackageAnswer(package, File.ReadAllText(missing));
        }
        tell($"fetching package {package}");
        RestoreFailure? failure = PackageRestore.Run(folder, package);
        if (failure is null && PackageRestore.Read(folder, package) is { } restored)
        {
            File.Delete(missing);
            if (!IsSameVersion(restored.Version, package.Version))
            {
                tell($"the package source lacks {package} and has {restored.Version}");
            }
            return new PackageAnswer(package, Files: restored);
        }
        failure ??= new RestoreFailure("the restored package holds no assembly for this .NET", IsLasting: true);
        if (failure.IsLasting)
        {
            File.WriteAllText(missing, failure.Reason);
        }
        return new PackageAnswer(package, failure.Reason);
    }

    /// <summary>5.0 and 5.0.0 are one version to NuGet.</summary>
    private static bool IsSameVersion(string a, string b) =>
        Normal(a).Equals(Normal(b), StringComparison.OrdinalIgnoreCase);

    private static string Normal(string version)
    {
        string[] parts = version.Split('-', 2);
        string[] numbers = [.. parts[0].Split('.'), "0", "0"];
        string shortest = string.Join('.', numbers.Take(Math.Max(3, parts[0].Split('.').Length)));
        return parts.Length == 1 ? shortest : $"{shortest}-{parts[1]}";
    }

    [GeneratedRegex("""^\s*#r\s+"(nuget:[^"\n]*)""", RegexOptions.Multiline)]
    private static partial Regex Reference();
}
