namespace Attention.Shared;

/// <summary>
/// The environment variables that reach a cell: what a program that it starts needs to run at all. Nothing else of the
/// environment reaches it, so nothing else can reach an output.
/// </summary>
internal static class PassedOnVariables
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "PATH", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC",
        "PATHEXT", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES", "TZ",
    ];
}
