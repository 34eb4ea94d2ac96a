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
        return PeerTable.Run(Seconds(options), Threads(options), Value(options, "--only", ""));
    case ["costs", .. string[] options]:
        return CostTable.Run(Seconds(options), Threads(options), Value(options, "--only", ""));
    case ["threads", .. string[] options]:
        return ThreadTable.Run(Seconds(options), Value(options, "--only", ""));
    case ["minilm", .. string[] options]:
        return MiniLmTable.Run(Seconds(options), Threads(options));
    case ["--help" or "-h"] or []:
        Console.WriteLine(
            """
            machine                     the peaks of this machine
            peers [options]             our kernels beside other libraries, same inputs, in turn
            costs [options]             masks, softcap, 16-bit caches and gradients beside the plain call
            threads [options]           one thread and all cores, our kernels alone
            minilm [options]            the trained model of chapter 9 beside ONNX Runtime: numbers, then times
                --threads N             threads for each side of peers, costs and minilm (default 1)
                --seconds S             how long to measure each line (default 3)
                --only TEXT             only work whose name contains TEXT
            --filter '*'                BenchmarkDotNet: every rung from naive to flash (or --list flat)
            """
        );
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(PeerTable).Assembly).Run(args);
        return 0;
}

static double Seconds(string[] options) => double.Parse(Value(options, "--seconds", "3"));

static int Threads(string[] options) => int.Parse(Value(options, "--threads", "1"));

static string Value(string[] options, string name, string otherwise) =>
    Array.IndexOf(options, name) is int at and >= 0 && at + 1 < options.Length ? options[at + 1] : otherwise;
