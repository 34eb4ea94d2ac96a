using System.Runtime.CompilerServices;

namespace Attention.Course.Tests;

internal static class NoLedger
{
    /// <summary>The tests solve every exercise; whoever runs them has not.</summary>
    [ModuleInitializer]
    internal static void SwitchOff() => Environment.SetEnvironmentVariable(Ledger.Switch, "off");
}
