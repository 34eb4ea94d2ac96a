using System.Diagnostics;
using System.Runtime;

namespace Attention.Course;

/// <summary>How long something took, measured many times.</summary>
/// <param name="Median">The middle time in seconds: what to quote.</param>
/// <param name="Fastest">The shortest time in seconds: the least disturbed run.</param>
/// <param name="Spread">The distance between the quartiles divided by the median: 0.02 is calm, 0.2 a noisy
/// machine.</param>
/// <param name="Runs">How many times were taken.</param>
public sealed record Timing(double Median, double Fastest, double Spread, int Runs)
{
    /// <summary>How often everything is timed at least; in <see cref="Compare"/> only what does not take long.</summary>
    public const int Rounds = 30;

    /// <summary>How often <see cref="Compare"/> times what takes long: enough for quartiles.</summary>
    public const int FewestRounds = 9;

    /// <summary>The spread from which on a ratio of two times says nothing.</summary>
    public const double LargestSpread = 0.2;

    /// <summary>Whether the times differ too much from each other to be compared with others.</summary>
    public bool IsTooNoisy => Spread > LargestSpread;

    /// <summary>How many times faster this is than another; NaN if one of both is too noisy to say.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="slower"/> is null.</exception>
    public double FasterThan(Timing slower)
    {
        ArgumentNullException.ThrowIfNull(slower);
        return IsTooNoisy || slower.IsTooNoisy ? double.NaN : slower.Median / Median;
    }

    /// <summary>
    /// An amount of work in 10⁹ operations or bytes per second; NaN if the times are too noisy to say.
    /// </summary>
    /// <param name="amount">Operations or bytes of one run.</param>
    public double Speed(double amount) => IsTooNoisy ? double.NaN : amount / Median / 1e9;

    /// <summary>Runs the action until it is warm, then times it repeatedly.</summary>
    /// <param name="action">What to measure. Actions shorter than 50 µs are repeated inside one time and
    /// divided.</param>
    /// <param name="seconds">For how long to measure, at least thirty times.</param>
    /// <exception cref="ArgumentNullException"><paramref name="action"/> is null.</exception>
    public static Timing Of(Action action, double seconds = 0.3) => Each(seconds, action)[0];

    /// <summary>Times actions one after the other, so that none evicts what another has in a cache.</summary>
    /// <remarks>They are warmed up together, which takes less time than each alone: see <see cref="WarmUp"/>.</remarks>
    /// <param name="seconds">For how long to measure each, at least thirty times.</param>
    /// <param name="actions">What to measure.</param>
    /// <returns>One timing per action.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="actions"/> or one of them is null.</exception>
    public static Timing[] Each(double seconds, params Action[] actions) =>
        [.. Warm(actions).Select(run => CompareRuns(seconds, run)[0])];

    /// <summary>
    /// Times two or more actions in turn, A B C A B C …, so that a change of the machine's speed meets all of them.
    /// </summary>
    /// <param name="seconds">For how long to measure: at least thirty rounds, or nine where thirty would take more than
    /// ten times as long.</param>
    /// <param name="actions">What to compare.</param>
    /// <returns>One timing per action.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="actions"/> or one of them is null.</exception>
    public static Timing[] Compare(double seconds, params Action[] actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        return CompareEach(seconds, actions)[0];
    }

    /// <summary>
    /// Times several groups of actions, one group after the other, each as <see cref="Compare"/> does.
    /// </summary>
    /// <remarks>They are warmed up together, which takes less time than each alone: see <see cref="WarmUp"/>.</remarks>
    /// <param name="seconds">For how long to measure each group.</param>
    /// <param name="groups">What to compare; only actions of one group are timed in turn.</param>
    /// <returns>One timing per action, group by group.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="groups"/>, one of them or one of their actions is null.
    /// </exception>
    public static Timing[][] CompareEach(double seconds, params Action[][] groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Array.ForEach(groups, group => ArgumentNullException.ThrowIfNull(group, nameof(groups)));
        Func<double>[] runs = Warm([.. groups.SelectMany(group => group)]);
        int end = 0;
        return [.. groups.Select(group => CompareRuns(runs[end..(end += group.Length)], IsEnough))];

        bool IsEnough(int rounds, double elapsed) =>
            rounds >= Rounds ? elapsed >= seconds : rounds >= FewestRounds && elapsed >= 10 * seconds;
    }

    /// <summary>The same for things that measure themselves, such as another process.</summary>
    /// <remarks>Not an overload of <see cref="Compare"/>: that would also accept a lambda that returns a dot product,
    /// and take the result for seconds.</remarks>
    /// <param name="seconds">For how long to measure, at least thirty rounds.</param>
    /// <param name="runs">Each runs once, warm already, and returns its seconds.</param>
    /// <returns>One timing per run.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="runs"/> is null.</exception>
    public static Timing[] CompareRuns(double seconds, params Func<double>[] runs) =>
        CompareRuns(seconds, Rounds, runs);

    /// <summary>The same with a given minimum number of rounds, for runs that take seconds.</summary>
    /// <param name="seconds">For how long to measure.</param>
    /// <param name="rounds">How many rounds there are at least.</param>
    /// <param name="runs">Each runs once, warm already, and returns its seconds.</param>
    /// <returns>One timing per run.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="runs"/> is null.</exception>
    public static Timing[] CompareRuns(double seconds, int rounds, params Func<double>[] runs) =>
        CompareRuns(runs, (done, elapsed) => done >= rounds && elapsed >= seconds);

    private static Timing[] CompareRuns(Func<double>[] runs, Func<int, double, bool> isEnough)
    {
        ArgumentNullException.ThrowIfNull(runs);
        List<double>[] times = [.. runs.Select(_ => new List<double>())];
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; !isEnough(round, Stopwatch.GetElapsedTime(start).TotalSeconds); round++)
        {
            for (int i = 0; i < runs.Length; i++)
            {
                times[i].Add(runs[i]());
            }
        }

        return [.. times.Select(From)];
    }

    private static Func<double>[] Warm(Action[] actions)
    {
        int[] repetitions = WarmUp(50e-6, actions);
        return [.. actions.Select((action, i) => (Func<double>)(() => Once(action, repetitions[i])))];
    }

    /// <summary>
    /// Runs actions until they are fully compiled and no longer become faster, and says how often each fits into a
    /// measurement.
    /// </summary>
    /// <remarks>
    /// The JIT compiles a method fully when it has been called thirty times, in the background, and it counts calls
    /// only after a tenth of a second without new code. In a notebook that can take long, because the C# compiler's own
    /// methods wait to be compiled, too. So each round begins when nothing was compiled for a while, or after two
    /// seconds; these pauses are the same for one action and for many. After three seconds for each action, and two
    /// rounds at least, what still becomes faster is taken as it is.
    /// </remarks>
    /// <param name="measurement">The least seconds of one measurement: many times what the clock can tell
    /// apart.</param>
    /// <param name="actions">What to warm up.</param>
    /// <returns>The repetitions for <see cref="Once"/>, at least one, for each action.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="actions"/> or one of them is null.</exception>
    public static int[] WarmUp(double measurement, params Action[] actions) =>
        WarmUpWith(WaitForTheCompiler, measurement, actions);

    /// <summary>The same with another way to wait before each round.</summary>
    internal static int[] WarmUpWith(Action wait, double measurement, Action[] actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        Array.ForEach(actions, action => Once(action, 1));
        double[] fastest = [.. actions.Select(_ => double.MaxValue)];
        List<int> cold = [.. Enumerable.Range(0, actions.Length)];
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; cold.Count > 0 && (round < 2 || Seconds(start) < 3 * actions.Length); round++)
        {
            wait();
            cold.RemoveAll(i =>
            {
                double before = fastest[i];
                fastest[i] = Math.Min(before, FastestOfMany(actions[i]));
                return fastest[i] >= 0.9 * before;
            });
        }

        return [.. fastest.Select(time => (int)Math.Clamp(measurement / Math.Max(time, 1e-9), 1, 1_000_000))];
    }

    /// <summary>Waits until the JIT has compiled nothing for a while, in two seconds at most.</summary>
    private static void WaitForTheCompiler()
    {
        long compiled;
        long start = Stopwatch.GetTimestamp();
        do
        {
            compiled = JitInfo.GetCompiledMethodCount();
            Thread.Sleep(110);
        }
        while (JitInfo.GetCompiledMethodCount() != compiled && Seconds(start) < 2);
    }

    /// <summary>
    /// The seconds of the fastest of so many runs that the JIT compiles the action fully; of fewer if they take long:
    /// then only what each run calls often matters.
    /// </summary>
    private static double FastestOfMany(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        double fastest = double.MaxValue,
            seconds = 0;
        for (int run = 0; (run < Rounds + 5 && seconds < 0.05) || seconds < 0.01; run++)
        {
            fastest = Math.Min(fastest, Once(action, 1));
            seconds = Seconds(start);
        }

        return fastest;
    }

    /// <summary>The seconds of one run, averaged over <paramref name="repetitions"/>.</summary>
    public static double Once(Action action, int repetitions)
    {
        ArgumentNullException.ThrowIfNull(action);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repetitions; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / repetitions;
    }

    private static double Seconds(long since) => Stopwatch.GetElapsedTime(since).TotalSeconds;

    private static Timing From(List<double> times)
    {
        times.Sort();
        double median = times[times.Count / 2];
        return new(median, times[0], (times[times.Count * 3 / 4] - times[times.Count / 4]) / median, times.Count);
    }
}
