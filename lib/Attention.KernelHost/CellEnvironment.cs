using Attention.Shared;

namespace Attention.KernelHost;

/// <summary>
/// The environment variables that cells see: a few, so that nothing else of this computer gets into what they print.
/// </summary>
internal static class CellEnvironment
{
    // The runner passes on little more, which this process needs only to start.
    private static readonly string[] Kept = [.. PassedOnVariables.Names, ProgressRecordSwitch.Variable];

    public static void RemoveOthers()
    {
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
        {
            if (!Kept.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    }
}
