using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Attention.Shared;

namespace Attention.NotebookRunner.Session;

/// <summary>
/// Finds the assemblies of a package with the SDK's own restore, in a project of its own below <paramref name="cache"/>.
/// What was found is kept; that a package could not be had is kept for ten minutes, so that a run without network does not wait for every chapter.
/// </summary>
internal sealed partial class Packages(string cache)
{
    private static readonly TimeSpan RememberMissing = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RestoreLimit = TimeSpan.FromSeconds(90);
    private readonly ConcurrentDictionary<PackageId, Lazy<string[]>> _resolved = new();

    /// <summary>The full paths of the package's assemblies and of all it depends on.</summary>
    /// <exception cref="PackageMissingException">It cannot be had.</exception>
    public string[] Resolve(PackageId package) => _resolved.GetOrAdd(package, id => new(() => ResolveOnce(id))).Value;

    /// <summary>A restore takes seconds: it starts now, while the first cells run.</summary>
    public void Prefetch(IEnumerable<string> sources)
    {
        foreach (PackageId package in sources.SelectMany(s => Reference().Matches(s)).Select(m => PackageId.Parse(m.Groups[1].Value)).OfType<PackageId>().Where(p => !p.IsKernelExtension).Distinct())
        {
            _ = Task.Run(() => Resolve(package)).ContinueWith(t => t.Exception, TaskScheduler.Default); // the cell that needs it will say so
        }
    }

    private string[] ResolveOnce(PackageId package)
    {
        if (package.IsKernelExtension)
        {
            throw new PackageMissingException(package, "it extends the .NET Interactive kernel and needs that kernel");
        }
        string folder = Path.Combine(cache, $"{package.Id}.{package.Version}".ToLowerInvariant());
        Directory.CreateDirectory(folder);
        using FileStream _ = FileLock.Wait(Path.Combine(folder, "lock"), RestoreLimit);
        string missing = Path.Combine(folder, "missing");
        if (ReadAssets(folder) is not { } assemblies)
        {
            if (File.Exists(missing) && DateTime.UtcNow - File.GetLastWriteTimeUtc(missing) < RememberMissing)
            {
                throw new PackageMissingException(package, File.ReadAllText(missing));
            }
            string? failure = Restore(package, folder);
            assemblies = failure is null ? ReadAssets(folder) : null;
            if (assemblies is null)
            {
                failure ??= "the restored package holds no assembly for this .NET";
                File.WriteAllText(missing, failure);
                throw new PackageMissingException(package, failure);
            }
        }
        File.Delete(missing);
        return assemblies;
    }

    private static string? Restore(PackageId package, string folder)
    {
        File.WriteAllText(Path.Combine(folder, "package.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="{package.Id}" Version="[{package.Version}]" /></ItemGroup>
            </Project>
            """);
        // Empty files, so that nothing above this folder has a say.
        File.WriteAllText(Path.Combine(folder, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Directory.Build.targets"), "<Project />");
        var start = new ProcessStartInfo(Dotnet, ["restore", "package.csproj", "--nologo", "-v", "q"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(RestoreLimit))
        {
            process.Kill(entireProcessTree: true);
            return $"the package source did not answer within {RestoreLimit.TotalSeconds:0} s";
        }
        // The SDK's own words name the package source, a machine's private matter: only the code of the error is kept.
        return process.ExitCode == 0 ? null : (output.Result + error.Result) switch
        {
            string text when text.Contains("NU1101", StringComparison.Ordinal) => "no package source has it",
            string text when text.Contains("NU1102", StringComparison.Ordinal) => "no package source has this version",
            string text when text.Contains("NU1301", StringComparison.Ordinal) => "the package source cannot be reached",
            _ => "dotnet restore failed",
        };
    }

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Null when there is nothing restored, or the files have been removed since.</summary>
    private static string[]? ReadAssets(string folder)
    {
        string path = Path.Combine(folder, "obj", "project.assets.json");
        if (!File.Exists(path))
        {
            return null;
        }
        using var assets = JsonDocument.Parse(File.ReadAllBytes(path));
        string[] roots = [.. assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(p => p.Name)];
        JsonElement libraries = assets.RootElement.GetProperty("libraries");
        var found = new List<string>();
        foreach (JsonProperty library in assets.RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject())
        {
            if (library.Value.TryGetProperty("runtime", out JsonElement files))
            {
                string home = libraries.GetProperty(library.Name).GetProperty("path").GetString()!;
                found.AddRange(files.EnumerateObject().Where(f => f.Name.EndsWith(".dll", StringComparison.Ordinal))
                    .Select(f => roots.Select(root => Path.GetFullPath(Path.Combine(root, home, f.Name))).FirstOrDefault(File.Exists) ?? ""));
            }
        }
        return found.Count == 0 || found.Contains("") ? null : [.. found];
    }

    [GeneratedRegex("""^\s*#r\s+"(nuget:[^"\n]*)""", RegexOptions.Multiline)]
    private static partial Regex Reference();
}
