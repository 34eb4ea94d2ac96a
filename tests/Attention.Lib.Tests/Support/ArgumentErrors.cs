namespace Attention.Lib.Tests;

/// <summary>Calls with wrong arguments.</summary>
internal static class ArgumentErrors
{
    /// <summary>
    /// The message of the exception, without the parameter's name, which every such exception must carry.
    /// </summary>
    public static string Message(Action call)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(call);
        Assert.False(string.IsNullOrEmpty(exception.ParamName), $"no parameter named: {exception.Message}");
        string suffix = $" (Parameter '{exception.ParamName}')";
        Assert.EndsWith(suffix, exception.Message, StringComparison.Ordinal);
        return exception.Message[..^suffix.Length];
    }
}
