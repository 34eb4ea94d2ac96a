using System.Diagnostics;
using System.Text;

namespace Attention.FrontEnds.Tests;

/// <summary>A program that a test starts, and ends with all its children.</summary>
internal sealed class ExternalProgram : IDisposable
{
    private readonly StringBuilder _output = new();

    private ExternalProgram(ProcessStartInfo start) => Process = new Process { StartInfo = start };

    public Process Process { get; }

    /// <summary>What it has printed so far, for the message of a test that fails.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a program whose output is only needed for messages.</summary>
    public static ExternalProgram Start(
        string folder, string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var started = new ExternalProgram(StartInfo(folder, program, arguments, environment));
        started.Process.OutputDataReceived += (_, line) => started.Append(line.Data);
        started.Process.ErrorDataReceived += (_, line) => started.Append(line.Data);
        started.Process.Start();
        started.Process.BeginOutputReadLine();
        started.Process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Starts a program that answers on its standard output.</summary>
    public static ExternalProgram StartForConversation(
        string folder, string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var started = new ExternalProgram(StartInfo(folder, program, arguments, environment));
        started.Process.StartInfo.RedirectStandardInput = true;
        started.Process.ErrorDataReceived += (_, line) => started.Append(line.Data);
        started.Process.Start();
        started.Process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Runs a program to its end, which must be well.</summary>
    public static async Task<string> RunAsync(
        string folder, string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        using ExternalProgram running = Start(folder, program, arguments, environment);
        await running.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(running.Process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{running.Output}");
        return running.Output;
    }

    public void Dispose()
    {
        try
        {
            Process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException) // it has ended
        {
        }
        Process.Dispose();
    }

    private static ProcessStartInfo StartInfo(
        string folder, string program, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["ATTENTION_PROGRESS"] = "off"; // no learner's progress is recorded
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        return start;
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
