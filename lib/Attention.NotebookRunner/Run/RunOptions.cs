namespace Attention.NotebookRunner.Run;

/// <summary>How long code may run before its process is killed.</summary>
/// <param name="Cell">Limit for one cell.</param>
/// <param name="Notebook">Limit for all cells of one notebook together.</param>
internal sealed record TimeLimits(TimeSpan Cell, TimeSpan Notebook)
{
    public static readonly TimeLimits Default = new(TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(10));
}

/// <summary>How the cells of a notebook are run.</summary>
internal sealed record RunOptions
{
    public TimeLimits Limits { get; init; } = TimeLimits.Default;

    /// <summary>Name and value of each <c>--param</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>
    /// Of the cells that have tags, only those with one of these run. A name with <c>!</c> before it excludes cells.
    /// </summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    public CellRange Range { get; init; } = new();

    /// <summary>
    /// Whether to put the model solutions into the exercise cells and run a second time from the first of them.
    /// </summary>
    public bool Solutions { get; init; }

    /// <summary>Whether a cell that throws is taken for passed and the cells after it run.</summary>
    public bool AllowErrors { get; init; }
}
