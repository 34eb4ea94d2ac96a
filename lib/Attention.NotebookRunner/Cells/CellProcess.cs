using System.Globalization;
using System.IO.Pipes;
using System.Text;
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

/// <summary>All that a cell shows, in order, capped and without what belongs to this machine.</summary>
internal sealed class CellOutput(Channel channel, Redaction redaction)
{
    /// <summary>Characters. A chapter's largest figure has a tenth of it; a loop that prints for a minute must not fill the disk.</summary>
    public const int CellLimit = 2_000_000, NotebookLimit = 20_000_000;

    private readonly Lock _sending = new();
    private int _cell, _notebook;
    private bool _noted;
    private Action _flush = () => { };

    public void StartCell() => (_cell, _noted) = (0, false);

    public TextWriter Writer(CellEventKind kind)
    {
        TextWriter writer = TextWriter.Synchronized(new LineWriter(text => Emit(new CellEvent(kind, text), text.Length)));
        _flush += writer.Flush;
        return writer;
    }

    public void Show(CellEventKind kind, Dictionary<string, string> data) => Send(new CellEvent(kind, Data: data), data.Values.Sum(v => v.Length));

    public void Send(CellEvent message, int size = 0)
    {
        _flush();
        Emit(message, size);
    }

    private void Emit(CellEvent message, int size)
    {
        lock (_sending)
        {
            _cell += size;
            _notebook += size;
            if (size == 0 || (_cell <= CellLimit && _notebook <= NotebookLimit))
            {
                channel.Send(redaction.Apply(message));
            }
            else if (!_noted)
            {
                _noted = true;
                channel.Send(new CellEvent(CellEventKind.Stderr, string.Create(CultureInfo.InvariantCulture,
                    $"[output cut: more than {(_cell > CellLimit ? CellLimit : NotebookLimit):N0} characters in one {(_cell > CellLimit ? "cell" : "notebook")}]\n")));
            }
        }
    }

    /// <summary>Passes on line by line, so that what was printed before a crash has arrived; a flood in blocks.</summary>
    private sealed class LineWriter(Action<string> send) : TextWriter(CultureInfo.InvariantCulture)
    {
        private const int PatientLines = 1000, Block = 4096;
        private readonly StringBuilder _text = new();
        private int _lines;

        public override Encoding Encoding => Encoding.UTF8;

        [System.Diagnostics.CodeAnalysis.AllowNull]
        public override string NewLine => "\n";

        public override void Write(char value)
        {
            _text.Append(value);
            if (_text.Length >= Block || (value == '\n' && _lines++ < PatientLines))
            {
                Flush();
            }
        }

        public override void Write(string? value)
        {
            foreach (char c in value ?? "")
            {
                Write(c);
            }
        }

        public override void WriteLine() => Write('\n');

        public override void WriteLine(string? value) => Write(value + "\n");

        public override void Flush()
        {
            if (_text.Length > 0)
            {
                string text = _text.ToString();
                _text.Clear();
                send(text);
            }
        }
    }
}
