using System.Globalization;
using System.IO.Pipes;
using Attention.NotebookRunner.Session;
using Microsoft.DotNet.Interactive;

namespace Attention.NotebookRunner.Cells;

/// <summary>The child process: runs the cells of one notebook, one after the other, and reports over the pipe.</summary>
internal static class CellProcess
{
    public const string Verb = "run-cells";

    public static async Task<int> RunAsync(string pipeName)
    {
        using var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        await pipe.ConnectAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
        var channel = new Channel(pipe);
        if (await channel.ReceiveAsync<SessionSettings>() is not { } settings)
        {
            return 0;
        }
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        Environment.CurrentDirectory = settings.NotebookFolder;
        var output = new CellOutput(channel, new Redaction(settings.AllowedFolders));
        Console.SetIn(TextReader.Null);
        Console.SetOut(output.Writer(CellEventKind.Stdout));
        Console.SetError(output.Writer(CellEventKind.Stderr));
        Kernel.Show = (value, mimeTypes) => output.Show(CellEventKind.Display, MimeBundle.Of(value, mimeTypes));

        // Requests are read aside, so that the end of the parent ends this process even in the middle of an endless loop.
        var requests = System.Threading.Channels.Channel.CreateUnbounded<CellRequest>();
        _ = Task.Run(async () =>
        {
            while (await channel.ReceiveAsync<CellRequest>() is { } request)
            {
                requests.Writer.TryWrite(request);
            }
            Environment.Exit(0);
        });
        using var session = new CSharpSession(new References(settings.NotebookFolder, settings.AllowedFolders), new Packages(settings.PackageCache));
        await session.WarmUpAsync();
        channel.Send(new CellEvent(CellEventKind.Ready));
        await foreach (CellRequest request in requests.Reader.ReadAllAsync())
        {
            output.StartCell();
            await RunAsync(request, session, output);
            output.Send(new CellEvent(CellEventKind.Done));
        }
        return 0;
    }

    private static async Task RunAsync(CellRequest request, CSharpSession session, CellOutput output)
    {
        try
        {
            if (request.IsExpression)
            {
                output.Send(new CellEvent(CellEventKind.Value, await session.EvaluateAsync(request.Code, request.Format, request.Name)));
            }
            else if (await session.RunAsync(request.Code, request.Name) is (true, var value))
            {
                output.Show(CellEventKind.Result, MimeBundle.Of(value));
            }
        }
        catch (PackageMissingException missing)
        {
            output.Send(new CellEvent(CellEventKind.PackageMissing, missing.Reason, missing.Message));
        }
        catch (CellException failure)
        {
            output.Send(new CellEvent(CellEventKind.Error, failure.Message, failure.Name));
        }
        catch (Exception failure) // of a formatter: it belongs to the cell like any other
        {
            output.Send(new CellEvent(CellEventKind.Error, failure.Message, failure.GetType().FullName!));
        }
    }
}
