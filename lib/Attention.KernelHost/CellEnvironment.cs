using Attention.Shared;

namespace Attention.KernelHost;

/// <summary>
/// The environment variables that cells see: a few, so that nothing else of this computer gets into what they print.
/// </summary>
internal static class CellEnvironment
{
    // What programs need that a cell may start. The runner passes on little more; the rest is needed only to start.
    private static readonly string[] Kept =
    [
        "PATH", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC",
        "PATHEXT", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES", "TZ",
        ProgressRecordSwitch.Variable,
    ];

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
