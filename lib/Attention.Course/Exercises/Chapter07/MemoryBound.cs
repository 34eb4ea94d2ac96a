namespace Attention.Course;

internal static partial class Chapter07
{
    public static Exercise<Func<double, double, double, double, bool>> MemoryBound { get; } =
        new(Syllabus.MemoryBound)
        {
            Task =
                "A variant computes so many flops and moves so many bytes; "
                + "a machine can do peakFlops and move peakBytes per "
                + "second. Return true if the bytes take longer than the flops: then the variant is memory-bound.",
            Attempt = "MyMemoryBound",
            Starter = """
                bool MyMemoryBound(double flops, double bytes, double peakFlops, double peakBytes)
                    => throw new NotImplementedException();   // your condition
                """,
            Solution = """
                bool MyMemoryBound(double flops, double bytes, double peakFlops, double peakBytes)
                    => bytes / peakBytes > flops / peakFlops;   // seconds against seconds
                """,
            Hints =
            [
                "Computing and moving go on at the same time; the slower of the two decides. "
                    + "How many seconds does each take?",
                "Seconds for the arithmetic: flops / peakFlops. Seconds for the memory: bytes / peakBytes. Compare.",
                "`bytes / peakBytes > flops / peakFlops`. On the roofline it reads: "
                    + "flops per byte below the ridge, peakFlops / peakBytes.",
            ],
            Insight =
                "It is a property of the variant and the machine together: "
                + "the same code can be memory-bound here and not there.",
            Inputs = ["flops", "bytes", "peakFlops", "peakBytes"],
            Cases =
            [
                OnMachine("a dot product of 1,024 features", 2 * 1024, 8 * 1024, SlowMachine),
                OnMachine("a matrix product of 1024³", 2.0 * 1024 * 1024 * 1024, 3.0 * 4 * 1024 * 1024, SlowMachine),
                OnMachine("decoding: 1 query, 4,096 keys of 64", 4.0 * 4096 * 64, 8.0 * 4096 * 64, SlowMachine),
                OnMachine("decoding with 8 queries that share keys", 8 * 4.0 * 4096 * 64, 8.0 * 4096 * 64, SlowMachine),
                OnMachine(
                    "attention that moves 4,096 × 4,096 scores four times",
                    4.0 * 4096 * 4096 * 64,
                    16.0 * 4096 * 4096,
                    SlowMachine
                ),
                OnMachine(
                    "the same where arithmetic is ten times faster",
                    4.0 * 4096 * 4096 * 64,
                    16.0 * 4096 * 4096,
                    FastMachine
                ),
                OnMachine(
                    "online softmax: only Q, K, V and the output are moved",
                    4.0 * 4096 * 4096 * 64,
                    16.0 * 4096 * 64,
                    FastMachine
                ),
                OnMachine("a dot product where memory is fast", 2 * 1024, 8 * 1024, (1e9, 20e9)),
                OnMachine("a million numbers read, doubled and written", 1e6, 8e6, SlowMachine),
                OnMachine(
                    "a matrix product of 65,536³",
                    2.0 * 65536 * 65536 * 65536,
                    3.0 * 4 * 65536 * 65536,
                    SlowMachine
                ),
                OnMachine("4 bytes at 1 a second, 6 flops at 3 a second", 6, 4, (3, 1)),
                OnMachine("4 bytes at 3 a second, 6 flops at 1 a second", 6, 4, (1, 3)),
                OnMachine("3 bytes at 4 a second, 2 flops at 5 a second", 2, 3, (5, 4)),
                OnMachine("3 bytes at 5 a second, 2 flops at 2 a second", 2, 3, (2, 5)),
                OnMachine("1 byte at 2 a second, 8 flops at 20 a second", 8, 1, (20, 2)),
                OnMachine("9 bytes at 30 a second, 2 flops at 4 a second", 2, 9, (4, 30)),
                OnMachine("50 bytes at 8 a second, 90 flops at 9 a second", 90, 50, (9, 8)),
                OnMachine("a quarter of a byte at half a byte a second, 1 flop at 3 a second", 1, 0.25, (3, 0.5)),
                OnMachine("4 bytes at 8 a second, 10 flops at 1 a second", 10, 4, (1, 8)),
                OnMachine("just below the ridge: 4.9 flops per byte", 4.9e6, 1e6, SlowMachine),
                OnMachine("just above the ridge: 5.1 flops per byte", 5.1e6, 1e6, SlowMachine),
                OnMachine("more than a second of flops, less of bytes", 200e9, 10e9, SlowMachine),
                OnMachine("more than a second of bytes, less of flops", 90e9, 30e9, SlowMachine),
                OnMachine("more than a second of bytes, and more of flops", 200e9, 30e9, SlowMachine),
                OnMachine("less than a second of bytes, and less of flops", 10e9, 10e9, SlowMachine),
            ],
            Reference = (flops, bytes, peakFlops, peakBytes) => bytes / peakBytes > flops / peakFlops,
            WrongIdeas =
            [
                new(
                    "turns the answer around",
                    "The answers are the wrong way round: true where the arithmetic takes longer. "
                        + "Memory-bound means that the bytes take longer.",
                    (flops, bytes, peakFlops, peakBytes) => bytes / peakBytes <= flops / peakFlops
                ),
                new(
                    "leaves the machine out",
                    "You compared bytes with flops. They take different times: "
                        + "divide each by what the machine does per second.",
                    (flops, bytes, peakFlops, peakBytes) => bytes > flops
                ),
                new(
                    "turns one ratio upside down",
                    "One of your ratios is upside down: flops per byte of the variant must be compared with flops "
                        + "per byte of the machine.",
                    (flops, bytes, peakFlops, peakBytes) => bytes / flops < peakFlops / peakBytes
                ),
                new(
                    "says yes to all",
                    "Your answer is true every time. Not every variant is memory-bound: "
                        + "a large matrix product uses each number it loads "
                        + "hundreds of times.",
                    (_, _, _, _) => true
                )
                {
                    ShowsInAll = tried => tried.All(one => one.Outcome.Result is true),
                },
                new(
                    "says no to all",
                    "Your answer is false every time. Some variants are memory-bound: "
                        + "a dot product does two flops for eight bytes and "
                        + "waits for the memory most of the time.",
                    (_, _, _, _) => false
                )
                {
                    ShowsInAll = tried => tried.All(one => one.Outcome.Result is false),
                },
                new(
                    "asks only whether the bytes fit into a second",
                    "You compared the bytes with the bandwidth: that tells whether they take more than a second. "
                        + "Compare their time with that of the flops.",
                    (flops, bytes, peakFlops, peakBytes) => bytes > peakBytes
                ),
                new(
                    "asks only whether the flops fit into a second",
                    "You compared the flops with the peak: that tells whether they take more than a second. "
                        + "Compare their time with that of the bytes.",
                    (flops, bytes, peakFlops, peakBytes) => flops > peakFlops,
                    (flops, bytes, peakFlops, peakBytes) => flops < peakFlops
                ),
                new(
                    "leaves the work out",
                    "You asked only what the machine can do. What matters, too, is how many flops and bytes this "
                        + "variant needs.",
                    (flops, bytes, peakFlops, peakBytes) => peakBytes < peakFlops
                ),
                new(
                    "exchanges the speeds",
                    "Your comparison is bytes / flops > peakFlops / peakBytes, or the same in other words. Seconds "
                        + "are work divided by what the machine does per second: bytes take bytes / peakBytes, flops "
                        + "take flops / peakFlops.",
                    (flops, bytes, peakFlops, peakBytes) => bytes * peakBytes > flops * peakFlops
                ),
            ],
        };

    /// <summary>100 GFLOP/s and 20 GB/s: 5 flops per byte at the ridge.</summary>
    private static (double Flops, double Bytes) SlowMachine => (100e9, 20e9);

    /// <summary>1,000 GFLOP/s and 20 GB/s: 50 flops per byte at the ridge.</summary>
    private static (double Flops, double Bytes) FastMachine => (1000e9, 20e9);

    private static Case OnMachine(string name, double flops, double bytes, (double Flops, double Bytes) machine) =>
        new(name, flops, bytes, machine.Flops, machine.Bytes);
}
