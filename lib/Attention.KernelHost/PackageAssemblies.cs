using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Attention.KernelHost.Protocol;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;

namespace Attention.KernelHost;

/// <summary>Makes the files of restored packages known to the kernel's compiler and to the runtime.</summary>
/// <remarks>The runtime keeps what it has loaded, so notebooks in one process must take the same versions.</remarks>
internal sealed class PackageAssemblies : IDisposable
{
    private readonly Dictionary<string, string> _managed = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _native = [];
    private readonly HashSet<AssemblyLoadContext> _watched = [];

    public PackageAssemblies()
    {
        AssemblyLoadContext.Default.Resolving += Load;
        // A compiled cell loads assemblies into contexts of its own; each of them looks for native libraries by itself.
        AppDomain.CurrentDomain.AssemblyLoad += FindNativeFiles;
        foreach (AssemblyLoadContext context in AssemblyLoadContext.All)
        {
            Watch(context);
        }
    }

    public void Dispose()
    {
        AssemblyLoadContext.Default.Resolving -= Load;
        AppDomain.CurrentDomain.AssemblyLoad -= FindNativeFiles;
        lock (_watched)
        {
            foreach (AssemblyLoadContext context in _watched)
            {
                context.ResolvingUnmanagedDll -= LoadNative;
            }
        }
    }

    /// <summary>Adds a package to the session.</summary>
    public async Task AddAsync(CSharpKernel kernel, RestoredPackage package)
    {
        foreach (string path in package.Assemblies)
        {
            _managed.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        }
        _native.AddRange(package.NativeFiles);
        kernel.AddAssemblyReferences(package.Assemblies);
        foreach (string folder in package.Folders)
        {
            await LoadExtensionsAsync(kernel, Path.Combine(folder, "interactive-extensions", "dotnet"));
        }
    }

    /// <summary>A package can extend the kernel: Plotly.NET.Interactive teaches it to show charts.</summary>
    private static async Task LoadExtensionsAsync(CSharpKernel kernel, string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }
        foreach (string path in Directory.EnumerateFiles(folder, "*.dll"))
        {
            Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
            foreach (Type type in assembly.ExportedTypes.Where(IsExtension))
            {
                await ((IKernelExtension)Activator.CreateInstance(type)!).OnLoadAsync(kernel);
            }
        }
    }

    private static bool IsExtension(Type type) => !type.IsAbstract && typeof(IKernelExtension).IsAssignableFrom(type);

    private Assembly? Load(AssemblyLoadContext context, AssemblyName name) =>
        _managed.TryGetValue(name.Name!, out string? path) ? context.LoadFromAssemblyPath(path) : null;

    private void FindNativeFiles(object? sender, AssemblyLoadEventArgs loaded)
    {
        if (AssemblyLoadContext.GetLoadContext(loaded.LoadedAssembly) is { } context)
        {
            Watch(context);
        }
    }

    private void Watch(AssemblyLoadContext context)
    {
        lock (_watched)
        {
            if (_watched.Add(context))
            {
                context.ResolvingUnmanagedDll += LoadNative;
            }
        }
    }

    private nint LoadNative(Assembly assembly, string name) =>
        _native.Find(path => IsFileOf(path, name)) is { } path && NativeLibrary.TryLoad(path, out nint handle)
            ? handle
            : 0;

    /// <summary>A name in code may lack the system's prefix and extension: e_sqlite3 means libe_sqlite3.so.</summary>
    private static bool IsFileOf(string path, string name)
    {
        string bare = Path.GetFileNameWithoutExtension(path);
        return Path.GetFileName(path) == name || bare == name || bare == "lib" + name;
    }
}
