namespace Attention.FrontEnds.Tests;

/// <summary>
/// What a test needs on this computer. Where it is missing, the test is skipped and says so; where
/// <c>ATTENTION_FRONT_ENDS</c> is <c>required</c>, the test fails.
/// </summary>
internal static class Installed
{
    /// <summary>A program on the path.</summary>
    public static string Program(string name, string howToGetIt)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string? path = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return path ?? Missing($"There is no {name} on the path: {howToGetIt}.");
    }

    /// <summary>A file that an environment variable names.</summary>
    public static string FileNamedBy(string variable, string whatItIs)
    {
        string? path = Environment.GetEnvironmentVariable(variable);
        return File.Exists(path) ? path : Missing($"{variable} does not name a file: {whatItIs}.");
    }

    /// <summary>
    /// For tests of whole front ends, which take minutes each: they run where they are asked for, with
    /// <c>ATTENTION_FRONT_ENDS=required</c>.
    /// </summary>
    public static void WhenAskedFor()
    {
        if (!IsRequired)
        {
            Assert.Skip("Set ATTENTION_FRONT_ENDS=required to test whole front ends.");
        }
    }

    private static bool IsRequired => Environment.GetEnvironmentVariable("ATTENTION_FRONT_ENDS") == "required";

    public static string Missing(string message)
    {
        if (IsRequired)
        {
            Assert.Fail(message);
        }
        Assert.Skip(message);
        return "";
    }
}
