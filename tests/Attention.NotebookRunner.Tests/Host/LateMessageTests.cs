using System.IO.Pipes;
using Attention.KernelHost.Protocol;
using Attention.NotebookRunner.Host;

namespace Attention.NotebookRunner.Tests;

/// <summary>
/// A message of late text may arrive when the next notebook has begun, whose cells may have the same names.
/// </summary>
public sealed class LateMessageTests
{
    [Fact]
    public async Task Late_text_belongs_to_the_notebook_whose_cell_printed_it()
    {
        using var output = new AnonymousPipeServerStream(PipeDirection.Out);
        using var input = new AnonymousPipeClientStream(PipeDirection.In, output.ClientSafePipeHandle);
        var messages = new HostMessages(new Connection(input, "secret"));
        var late = new List<string>();
        messages.BeginNotebook(cell => late.Add($"1 {cell}"));
        messages.BeginNotebook(cell => late.Add($"2 {cell}"));
        var host = new Connection(output, "secret");
        host.Send(new CellEvent(CellEventKind.Late, Name: "a", Notebook: 1));
        host.Send(new CellEvent(CellEventKind.Late, Name: "b", Notebook: 2));
        host.Dispose();

        await messages.ReceiveAllAsync();

        Assert.Equal(["2 b"], late);
    }

    [Fact]
    public async Task Between_two_notebooks_late_text_is_told_to_who_keeps_the_process()
    {
        using var output = new AnonymousPipeServerStream(PipeDirection.Out);
        using var input = new AnonymousPipeClientStream(PipeDirection.In, output.ClientSafePipeHandle);
        var messages = new HostMessages(new Connection(input, "secret"));
        var late = new List<string>();
        messages.BeginNotebook(late.Add);
        messages.EndNotebook(() => late.Add("kept"));
        var host = new Connection(output, "secret");
        host.Send(new CellEvent(CellEventKind.Late, Name: "a", Notebook: 1));
        host.Dispose();

        await messages.ReceiveAllAsync();

        Assert.Equal(["kept"], late);
    }
}
