using System.Runtime.CompilerServices;
using Attention.Shared;

namespace Attention.Course.Tests;

internal static class NoProgressRecord
{
    /// <summary>The tests solve every exercise; whoever runs them has not.</summary>
    [ModuleInitializer]
    internal static void SwitchOff() =>
        Environment.SetEnvironmentVariable(ProgressRecordSwitch.Variable, ProgressRecordSwitch.Off);
}
