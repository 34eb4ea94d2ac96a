using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Attention.Lib.Benchmarks.Peers;

/// <summary>ONNX Runtime in a child process: the npm package onnxruntime-node, driven line by line.</summary>
internal sealed class OnnxRuntime : IDisposable
{
    public const string Package = "onnxruntime-node@1.30.0";

    private readonly Process _node;
    private readonly string _folder = Directory.CreateTempSubdirectory("onnx-peer-").FullName;
    private readonly int _threads;
    private int _files;

    private OnnxRuntime(string packageFolder, int threads)
    {
        _threads = threads;
        string script = Path.Combine(_folder, "onnx-runtime.mjs");
        using (Stream resource = typeof(OnnxRuntime).Assembly.GetManifestResourceStream("onnx-runtime.mjs")!)
        using (FileStream file = File.Create(script))
        {
            resource.CopyTo(file);
        }

        _node = Process.Start(
            new ProcessStartInfo("node", [script, packageFolder])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
    }

    /// <summary>
    /// Starts Node with the package from <paramref name="folder"/> (where npm was told to install it), or installs it
    /// into a temporary folder if <paramref name="install"/> is set. Null, and why, if there is no Node or no package.
    /// </summary>
    public static (OnnxRuntime? Runtime, string Message) TryStart(string? folder, bool install, int threads)
    {
        if (Run("node", "--version") is not 0)
        {
            return (null, "ONNX Runtime skipped: Node.js is not installed.");
        }

        if (folder is null && install)
        {
            folder = Path.Combine(Path.GetTempPath(), "attention-benchmarks-npm");
            Directory.CreateDirectory(folder);

            // Without its install script the package brings the processor's library and downloads none for graphics
            // cards.
            if (
                !Directory.Exists(Path.Combine(folder, "node_modules", "onnxruntime-node"))
                && Run("npm", "install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", Package)
                    is not 0
            )
            {
                return (null, $"ONNX Runtime skipped: npm could not install {Package}.");
            }
        }

        if (folder is null || !Directory.Exists(Path.Combine(folder, "node_modules", "onnxruntime-node")))
        {
            return (
                null,
                $"ONNX Runtime skipped: say --install, or npm install --prefix FOLDER --ignore-scripts {Package}"
                    + " and --onnxruntime FOLDER."
            );
        }

        return (new OnnxRuntime(folder, threads), $"ONNX Runtime: {Package}");
    }

    /// <summary>Loads a model of one operator with its inputs and returns its session.</summary>
    public int Load(
        string operatorType,
        string domain,
        (string Name, int[] Dims, float[] Values)[] inputs,
        int[] outputDims,
        params (string Name, long Value)[] attributes
    )
    {
        string model = NewFile();
        OnnxModel.Write(
            model,
            operatorType,
            domain,
            [.. inputs.Select(input => (input.Name, input.Dims))],
            ("output", outputDims),
            attributes
        );
        var described = new JsonArray();
        foreach ((string name, int[] dims, float[] values) in inputs)
        {
            string file = NewFile();
            File.WriteAllBytes(file, MemoryMarshal.AsBytes(values.AsSpan()));
            described.Add(
                new JsonObject
                {
                    ["name"] = name,
                    ["dims"] = Json(dims),
                    ["file"] = file,
                }
            );
        }

        var output = new JsonObject { ["name"] = "output", ["dims"] = Json(outputDims) };
        return (int)
            Ask(
                new JsonObject
                {
                    ["load"] = model,
                    ["threads"] = _threads,
                    ["inputs"] = described,
                    ["output"] = output,
                }
            )["loaded"]!;
    }

    /// <summary>The milliseconds of one run, averaged over <paramref name="repetitions"/>.</summary>
    public double Time(int session, int repetitions) =>
        (double)Ask(new JsonObject { ["session"] = session, ["run"] = repetitions })["milliseconds"]!;

    public float[] Output(int session)
    {
        string file = NewFile();
        Ask(new JsonObject { ["session"] = session, ["save"] = file });
        return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private JsonNode Ask(JsonObject request)
    {
        _node.StandardInput.WriteLine(request.ToJsonString());
        _node.StandardInput.Flush();
        string line = _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Node has ended.");
        JsonNode reply = JsonNode.Parse(line)!;
        return reply["error"] is { } error ? throw new InvalidOperationException($"ONNX Runtime: {error}") : reply;
    }

    private string NewFile() => Path.Combine(_folder, $"{_files++}.bin");

    private static JsonArray Json(int[] dims) => [.. dims.Select(dim => JsonValue.Create(dim))];

    private static int? Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
            )!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
