using System.Diagnostics;

namespace Attention.Course;

public sealed partial record Timing
{
    /// <summary>After so many calls the JIT compiles a method anew.</summary>
    private const int CallsUntilCompiled = 30;

    /// <summary>
    /// Runs actions until the JIT has nothing left to compile of what they call often, and says how often each fits
    /// into a measurement.
    /// </summary>
    /// <remarks>
    /// The JIT compiles a method anew when it has been called thirty times, in the background, and it counts calls only
    /// when there has been no new code for a while. So each action is run in rounds of 35 calls, or of fewer if they
    /// take long, and a round begins when calls are counted. An action is warm after a round, the second or a later
    /// one, in which nothing was compiled. After three seconds for each action, and two rounds at least, the others are
    /// taken as they are.
    /// </remarks>
    /// <param name="measurement">The least seconds of one measurement: many times what the clock can tell
    /// apart.</param>
    /// <param name="actions">What to warm up.</param>
    /// <returns>The repetitions for <see cref="Once"/>, at least one, for each action.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="actions"/> or one of them is null.</exception>
    public static int[] WarmUp(double measurement, params Action[] actions) =>
        WarmUp(new JitActivity(), measurement, actions);

    /// <summary>The same with another way to see what the JIT does.</summary>
    internal static int[] WarmUp(JitActivity jit, double measurement, Action[] actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        Array.ForEach(actions, action => ArgumentNullException.ThrowIfNull(action, nameof(actions)));
        Array.ForEach(actions, action => action());
        var fastest = new double[actions.Length];
        List<int> cold = [.. Enumerable.Range(0, actions.Length)];
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; cold.Count > 0 && (round < 2 || Seconds(start) < 3 * actions.Length); round++)
        {
            jit.WaitUntilItCountsCalls();
            var stillCold = new List<int>();
            foreach (int i in cold)
            {
                long compiled = jit.Compiled;
                fastest[i] = FastestOfMany(actions[i]);
                jit.WaitUntilItHasCompiled();
                if (round == 0 || jit.Compiled != compiled)
                {
                    stillCold.Add(i);
                }
            }

            cold = stillCold;
        }

        return [.. fastest.Select(time => (int)Math.Clamp(measurement / Math.Max(time, 1e-9), 1, 1_000_000))];
    }

    private static Func<double>[] Warm(Action[] actions)
    {
        int[] repetitions = WarmUp(50e-6, actions);
        return [.. actions.Select((action, i) => (Func<double>)(() => Once(action, repetitions[i])))];
    }

    /// <summary>
    /// The seconds of the fastest of so many runs that the JIT compiles the action anew; of fewer if they take long:
    /// then only what each run calls often matters.
    /// </summary>
    private static double FastestOfMany(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        double fastest = double.MaxValue,
            seconds = 0;
        for (int run = 0; (run < CallsUntilCompiled + 5 && seconds < 0.05) || seconds < 0.01; run++)
        {
            fastest = Math.Min(fastest, Once(action, 1));
            seconds = Seconds(start);
        }

        return fastest;
    }
}
