using Attention.Shared;

namespace Attention.KernelHost;

/// <summary>Keeps the environment of this computer out of what cells print.</summary>
internal static class Secrets
{
    // What programs need that a cell may start. The runner passes on little more; the rest is needed only to start.
    private static readonly string[] Kept =
    [
        "PATH", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC",
        "PATHEXT", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES", "TZ",
        ProgressRecordSwitch.Variable,
    ];

    public static void RemoveFromEnvironment()
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
