using System.Diagnostics;

namespace Attention.Course;

/// <summary>How long something took, measured many times.</summary>
/// <param name="Median">The middle time in seconds: what to quote.</param>
/// <param name="Fastest">The shortest time in seconds: the least disturbed run.</param>
/// <param name="Spread">The distance between the quartiles divided by the median: 0.02 is calm, 0.2 a noisy
/// machine.</param>
/// <param name="Runs">How many times were taken.</param>
public sealed partial record Timing(double Median, double Fastest, double Spread, int Runs)
{
    /// <summary>How often everything is timed at least; in <see cref="Compare"/> only what does not take long.</summary>
    public const int Rounds = 30;

    /// <summary>How often <see cref="Compare"/> times what takes long: enough for quartiles.</summary>
    public const int FewestRounds = 9;

    /// <summary>The spread from which on a ratio of two times says nothing.</summary>
    public const double LargestSpread = 0.2;

    /// <summary>Whether the times differ too much from each other to be compared with others.</summary>
    public bool IsTooNoisy => !(Spread <= LargestSpread);

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
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is not finite.</exception>
    public static Timing Of(Action action, double seconds = 0.3)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Each(seconds, action)[0];
    }

    /// <summary>Times actions one after the other, so that none evicts what another has in a cache.</summary>
    /// <remarks>They are warmed up together, which takes less time than each alone: see <see cref="WarmUp(double, Action[])"/>.</remarks>
    /// <param name="seconds">For how long to measure each, at least thirty times.</param>
    /// <param name="actions">What to measure.</param>
    /// <returns>One timing per action.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="actions"/> or one of them is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is not finite.</exception>
    public static Timing[] Each(double seconds, params Action[] actions)
    {
        RequireFinite(seconds);
        return [.. Warm(actions).Select(run => CompareRuns(seconds, run)[0])];
    }

    /// <summary>
    /// Times two or more actions in turn, A B C A B C …, so that a change of the machine's speed meets all of them.
    /// </summary>
    /// <param name="seconds">For how long to measure: at least thirty rounds, or nine where thirty would take more than
    /// ten times as long.</param>
    /// <param name="actions">What to compare.</param>
    /// <returns>One timing per action.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="actions"/> or one of them is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is not finite.</exception>
    public static Timing[] Compare(double seconds, params Action[] actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        return CompareEach(seconds, actions)[0];
    }

    /// <summary>
    /// Times several groups of actions, one group after the other, each as <see cref="Compare"/> does.
    /// </summary>
    /// <remarks>They are warmed up together, which takes less time than each alone: see <see cref="WarmUp(double, Action[])"/>.</remarks>
    /// <param name="seconds">For how long to measure each group.</param>
    /// <param name="groups">What to compare; only actions of one group are timed in turn.</param>
    /// <returns>One timing per action, group by group.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="groups"/>, one of them or one of their actions is null.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is not finite.</exception>
    public static Timing[][] CompareEach(double seconds, params Action[][] groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        foreach (Action[] group in groups)
        {
            ArgumentNullException.ThrowIfNull(group, nameof(groups));
            Array.ForEach(group, action => ArgumentNullException.ThrowIfNull(action, nameof(groups)));
        }
        RequireFinite(seconds);
        var runs = new Queue<Func<double>>(Warm([.. groups.SelectMany(group => group)]));
        return [.. groups.Select(group => CompareRuns([.. group.Select(_ => runs.Dequeue())], IsEnough))];

        bool IsEnough(int rounds, double elapsed) =>
            rounds >= Rounds ? elapsed >= seconds : rounds >= FewestRounds && elapsed >= 10 * seconds;
    }

    /// <summary>The same for things that measure themselves, such as another process.</summary>
    /// <remarks>Not an overload of <see cref="Compare"/>: that would also accept a lambda that returns a dot product,
    /// and take the result for seconds.</remarks>
    /// <param name="seconds">For how long to measure, at least thirty rounds.</param>
    /// <param name="runs">Each runs once, warm already, and returns its seconds.</param>
    /// <returns>One timing per run.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="runs"/> or one of them is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is not finite.</exception>
    public static Timing[] CompareRuns(double seconds, params Func<double>[] runs) =>
        CompareRuns(seconds, Rounds, runs);

    /// <summary>The same with a given minimum number of rounds, for runs that take seconds.</summary>
    /// <param name="seconds">For how long to measure.</param>
    /// <param name="rounds">How many rounds there are at least.</param>
    /// <param name="runs">Each runs once, warm already, and returns its seconds.</param>
    /// <returns>One timing per run.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="runs"/> or one of them is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is not finite, or
    /// <paramref name="rounds"/> is less than 1.</exception>
    public static Timing[] CompareRuns(double seconds, int rounds, params Func<double>[] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Array.ForEach(runs, run => ArgumentNullException.ThrowIfNull(run, nameof(runs)));
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        RequireFinite(seconds);
        return CompareRuns(runs, (done, elapsed) => done >= rounds && elapsed >= seconds);
    }

    private static Timing[] CompareRuns(Func<double>[] runs, Func<int, double, bool> isEnough)
    {
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

    private static void RequireFinite(double seconds)
    {
        if (!double.IsFinite(seconds))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "The seconds must be a finite number.");
        }
    }

    private static double Seconds(long since) => Stopwatch.GetElapsedTime(since).TotalSeconds;

    private static Timing From(List<double> times)
    {
        times.Sort();
        double median = times[times.Count / 2];
        return new(median, times[0], (times[times.Count * 3 / 4] - times[times.Count / 4]) / median, times.Count);
    }
}
