using Attention.NotebookRunner.Run;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Commands;

/// <summary>What a run writes besides reports.</summary>
/// <param name="InPlace">Whether outputs are written into the notebooks themselves.</param>
/// <param name="CopiesFolder">The folder for executed copies; null for none.</param>
/// <param name="PagesFolder">The folder for pages; null for the default, see <see cref="WritesPages"/>.</param>
/// <param name="Check">How outputs are compared with those in the file; null when they are not.</param>
internal sealed record RunTargets(
    bool InPlace = false, string? CopiesFolder = null, string? PagesFolder = null, CheckOptions? Check = null)
{
    /// <summary>Pages are what a run writes when nothing else is asked for.</summary>
    public bool WritesPages => PagesFolder is not null || this is { InPlace: false, CopiesFolder: null, Check: null };

    public SiteOptions PageOptions { get; init; } = new();
}

/// <summary>Where the reports go; null for no report.</summary>
internal sealed record ReportFiles(string? Trx = null, string? JUnit = null);

/// <summary>Everything that a command line asks of a run.</summary>
internal sealed record RunRequest
{
    /// <summary>Files and folders; none means every chapter.</summary>
    public string[] Notebooks { get; init; } = [];

    public RunTargets Targets { get; init; } = new();

    public ReportFiles Reports { get; init; } = new();

    /// <summary>Whether a failure leaves the remaining notebooks running.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>How many notebooks run at the same time.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Whether a process that has ended a notebook well may run another: a few seconds less for each.
    /// </summary>
    public bool SharesProcesses { get; init; }

    /// <summary>Folders besides the repository from which <c>#r "path"</c> may load.</summary>
    public string[] AllowedFolders { get; init; } = [];

    public RunOptions Options { get; init; } = new();
}
