namespace Attention.Live.Script;

/// <summary>What every cell can call without a prefix.</summary>
public static class CellFunctions
{
    internal static Func<object?, DisplayedValue> Show { get; set; } = _ => throw new InvalidOperationException();

    /// <summary>Shows a value at once.</summary>
    /// <param name="value">What the kernel can show as well.</param>
    /// <returns>The display, whose content can be replaced.</returns>
#pragma warning disable IDE1006 // the kernel's own name for it
    public static DisplayedValue display(object? value) => Show(value);
#pragma warning restore IDE1006
}

/// <summary>A value that a cell shows.</summary>
public sealed class DisplayedValue
{
    private readonly Action<object?> _replace;

    internal DisplayedValue(Action<object?> replace) => _replace = replace;

    /// <summary>Another value takes its place.</summary>
    /// <param name="value">What the kernel can show as well.</param>
    public void Update(object? value) => _replace(value);
}
