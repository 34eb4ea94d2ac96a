using System.Runtime.InteropServices;
using System.Text.Json;
using Attention.KernelHost.Protocol;
using Attention.Shared;

namespace Attention.NotebookRunner.Host;

/// <summary>Why a package was not restored.</summary>
/// <param name="Reason">In words.</param>
/// <param name="IsLasting">
/// Whether asking again soon is of no use: no source has the package, or it holds nothing for this .NET. A source that
/// takes too long or is out of reach, or a restore that failed for another reason, may do better the next time.
/// </param>
internal sealed record RestoreFailure(string Reason, bool IsLasting = false);

/// <summary>The SDK's own restore, in a project made for one package.</summary>
internal static class PackageRestore
{
    private const string ProjectFile = "package.csproj";

    /// <summary>A run does not wait longer for a package source.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Restores the package into the computer's package folder and notes in <paramref name="folder"/> where.
    /// </summary>
    /// <returns>Null, or why it failed.</returns>
    /// <exception cref="OperationCanceledException">It did not come to an end.</exception>
    public static RestoreFailure? Run(string folder, PackageId package, CancellationToken cancel)
    {
        WriteProject(folder, package);
        (int ExitCode, string Output)? end = Dotnet(folder, cancel, "restore", ProjectFile, "--nologo", "-v", "q");
        return end is not (int exitCode, string output)
            ? TookTooLong()
            // Where a signal ends it, the SDK may say 0 although it has restored nothing.
            : exitCode == 0 && File.Exists(Assets(folder)) ? null
            : Failure(output);
    }

    /// <summary>The same for several packages, by one process.</summary>
    /// <param name="parent">A folder in which the project of all may be written.</param>
    /// <param name="packages">The folders below it and their packages.</param>
    /// <param name="cancel">Kills the process.</param>
    /// <returns>
    /// Why packages that are still missing would not be found alone either, as far as that is known.
    /// </returns>
    /// <exception cref="OperationCanceledException">It did not come to an end.</exception>
    public static IEnumerable<(PackageId Package, RestoreFailure Failure)> RunTogether(
        string parent, IReadOnlyCollection<(string Folder, PackageId Package)> packages, CancellationToken cancel)
    {
        foreach ((string folder, PackageId package) in packages)
        {
            WriteProject(folder, package);
        }
        const string all = "all.proj";
        string projects = string.Join(
            ';', packages.Select(p => Path.Combine(Path.GetFileName(p.Folder), ProjectFile)));
        File.WriteAllText(Path.Combine(parent, all), $"""
            <Project>
              <Target Name="Restore">
                <MSBuild Projects="{projects}" Targets="Restore" ContinueOnError="true" />
              </Target>
            </Project>
            """);
        (int ExitCode, string Output)? end = Dotnet(parent, cancel, "msbuild", all, "-t:Restore", "-nologo", "-v:q");
        if (end is not (_, string output))
        {
            return packages.Select(p => (p.Package, TookTooLong()));
        }
        // Each message begins with the path of its project.
        string[] notReached =
            [.. output.Split('\n').Where(line => line.Contains("NU1301", StringComparison.Ordinal))];
        return packages
            .Where(p => Array.Exists(notReached, line => line.Contains(
                Path.Combine(Path.GetFileName(p.Folder), ProjectFile), StringComparison.OrdinalIgnoreCase)))
            .Select(p => (p.Package, NotReached()));
    }

    private static (int ExitCode, string Output)? Dotnet(
        string folder, CancellationToken cancel, params string[] arguments) => DotnetCommand.Run(
        arguments, Limit, folder, cancel,
        ("NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT", "1"), ("DOTNET_CLI_UI_LANGUAGE", "en"));

    /// <summary>The result of an earlier restore; null when there is none or its files are gone.</summary>
    public static RestoredPackage? Read(string folder, PackageId package)
    {
        try
        {
            using JsonDocument assets = JsonDocument.Parse(File.ReadAllBytes(Assets(folder)));
            return Read(assets.RootElement, package);
        }
        catch (Exception e)
            when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null; // never made, or half written by a restore that was killed
        }
    }

    private static string Assets(string folder) => Path.Combine(folder, "obj", "project.assets.json");

    private static RestoredPackage? Read(JsonElement assets, PackageId package)
    {
        string[] roots = [.. assets.GetProperty("packageFolders").EnumerateObject().Select(p => p.Name)];
        JsonElement libraries = assets.GetProperty("libraries");
        var (assemblies, native, folders) = (new List<string>(), new List<string>(), new List<string>());
        string? version = null;
        foreach (JsonProperty library in Target(assets).EnumerateObject())
        {
            string home = libraries.GetProperty(library.Name).GetProperty("path").GetString()!;
            string? root = roots.Select(r => Path.Combine(r, home)).FirstOrDefault(Directory.Exists);
            if (root is null)
            {
                return null;
            }
            string[] name = library.Name.Split('/');
            version = name[0].Equals(package.Id, StringComparison.OrdinalIgnoreCase) ? name[1] : version;
            folders.Add(root);
            assemblies.AddRange(Files(library.Value, "runtime", root)
                .Where(file => file.EndsWith(".dll", StringComparison.Ordinal)));
            native.AddRange(Files(library.Value, "native", root));
        }
        bool complete = version is not null && assemblies.Count > 0 && assemblies.Concat(native).All(File.Exists);
        return complete ? new RestoredPackage(version!, [.. assemblies], [.. native], [.. folders]) : null;
    }

    /// <summary>
    /// The target of this kind of computer, whose name holds the runtime's identifier, stands second.
    /// </summary>
    private static JsonElement Target(JsonElement assets) =>
        assets.GetProperty("targets").EnumerateObject().Last().Value;

    private static IEnumerable<string> Files(JsonElement library, string kind, string root) =>
        library.TryGetProperty(kind, out JsonElement files)
            ? files.EnumerateObject().Select(file => file.Name)
                .Where(file => Path.GetFileName(file) != "_._") // NuGet's sign for an empty folder
                .Select(file => Path.GetFullPath(Path.Combine(root, file)))
            : [];

    private static void WriteProject(string folder, PackageId package)
    {
        if (File.Exists(Assets(folder)))
        {
            File.Delete(Assets(folder)); // what is there after a restore is of this one
        }
        AtomicFile.Write(Path.Combine(folder, ProjectFile), System.Text.Encoding.UTF8.GetBytes($"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <UseAppHost>false</UseAppHost>
                <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package.Id}" Version="{package.Version}" />
                <!-- A package that extends the kernel asks for the kernel, and the host has that already. -->
                <PrunePackageReference Include="Microsoft.DotNet.Interactive" Version="1.0.0" />
                <PrunePackageReference Include="Microsoft.DotNet.Interactive.CSharp" Version="1.0.0" />
                <PrunePackageReference Include="Microsoft.DotNet.Interactive.Formatting" Version="1.0.0" />
              </ItemGroup>
            </Project>
            """));
        // Empty files, so that the build files of the folders above are not used.
        File.WriteAllText(Path.Combine(folder, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Directory.Build.targets"), "<Project />");
    }

    /// <summary>
    /// The SDK's own words name the package source, which is private: only the code of the error is kept.
    /// </summary>
    private static RestoreFailure Failure(string words) =>
        words.Contains("NU1101", StringComparison.Ordinal) ? Lasting("no package source has it")
        : words.Contains("NU1102", StringComparison.Ordinal) ? Lasting("no package source has this version")
        : words.Contains("NU1301", StringComparison.Ordinal) ? NotReached()
        : new RestoreFailure("dotnet restore failed");

    private static RestoreFailure TookTooLong() => new($"it was not restored within {Limit.TotalSeconds:0} s");

    private static RestoreFailure NotReached() => new("the package source cannot be reached");

    private static RestoreFailure Lasting(string reason) => new(reason, IsLasting: true);
}
