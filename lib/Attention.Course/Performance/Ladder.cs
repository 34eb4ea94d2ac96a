using Attention.Display;
using Attention.Lib;

namespace Attention.Course;

/// <summary>What was measured of one rung: one way of doing some work, checked and timed.</summary>
/// <param name="Name">What it is called in pictures.</param>
/// <param name="Flops">The floating-point operations that the work takes.</param>
/// <param name="Bytes">The bytes that must be read or written.</param>
/// <param name="Time">How long it took.</param>
/// <param name="From">The speed of the cache or memory that the bytes come from.</param>
public sealed record Measurement(string Name, double Flops, double Bytes, Timing Time, Bandwidth From)
{
    /// <summary>The middle time in milliseconds.</summary>
    public double Milliseconds => 1e3 * Time.Median;

    /// <summary>The speed in 10⁹ floating-point operations per second.</summary>
    public double Gigaflops => Flops / Time.Median / 1e9;

    /// <summary>Where it stands on a roofline.</summary>
    public double FlopsPerByte => Flops / Bytes;

    /// <summary>How many times faster this is than another; NaN if one of both is too noisy to say.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="slower"/> is null.</exception>
    public double FasterThan(Measurement slower)
    {
        ArgumentNullException.ThrowIfNull(slower);
        return Time.FasterThan(slower.Time);
    }
}

/// <summary>
/// Rungs: several ways of doing the same work, each checked against the first before it is timed.
/// </summary>
/// <param name="machine">The limits that the rungs are held against.</param>
/// <param name="result">Where every rung writes its result.</param>
/// <param name="from">The cache or memory that the bytes of all rungs come from; null for the level that holds as
/// many bytes as a rung needs.</param>
/// <param name="name">What the work is called where several ladders stand in one picture.</param>
public sealed class Ladder(Machine machine, MatrixView result, Bandwidth? from = null, string name = "")
{
    /// <summary>Float sums in another order differ in their last digits, never by as much as this.</summary>
    private const float Tolerance = 1e-4f;

    private readonly OrderedDictionary<string, (double Flops, double Bytes, Func<double> Seconds)> _work = [];
    private readonly string _name = name;
    private Measurement[] _measurements = [];
    private MatrixView? _expected;

    /// <summary>What the last measurement found, in the order in which the rungs came.</summary>
    public IReadOnlyList<Measurement> Measurements => _measurements;

    /// <summary>What the last measurement found for one rung.</summary>
    /// <param name="name">The name it was measured under.</param>
    /// <exception cref="InvalidOperationException">None has this name.</exception>
    public Measurement this[string name] => _measurements.First(rung => rung.Name == name);

    /// <summary>
    /// Checks some rungs against the first one of all, warms them up, and then measures every rung there is, also the
    /// earlier ones, in turn: when the computer becomes slower, all of them do, and their ratios stay.
    /// </summary>
    /// <param name="flops">The floating-point operations that each of the new rungs takes.</param>
    /// <param name="bytes">The bytes that each must read or write.</param>
    /// <param name="rungs">Name and action; a name measured before is replaced.</param>
    /// <exception cref="InvalidOperationException">One of them computes something else than the first.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="rungs"/> is null.</exception>
    public void Measure(double flops, double bytes, params (string Name, Action Run)[] rungs)
    {
        ArgumentNullException.ThrowIfNull(rungs);
        Array.ForEach(rungs, rung => Check(rung.Name, rung.Run));
        int[] repetitions = Timing.WarmUp(1e-3, [.. rungs.Select(rung => rung.Run)]);
        foreach (((string name, Action run), int calls) in rungs.Zip(repetitions))
        {
            _work[name] = (flops, bytes, () => Timing.Once(run, calls));
        }

        Timing[] times = Timing.CompareRuns(0.5, [.. _work.Values.Select(rung => rung.Seconds)]);
        _measurements = [.. _work.Zip(times, (rung, time) => new Measurement(
            rung.Key, rung.Value.Flops, rung.Value.Bytes, time, from ?? machine.BandwidthFor(rung.Value.Bytes)))];
    }

    /// <summary>How many times faster a rung is than the one before it; NaN if it is too noisy to say.</summary>
    /// <param name="name">The name it was measured under; not the first.</param>
    /// <exception cref="ArgumentException">No rung stands before it.</exception>
    public double Step(string name)
    {
        int place = Array.FindIndex(_measurements, rung => rung.Name == name);
        return place > 0
            ? _measurements[place].FasterThan(_measurements[place - 1])
            : throw new ArgumentException($"No rung stands before “{name}”.", nameof(name));
    }

    /// <summary>The speed of a rung in percent of one core's peak; NaN if its times are too noisy to say.</summary>
    /// <param name="name">The name it was measured under.</param>
    public double PercentOfPeak(string name) => 100 * this[name].Time.Speed(this[name].Flops) / machine.PeakGigaflops;

    /// <summary>A ratio in words: <c>× 3.4</c>, or that it is too noisy to say.</summary>
    /// <param name="ratio">What <see cref="Measurement.FasterThan"/> gave.</param>
    public static string Times(double ratio) => double.IsNaN(ratio)
        ? "too noisy to say"
        : FormattableString.Invariant($"× {(ratio < 10 ? Math.Round(ratio, 1) : Math.Round(ratio))}");

    /// <summary>
    /// Milliseconds, speed, share of one core's peak, the factor to the first rung and to the one above. Where the
    /// spread is above 20 %, the name says that it is too noisy, and there are no factors.
    /// </summary>
    /// <param name="title">What stands above the table.</param>
    /// <param name="isSteps">Whether each rung follows from the one above; else that factor says nothing.</param>
    public Table Table(string title = "", bool isSteps = true)
    {
        (Label Name, Func<int, double> Of)[] columns =
        [
            ("ms", i => Significant(_measurements[i].Milliseconds)),
            ("GFLOP/s", i => Significant(_measurements[i].Gigaflops)),
            ("% of peak", i => Significant(100 * _measurements[i].Gigaflops / machine.PeakGigaflops)),
            (("×", "the first"), i => Significant(_measurements[i].FasterThan(_measurements[0]))),
            .. isSteps
                ? [(("×", "the one above"), i => Significant(FasterThanAbove(i)))]
                : Array.Empty<(Label, Func<int, double>)>(),
            (("spread", "%"), i => Math.Round(100 * _measurements[i].Time.Spread)),
        ];
        double[,] cells = new double[_measurements.Length, columns.Length];
        for (int i = 0; i < _measurements.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                cells[i, j] = columns[j].Of(i);
            }
        }

        return Display.Table.Of(
            cells, (Labels)(Label[])[.. _measurements.Select(Name)],
            (Labels)(Label[])[.. columns.Select(column => column.Name)], title, missing: "–", areRounded: true);
    }

    /// <summary>One bar per rung that is not too noisy: how many times faster than the first.</summary>
    public Figure Bars(string title)
    {
        Measurement[] calm = [.. _measurements.Where(rung => !rung.Time.IsTooNoisy)];
        return calm.Length == 0 || calm[0] != _measurements[0]
            ? SpeedUp.Of([(_measurements[0].Name, _measurements[0].Milliseconds)], $"{title}: too noisy to say")
            : SpeedUp.Of(
                [.. calm.Select(rung => ((Label)rung.Name, rung.Milliseconds))],
                WithNoisy(title, _measurements.Length - calm.Length));
    }

    /// <summary>
    /// The roofline of one core with the rungs of all ladders that are not too noisy, a colour for each ladder.
    /// </summary>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="others">Ladders of other work on the same machine.</param>
    public Figure Roofline(string title, params Ladder[] others)
    {
        (Measurement Measurement, int Group)[] all =
            [.. others.Prepend(this).SelectMany((ladder, group) => ladder._measurements.Select(rung => (rung, group)))];
        RooflineDot[] dots =
        [
            .. all.Where(dot => !dot.Measurement.Time.IsTooNoisy).Select(dot => new RooflineDot(
                dot.Measurement.Name, dot.Measurement.FlopsPerByte, dot.Measurement.Gigaflops,
                machine.Roof(dot.Measurement.FlopsPerByte, dot.Measurement.From), dot.Group)),
        ];
        Label[] names = [.. others.Prepend(this).Select(ladder => new Label(ladder._name))];
        Labels? groups = names.Length > 1 && names.All(name => name.Text.Length > 0) ? (Labels)names : null;
        return machine.Roofline(WithNoisy(title, all.Length - dots.Length), groups, dots);
    }

    /// <summary>The largest distance between elements in the same place.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static float LargestDifference(MatrixView x, MatrixView y)
    {
        if ((x.Rows, x.Columns) != (y.Rows, y.Columns))
        {
            throw new ArgumentException(
                $"x is {x.Rows} x {x.Columns} but y is {y.Rows} x {y.Columns}; they must be of one shape.", nameof(y));
        }

        float largest = 0;
        for (int i = 0; i < x.Rows; i++)
        {
            for (int j = 0; j < x.Columns; j++)
            {
                largest = Math.Max(largest, Math.Abs(x[i, j] - y[i, j])); // NaN if one of them is
            }
        }

        return largest;
    }

    private void Check(string name, Action run)
    {
        result.Fill(float.NaN); // an element that is not written stays NaN
        run();
        if (_expected is not { } expected)
        {
            _expected = new(result.Rows, result.Columns);
            result.CopyTo(_expected.Value);
            return;
        }

        float difference = LargestDifference(expected, result);
        float largest = LargestDifference(expected, new(result.Rows, result.Columns));
        if (!(difference <= Tolerance * Math.Max(1, largest)))
        {
            throw new InvalidOperationException(
                $"“{name}” computes something else than “{_work.GetAt(0).Key}”: "
                    + $"the largest difference is {difference}.");
        }
    }

    private double FasterThanAbove(int i) => _measurements[i].FasterThan(_measurements[Math.Max(i - 1, 0)]);

    private static string WithNoisy(string title, int noisy) =>
        noisy == 0 ? title : $"{title} ({noisy} too noisy to say)";

    private static Label Name(Measurement rung) =>
        rung.Time.IsTooNoisy ? new(rung.Name, "too noisy to say") : new Label(rung.Name);

    /// <summary>Three significant digits, or all before the point; NaN stays NaN.</summary>
    private static double Significant(double value)
        => value <= 0 ? 0
            : double.IsNaN(value) ? value
            : Math.Round(value, Math.Clamp(2 - (int)Math.Floor(Math.Log10(value)), 0, 4));
}
