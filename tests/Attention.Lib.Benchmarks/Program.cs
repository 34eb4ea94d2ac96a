using System.Globalization;
using Attention.Course;
using Attention.Lib.Benchmarks;
using Attention.Lib.Benchmarks.Peers;
using BenchmarkDotNet.Running;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (
    typeof(Attention.Lib.Dot).Assembly.GetCustomAttributes(typeof(System.Diagnostics.DebuggableAttribute), false)
    is [System.Diagnostics.DebuggableAttribute { IsJITOptimizerDisabled: true }]
)
{
    Console.Error.WriteLine("Attention.Lib was built without optimisation; measuring it would teach the opposite.");
    return 1;
}

switch (args)
{
    case ["machine"]:
        Console.WriteLine(Machine.Measure());
        return 0;
    case ["peers", .. string[] options]:
        return PeerTable.Run(options);
    case ["costs", .. string[] options]:
        return CostTable.Run(
            double.Parse(Value(options, "--seconds", "3")), int.Parse(Value(options, "--threads", "1")),
            Value(options, "--only", ""));
    case ["--help" or "-h"] or []:
        Console.WriteLine(
            """
            machine                     the peaks of this machine
            peers [options]             our kernels beside other libraries, same inputs, in turn
                --install               install the npm package of ONNX Runtime into a temporary folder
                --onnxruntime FOLDER    use the one that npm installed there
                --threads N             threads for each side (default 1)
                --seconds S             how long to measure each line (default 3)
                --only TEXT             only work whose name contains TEXT
            costs [options]             masks, softcap, 16-bit caches and gradients beside the plain call
                --threads N, --seconds S, --only TEXT
            --filter '*'                BenchmarkDotNet: every rung from naive to flash (or --list flat)
            """
        );
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(PeerTable).Assembly).Run(args);
        return 0;
}

static string Value(string[] options, string name, string otherwise) =>
    Array.IndexOf(options, name) is int at and >= 0 && at + 1 < options.Length ? options[at + 1] : otherwise;
