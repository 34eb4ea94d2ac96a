using System.Globalization;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using System.Text;
using Attention.KernelHost.Output;
using Attention.KernelHost.Protocol;
using Attention.KernelHost.Rules;
using Attention.Live.Script;
using Attention.Shared;

namespace Attention.Live;

/// <summary>What the script of the worker calls: a session in which the cells of one chapter run.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Worker
{
    /// <summary>Where the course keeps its record; the files of this program live only as long as it does.</summary>
    private static readonly string RecordFile = Path.GetFullPath(Path.Combine(".attention", "progress.json"));

    private static readonly CellOutput Output = new(Send, isInteractive: true);

    private static ScriptSession? _session;

    private static int _displays;

    public static void Main()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        Console.SetOut(new ConsoleText(text => Output.Write(CellEventKind.Stdout, text)));
        Console.SetError(new ConsoleText(text => Output.Write(CellEventKind.Stderr, text)));
        CellFunctions.Show = Display;
        // By name: the compiler would take this assembly for another one as soon as a cell names one that it refers to.
        Type.GetType("Attention.Course.Experiments.TrainingProgress, Attention.Course", throwOnError: true)!
            .GetProperty("Listener")!.SetValue(null, (Action<double>)TellTraining);
    }

    /// <summary>
    /// Begins a session. It compiles once before the first cell, so that the compiler's start is not part of its time.
    /// </summary>
    /// <param name="record">What the learner has done so far; null in a run without a learner.</param>
    [JSExport]
    public static async Task BeginAsync(string? record)
    {
        if (record is null)
        {
            Environment.SetEnvironmentVariable(ProgressRecordSwitch.Variable, ProgressRecordSwitch.Off);
        }
        else
        {
            File.WriteAllText(RepositoryFolder.Mark, "");
            Directory.CreateDirectory(Path.GetDirectoryName(RecordFile)!);
            File.WriteAllText(RecordFile, record);
        }
        _session = new ScriptSession();
        await _session.RunAsync("{ 1.ToString(); }", "start");
    }

    /// <summary>Runs a cell; what it shows is sent while it runs.</summary>
    /// <returns>The learner's record after it; null in a run without a learner.</returns>
    [JSExport]
    public static async Task<string?> RunAsync(string cell, string code)
    {
        Output.StartCell();
        try
        {
            (bool hasValue, object? value) = await _session!.RunAsync(code, cell);
            if (hasValue)
            {
                Output.Show(CellEventKind.Result, ShownForms.Of(value));
            }
        }
        catch (Exception e) when ((e as PackageMissing ?? CellErrors.Missing(e)) is { } missing)
        {
            Output.Say(CellEventKind.PackageMissing, missing.Reason, missing.Message);
        }
        catch (Exception e)
        {
            CellFailure failure = e as CellFailure ?? CellErrors.Of(e, cell);
            Output.Say(CellEventKind.Error, failure.Message, failure.Name);
        }
        Output.FlushAll();
        return File.Exists(RecordFile) ? File.ReadAllText(RecordFile) : null;
    }

    private static DisplayedValue Display(object? value)
    {
        string id = (++_displays).ToString(CultureInfo.InvariantCulture);
        Output.Show(CellEventKind.Display, ShownForms.Of(value), id);
        return new DisplayedValue(next => Output.Show(CellEventKind.Update, ShownForms.Of(next), id));
    }

    private static void Send(CellEvent message)
    {
        Dictionary<string, string> data = message.Data ?? [];
        Post(message.Kind.ToString(), message.Text, message.Name, message.DisplayId, [.. data.Keys], [.. data.Values]);
    }

    // Part by part: a serializer would be one more thing that the first cell waits for.
    [JSImport("post", "worker")]
    private static partial void Post(
        string kind, string text, string name, string? displayId, string[] mimeTypes, string[] forms);

    [JSImport("tellTraining", "worker")]
    private static partial void TellTraining(double share);

    /// <summary>What cells write to the console.</summary>
    private sealed class ConsoleText(Action<string> write) : TextWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => write(value.ToString());

        public override void Write(string? value) => write(value ?? "");

        public override void Write(char[] buffer, int index, int count) => write(new string(buffer, index, count));

        public override void WriteLine(string? value) => write(value + "\n");
    }
}
