using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Attention.KernelHost.Protocol;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;

namespace Attention.KernelHost;

/// <summary>Makes the files of restored packages known to the kernel's compiler and to the runtime.</summary>
/// <remarks>
/// The runtime keeps what it has loaded, so notebooks in one process must take the same versions. The code of an
/// earlier notebook's packages may still run, for example the finalizer of a connection that nobody closed, and what it
/// needs must be found, or it ends the process. So all packages stay known for as long as the process lives; those of
/// the present notebook come first, and only they are references of its compiler.
/// </remarks>
internal sealed class PackageAssemblies
{
    private readonly Dictionary<string, string> _managed = NewNames(), _earlierManaged = NewNames();
    private readonly List<string> _native = [], _earlierNative = [];
    private readonly Lock _files = new();
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

    /// <summary>The present notebook has ended.</summary>
    public void EndNotebook()
    {
        lock (_files)
        {
            foreach ((string name, string path) in _managed)
            {
                _earlierManaged[name] = path;
            }
            _earlierNative.InsertRange(0, _native);
            _managed.Clear();
            _native.Clear();
        }
    }

    /// <summary>Adds a package to the session.</summary>
    public async Task AddAsync(CSharpKernel kernel, RestoredPackage package)
    {
        lock (_files)
        {
            foreach (string path in package.Assemblies)
            {
                _managed.TryAdd(Path.GetFileNameWithoutExtension(path), path);
            }
            _native.AddRange(package.NativeFiles);
        }
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

    private static Dictionary<string, string> NewNames() => new(StringComparer.OrdinalIgnoreCase);

    private Assembly? Load(AssemblyLoadContext context, AssemblyName name)
    {
        string? path;
        lock (_files)
        {
            path = _managed.GetValueOrDefault(name.Name!) ?? _earlierManaged.GetValueOrDefault(name.Name!);
        }
        return path is null ? null : context.LoadFromAssemblyPath(path);
    }

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

    private nint LoadNative(Assembly assembly, string name)
    {
        string? path;
        lock (_files)
        {
            path = _native.Concat(_earlierNative).FirstOrDefault(file => IsFileOf(file, name));
        }
        return path is not null && NativeLibrary.TryLoad(path, out nint handle) ? handle : 0;
    }

    /// <summary>A name in code may lack the system's prefix and extension: e_sqlite3 means libe_sqlite3.so.</summary>
    private static bool IsFileOf(string path, string name)
    {
        string bare = Path.GetFileNameWithoutExtension(path);
        return Path.GetFileName(path) == name || bare == name || bare == "lib" + name;
    }
}
