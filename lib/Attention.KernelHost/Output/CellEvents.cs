using System.Text.Json;
using Attention.KernelHost.Protocol;
using Attention.KernelHost.Rules;
using Microsoft.DotNet.Interactive.Events;

namespace Attention.KernelHost.Output;

/// <summary>
/// Passes on what the kernel shows while a cell runs, and remembers the first value that it must not show.
/// </summary>
internal sealed class CellEvents(CellOutput output) : IObserver<KernelEvent>
{
    /// <summary>Null when everything could be shown.</summary>
    public CellFailure? Refusal { get; private set; }

    public void OnNext(KernelEvent shown)
    {
        switch (shown)
        {
            case StandardOutputValueProduced text:
                output.Write(CellEventKind.Stdout, Text(text));
                break;
            case StandardErrorValueProduced text:
                output.Write(CellEventKind.Stderr, Text(text));
                break;
            case DisplayedValueProduced value:
                Show(CellEventKind.Display, value);
                break;
            case DisplayedValueUpdated value:
                Show(CellEventKind.Update, value);
                break;
            case ReturnValueProduced value:
                Show(CellEventKind.Result, value);
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private void Show(CellEventKind kind, DisplayEvent shown)
    {
        try
        {
            if (ShownValue.Refusal(shown.Value, shown.FormattedValues.Select(v => v.MimeType)) is { } reason)
            {
                throw new NotSupportedException(reason);
            }
            output.Show(kind, shown.FormattedValues.ToDictionary(v => v.MimeType, v => Lines(v.Value)), shown.ValueId);
        }
        catch (Exception e) when (e is NotSupportedException or JsonException or InvalidOperationException)
        {
            Refusal ??= new CellFailure(e.GetType().FullName!, e.Message);
        }
    }

    private static string Text(DisplayEvent shown) => Lines(string.Concat(shown.FormattedValues.Select(v => v.Value)));

    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
