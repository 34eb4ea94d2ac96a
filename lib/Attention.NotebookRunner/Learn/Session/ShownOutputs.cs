using Attention.KernelHost.Protocol;
using Attention.NotebookRunner.Run;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Learn.Session;

/// <summary>
/// Shows what a running cell sends: text of the console as it comes, everything else as clean HTML. It keeps the limits
/// of one cell.
/// </summary>
internal sealed class ShownOutputs(LiveCell cell, LiveCell[] all, OutputHtml html, OpenTabs tabs)
{
    private static readonly char[] Controls = ['\u001B', '\r', '\b'];

    private readonly HashSet<int> _styled = [];

    public (string Name, string Text)? Error { get; private set; }

    /// <summary>The package that an optional cell lacks.</summary>
    public string? MissingPackage { get; private set; }

    public void Add(CellEvent message)
    {
        switch (message.Kind)
        {
            case CellEventKind.Error:
                Error ??= (message.Name, message.Text);
                return;
            case CellEventKind.PackageMissing:
                MissingPackage = message.Name;
                Error ??= ("PackageMissing", $"{message.Name}: {message.Text}");
                return;
        }
        OutputRecorder recorder = cell.Shown!;
        int before = recorder.Count;
        if (recorder.Add(message) is { } refusal)
        {
            Error ??= ("OutputRefused", refusal);
        }
        for (int i = before; i < recorder.Count; i++)
        {
            Tell(cell, i);
        }
        if (message.Kind is CellEventKind.Stdout or CellEventKind.Stderr)
        {
            Continue(recorder, message.Text);
        }
        else if (message.Kind == CellEventKind.Update && recorder.Count == before)
        {
            Replace(message.DisplayId ?? "");
        }
    }

    public void Fail(string name, string text)
    {
        cell.Shown!.AddError(name, text);
        Tell(cell, cell.Shown.Count - 1);
    }

    /// <summary>Text with colours of a terminal was shown as it came; now it gets them.</summary>
    public void End()
    {
        foreach (int at in _styled)
        {
            Tell(cell, at);
        }
    }

    private void Continue(OutputRecorder recorder, string text)
    {
        if (text.IndexOfAny(Controls) >= 0)
        {
            _styled.Add(recorder.Count - 1);
        }
        if (recorder.Appended is { } appended)
        {
            tabs.Tell(new { Type = "text", cell.Id, At = recorder.Count - 1, Text = appended });
        }
    }

    private void Replace(string display)
    {
        foreach (LiveCell owner in all)
        {
            if (owner.Shown?.IndexOf(display) is { } at and >= 0)
            {
                Tell(owner, at);
            }
        }
    }

    private void Tell(LiveCell owner, int at) =>
        tabs.Tell(new { Type = "output", owner.Id, At = at, Html = html.Of(owner.Shown!.At(at)) });
}
