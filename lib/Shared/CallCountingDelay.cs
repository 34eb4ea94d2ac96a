using System.Globalization;

namespace Attention.Shared;

/// <summary>How often the JIT looks whether there was new code; if not, it begins to count calls.</summary>
internal static class CallCountingDelay
{
    /// <summary>The runtime's environment variable: milliseconds, in hexadecimal.</summary>
    public const string Variable = "DOTNET_TC_CallCountingDelayMs";

    /// <summary>Where <see cref="Keep"/> keeps it in <see cref="AppContext"/>.</summary>
    public const string Kept = "Attention." + nameof(CallCountingDelay);

    /// <summary>The delay of this process.</summary>
    public static double Seconds
    {
        get
        {
            string? value = AppContext.GetData(Kept) as string ?? Environment.GetEnvironmentVariable(Variable);
            return int.TryParse(value, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int milliseconds)
                ? milliseconds / 1000.0
                : 0.1;
        }
    }

    /// <summary>Before the variable is removed, for programs whose variables others shall not see.</summary>
    public static void Keep() => AppContext.SetData(Kept, Environment.GetEnvironmentVariable(Variable));
}
