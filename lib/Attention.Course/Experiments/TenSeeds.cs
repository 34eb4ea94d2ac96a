using System.Globalization;
using System.Text;
using Attention.Display;

namespace Attention.Course.Experiments;

/// <summary>An experiment repeated with the seeds 1 … 10: <c>data/ten-seeds.tsv</c>.</summary>
/// <remarks>The file is the result of training every model ten times; reading it trains nothing.</remarks>
public sealed class TenSeeds
{
    internal const string File = "ten-seeds.tsv";
    private const int Count = 10;

    private static readonly (string Name, Func<ulong, IEnumerable<Measured>> Train)[] s_experiments =
    [
        (nameof(WhyQkv), WhyQkv.Measure),
        (nameof(WhyQkv.FruitsOfTenSeeds), WhyQkv.MeasureFruits),
        (nameof(WhyScale), WhyScale.Measure),
        (nameof(WhyHeads), WhyHeads.Measure),
        (nameof(WhyHeads.FixedRolesOfTenSeeds), WhyHeads.MeasureFixedRoles),
        (nameof(ImpossibleScore), ImpossibleScore.Measure),
        (nameof(SequenceTasks), SequenceTasks.Measure),
        (nameof(WhyPositions), WhyPositions.Measure),
        (nameof(WhyPositions.LongerOfTenSeeds), WhyPositions.MeasureLonger),
    ];

    private static readonly Lazy<string[][]> s_rows = new(() => [.. Corpus.Rows(Corpus.Resource(File))]);

    private readonly Dictionary<(string Model, string Measure), SeedRange> _ranges;

    private TenSeeds(IEnumerable<string[]> rows) => _ranges = rows.ToDictionary(
        cells => (cells[1], cells[2]),
        cells => new SeedRange([.. cells[3..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))]));

    /// <summary>The names of the models, in the order of the file.</summary>
    public IReadOnlyList<string> Models => [.. _ranges.Keys.Select(key => key.Model).Distinct()];

    /// <summary>The names of what was measured, such as <c>right %</c>, in the order of the file.</summary>
    public IReadOnlyList<string> Measures => [.. _ranges.Keys.Select(key => key.Measure).Distinct()];

    /// <summary>One measure of one model over the ten seeds.</summary>
    /// <param name="model">One of <see cref="Models"/>.</param>
    /// <param name="measure">One of <see cref="Measures"/>.</param>
    /// <exception cref="ArgumentException">The file has no such pair; the message lists the names.</exception>
    public SeedRange this[string model, string measure] => _ranges.TryGetValue((model, measure), out SeedRange? range)
        ? range
        : throw new ArgumentException(
            $"There is no “{measure}” of “{model}”. Models: {string.Join("; ", Models)}. "
                + $"Measures: {string.Join("; ", Measures)}.",
            Models.Contains(model) ? nameof(measure) : nameof(model));

    /// <summary>The means over ten seeds: one row for each model, one column for each measure.</summary>
    /// <param name="title">What stands above the table.</param>
    /// <param name="models">The rows; all models when empty.</param>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public Table Means(string title, params string[] models)
    {
        ArgumentNullException.ThrowIfNull(models);
        string[] rows = models.Length > 0 ? models : [.. Models], columns = [.. Measures];
        return Table.Of(
            Cells(rows, columns, (row, column) => this[row, column].Mean), rows, columns, title, decimals: 0);
    }

    /// <summary>
    /// One measure over ten seeds: one row for each model, with the mean, the lowest and the highest.
    /// </summary>
    /// <param name="measure">One of <see cref="Measures"/>.</param>
    /// <param name="title">What stands above the table.</param>
    /// <param name="models">The rows; all models when empty.</param>
    /// <exception cref="ArgumentException">There is no such model or measure.</exception>
    public Table Ranges(string measure, string title, params string[] models)
    {
        ArgumentNullException.ThrowIfNull(models);
        string[] rows = models.Length > 0 ? models : [.. Models], columns = ["mean", "lowest", "highest"];
        return Table.Of(Cells(rows, columns, Value), rows, columns, title, decimals: 1);

        double Value(string row, string column) => this[row, measure] is var range && column == "mean" ? range.Mean
            : column == "lowest" ? range.Lowest : range.Highest;
    }

    internal static TenSeeds Of(string experiment) => new(s_rows.Value.Where(cells => cells[0] == experiment));

    /// <summary>Trains every model of every experiment with one seed.</summary>
    internal static IEnumerable<(string Experiment, Measured Measured)> Train(ulong seed)
        => s_experiments.SelectMany(
            experiment => experiment.Train(seed).Select(measured => (experiment.Name, measured)));

    /// <summary>Trains every model ten times and writes the file: about two minutes of one core.</summary>
    internal static string Generate()
    {
        int[] seeds = [.. Enumerable.Range(1, Count)];
        (string Experiment, Measured Measured)[][] trained = [.. seeds.Select(seed => Train((ulong)seed).ToArray())];
        var text = new StringBuilder($"experiment\tmodel\tmeasure\t{string.Join('\t', seeds)}\n");
        foreach ((int i, (string experiment, Measured measured)) in trained[0].Index())
        {
            text.AppendJoin('\t', experiment, measured.Model, measured.Measure, "");
            text.AppendJoin('\t', trained.Select(seed => seed[i].Measured.Text)).Append('\n');
        }

        return text.ToString();
    }

    private static double[,] Cells(string[] rows, string[] columns, Func<string, string, double> value)
    {
        var cells = new double[rows.Length, columns.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                cells[i, j] = value(rows[i], columns[j]);
            }
        }

        return cells;
    }
}
