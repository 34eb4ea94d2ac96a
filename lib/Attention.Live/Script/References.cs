using System.Reflection;
using System.Reflection.Metadata;
using Attention.KernelHost.Protocol;
using Attention.KernelHost.Rules;
using Microsoft.CodeAnalysis;

namespace Attention.Live.Script;

/// <summary>
/// The assemblies that the compiler knows. It reads them where the runtime has loaded them: nothing is fetched twice.
/// </summary>
internal sealed class References : MetadataReferenceResolver
{
    /// <summary>What <c>#r "path"</c> may name, by file name, and which package each stands for.</summary>
    private static readonly Dictionary<string, PackageId?> Shipped = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Attention.Lib"] = null,
        ["Attention.Display"] = null,
        ["Attention.Course"] = null,
        ["MathNet.Numerics"] = new PackageId("MathNet.Numerics", "5.0.0"),
    };

    private readonly Dictionary<string, PortableExecutableReference> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<MetadataReference> _used =
    [
        .. typeof(References).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(one => one.Key == "CellAssemblies").Value!.Split(';').Select(Loaded),
        Loaded(typeof(References).Assembly.GetName().Name!),
    ];

    /// <summary>Those of .NET, and those that cells have named so far.</summary>
    public IEnumerable<MetadataReference> Used => _used;

    /// <summary>The assembly becomes known to all cells from now on.</summary>
    /// <exception cref="CellFailure">It is not among those that came with the page.</exception>
    public void Use(string path)
    {
        string name = NameOf(path);
        if (!Shipped.ContainsKey(name))
        {
            throw new CellFailure("MissingReference", $"#r \"{path}\": this page has no such assembly.");
        }
        _used.Add(Named(name));
    }

    /// <inheritdoc cref="Use(string)"/>
    /// <exception cref="PackageMissing">The package did not come with the page.</exception>
    public void Use(PackageId package)
    {
        string? name = Shipped.FirstOrDefault(one => one.Value == package).Key;
        _used.Add(Named(name ?? throw new PackageMissing(package, "a page in the browser can load no package")));
    }

    public override System.Collections.Immutable.ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        string name = PackageId.Parse(reference)?.Id ?? NameOf(reference);
        return Shipped.ContainsKey(name) ? [Named(name)] : [];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path.Split('/', '\\')[^1]);

    private PortableExecutableReference Named(string name) =>
        _known.TryGetValue(name, out PortableExecutableReference? known) ? known : _known[name] = Loaded(name);

    private static unsafe PortableExecutableReference Loaded(string name) =>
        Assembly.Load(name).TryGetRawMetadata(out byte* metadata, out int length)
            ? AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((nint)metadata, length)).GetReference()
            : throw new InvalidOperationException($"The runtime has no metadata of {name}.");
}
