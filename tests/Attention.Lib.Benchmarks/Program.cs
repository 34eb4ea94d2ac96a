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

if (args is [] or ["--help" or "-h"])
{
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
}

// BenchmarkDotNet has options and no verbs.
if (args[0].StartsWith('-'))
{
    BenchmarkSwitcher.FromAssembly(typeof(PeerTable).Assembly).Run(args);
    return 0;
}

(Options? options, string wrong) = Options.Parse(args.AsSpan(1));
if (options is null)
{
    Console.Error.WriteLine(wrong);
    return 1;
}

switch (args[0])
{
    case "machine":
        Console.WriteLine(Machine.Measure());
        return 0;
    case "peers":
        return PeerTable.Run(options);
    case "costs":
        return CostTable.Run(options);
    case "threads":
        return ThreadTable.Run(options);
    case "minilm":
        return MiniLmTable.Run(options.Seconds, options.Threads);
    default:
        Console.Error.WriteLine($"'{args[0]}' is no verb: machine, peers, costs, threads and minilm are; see --help.");
        return 1;
}
