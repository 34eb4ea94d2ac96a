using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Attention.NotebookRunner.Commands;
using Attention.Shared;

namespace Attention.NotebookRunner.Tests;

/// <summary>The real program, started as a person starts it.</summary>
internal sealed record Runner(int ExitCode, string Output, string Error)
{
    public static string Program { get; } =
        Path.ChangeExtension(typeof(Repository).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);

    public static async Task<Runner> RunAsync(
        string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        using Process process = Start(folder, arguments, environment);
        return await EndOfAsync(process);
    }

    public static Process Start(string folder, string[] arguments, params (string Name, string Value)[] environment) =>
        Start(folder, Program, arguments, environment);

    /// <summary>Lets a shell run a script in which "$1" is the program.</summary>
    public static async Task<Runner> InShellAsync(string folder, string script)
    {
        using Process process = Start(folder, "sh", ["-c", script, "sh", Program], []);
        return await EndOfAsync(process);
    }

    /// <summary>As a user who owns nothing. Only root can do that.</summary>
    public static async Task<Runner> AsNobodyAsync(string folder, string[] arguments)
    {
        (string, string)[] home = [("HOME", "/tmp"), ("DOTNET_CLI_HOME", "/tmp")];
        using Process process =
            Start(folder, "setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", Program, .. arguments], home);
        return await EndOfAsync(process);
    }

    /// <summary>
    /// As at a terminal. A shell starts background processes with SIGINT ignored, and their children inherit that; so
    /// the signals are reset.
    /// </summary>
    public static Process StartInterruptible(
        string folder, string[] arguments, params (string Name, string Value)[] environment) =>
        OperatingSystem.IsLinux()
            ? Start(folder, "env", ["--default-signal=INT,HUP", Program, .. arguments], environment)
            : Start(folder, arguments, environment);

    /// <summary>Sends a signal, such as INT.</summary>
    public static async Task SignalAsync(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    /// <summary>No such process, or one that has ended and that nobody has asked about yet.</summary>
    public static bool Gone(string id)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
            return process.HasExited
                || (OperatingSystem.IsLinux() && File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1][0] == 'Z');
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            return true;
        }
    }

    public static async Task WaitForAsync(Func<bool> condition)
    {
        for (Stopwatch waited =
            Stopwatch.StartNew(); !condition(); await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            // a busy machine may need one
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(5), "waited for five minutes");
        }
    }

    private static async Task<Runner> EndOfAsync(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Runner(process.ExitCode, await output, await error);
    }

    private static Process Start(
        string folder, string program, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment.Remove("ATTENTION_PLOTLY_JS");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }
}

/// <summary>A folder that is a repository of its own to the runner; gone after the test.</summary>
internal sealed class TemporaryRepository : IDisposable
{
    public TemporaryRepository()
    {
        Root = Directory.CreateTempSubdirectory("attention-tests-").FullName;
        Directory.CreateDirectory(Path.Combine(Root, "notebooks"));
        File.WriteAllText(Path.Combine(Root, RepositoryFolder.Mark), "");
    }

    public string Root { get; }

    public string this[params string[] parts] => Path.Combine([Root, .. parts]);

    /// <summary>Writes notebooks/name.ipynb.</summary>
    public string Write(string name, params JsonObject[] cells)
    {
        string path = this["notebooks", name + ".ipynb"];
        File.WriteAllBytes(path, Notebook(cells));
        return path;
    }

    public static byte[] Notebook(params JsonObject[] cells)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i]["id"] ??= "cell-" + (i + 1).ToString(CultureInfo.InvariantCulture);
        }
        return System.Text.Encoding.UTF8.GetBytes(Documents.NotebookJson.Write(new JsonObject
        {
            ["cells"] = new JsonArray([.. cells]),
            ["metadata"] = new JsonObject(),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        }));
    }

    public static JsonObject Code(string source, params string[] tags) => new()
    {
        ["cell_type"] = "code",
        ["execution_count"] = null,
        ["metadata"] = Metadata(tags),
        ["outputs"] = new JsonArray(),
        ["source"] = source,
    };

    public static JsonObject Text(string source, params string[] tags) =>
        new() { ["cell_type"] = "markdown", ["metadata"] = Metadata(tags), ["source"] = source };

    /// <summary>The outputs of a cell, as one text.</summary>
    public static string Outputs(string path, int cell) =>
        Documents.NotebookDocument.Read(path, path).Cells[cell - 1].Outputs.ToJsonString(
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static JsonObject Metadata(string[] tags) =>
        tags.Length == 0 ? [] : new JsonObject { ["tags"] = new JsonArray([.. tags.Select(t => (JsonNode)t)]) };
}
