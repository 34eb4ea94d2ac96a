using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Attention.Shared;
using Microsoft.DotNet.Interactive.Formatting;

namespace Attention.KernelHost;

/// <summary>
/// Some of what all code of this process shares and cells can change: each notebook finds it as it was.
/// </summary>
/// <remarks>
/// Not renewed are static fields of packages and of what runs on; handlers of events of the AppDomain; switches of the
/// runtime and of its thread pool; and threads, files, ports and child processes that a notebook leaves open.
/// </remarks>
internal static class CellEnvironment
{
    // The runner passes on little more, which this process needs only to start.
    private static readonly Dictionary<string, string?> Variables = ((IEnumerable<string>)
        [.. PassedOnVariables.Names, ProgressRecordSwitch.Variable])
        .ToDictionary(name => name, Environment.GetEnvironmentVariable, Spelling);

    private static readonly Encoding ConsoleEncoding = Console.OutputEncoding;
    private static readonly TraceListener[] Listeners = [.. Trace.Listeners.Cast<TraceListener>()];
    private static readonly int RegexCacheSize = Regex.CacheSize;

    private static StringComparer Spelling =>
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>
    /// Few environment variables, so that nothing else of this computer gets into what cells print; one culture for
    /// all; no input; and the kernel's own formatters. Before each notebook.
    /// </summary>
    public static void Renew()
    {
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
        {
            if (!Variables.ContainsKey(name))
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
        foreach ((string name, string? value) in Variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
        TimeZoneInfo.ClearCachedData(); // the runtime keeps the zone that it once read from TZ
        CultureInfo invariant = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = invariant;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = invariant;
        Console.SetIn(new EmptyInput());
        if (!Console.OutputEncoding.Equals(ConsoleEncoding))
        {
            Console.OutputEncoding = ConsoleEncoding;
        }
        Environment.ExitCode = 0;
        Trace.Listeners.Clear();
        Trace.Listeners.AddRange(Listeners);
        Regex.CacheSize = RegexCacheSize;
        Formatter.ResetToDefault();
        foreach (Type type in PrimitiveTypes())
        {
            Formatter.SetPreferredMimeTypesFor(type, "text/plain");
        }
    }

    /// <summary>
    /// The kernel shows them as HTML with a style sheet; as plain text every front end shows them alike.
    /// </summary>
    private static Type[] PrimitiveTypes() =>
    [
        typeof(string), typeof(bool), typeof(char), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort),
        typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(nint), typeof(nuint), typeof(float),
        typeof(double), typeof(decimal),
    ];
}
