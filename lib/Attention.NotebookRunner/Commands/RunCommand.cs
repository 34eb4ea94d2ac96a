using System.Collections.Concurrent;
using System.CommandLine;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Cells;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Run;
using Attention.NotebookRunner.Session;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Commands;

/// <summary>Everything a person can ask of a run.</summary>
internal sealed record RunRequest(
    string[] Notebooks, bool InPlace, string? Out, string? Html, FileInfo? Plotly, bool Check, bool KeepGoing, string[] AllowPath, string? Trx, string? Junit, string? Json, RunOptions Options);

/// <summary>The one place where reading, running, showing and writing meet.</summary>
internal static partial class RunCommand
{
    private static readonly RunOptions DefaultOptions = new(TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(10), [], [], Solutions: false);

    private const string HelpText = """
        Runs notebooks, several at once, each in a process of its own. A failed cell ends its notebook.

        Without --in-place, --out, --html or --check it writes pages into site/ at the repository root. The notebook files change only with --in-place.

        Tags of a cell:
          optional             skipped, and counted, when a package that it names cannot be had; may fail for no other reason
          raises-exception     must fail
          skip-execution       never runs; its outputs stay
          volatile             shows something else every time (nbval-ignore-output means the same)
          exercise, parameters see --solutions and --param

        Prose that cannot lie: in markdown, 0.69<!--= Math.Log(2) :F2 --> has the expression evaluated at that point of the notebook,
        and the cell fails when the text before the comment is not the formatted value. The format after the colon may be missing.

        A notebook is code: it runs with your rights. Run only what you trust.

        Exit codes: 0 all well, 1 a cell failed, 2 usage, 3 bad notebook, 4 timeout, 5 stale output, 130 interrupted.
        """;

    public static Command Create()
    {
        Argument<string[]> notebooks = Notebooks.Argument();
        var inPlace = new Option<bool>("--in-place") { Description = "Write the outputs into the notebooks themselves. A notebook in which a cell failed is left as it was." };
        var output = new Option<string?>("--out") { Description = "Write executed copies of the notebooks into this folder.", HelpName = "DIR" };
        var html = new Option<string?>("--html") { Description = "Write one page per notebook and an index into this folder. Default when nothing else is asked for: site/ at the repository root.", HelpName = "DIR" };
        Option<FileInfo> plotly = SiteCommand.PlotlyOption();
        var check = new Option<bool>("--check") { Description = "Write nothing; fail with exit code 5 when an output in a file is not what its cell shows now. Cells tagged volatile, nbval-ignore-output or optional are not compared." };
        var cellTimeout = new Option<double>("--cell-timeout") { Description = "Seconds that one cell may run before its process is killed.", HelpName = "SECONDS", DefaultValueFactory = _ => DefaultOptions.CellTimeout.TotalSeconds };
        var timeout = new Option<double>("--timeout") { Description = "Seconds that one notebook may run.", HelpName = "SECONDS", DefaultValueFactory = _ => DefaultOptions.Timeout.TotalSeconds };
        var keepGoing = new Option<bool>("--keep-going") { Description = "After a failure start the remaining notebooks all the same." };
        var parameters = new Option<string[]>("--param") { Description = "Assign a value to a variable that the cell tagged “parameters” declares; may be repeated. The new line stands in a cell of its own after it.", HelpName = "NAME=VALUE" };
        var tags = new Option<string[]>("--tags") { Description = "Of the cells that have tags run only those with this tag, or with ! before it all but those. Cells without tags always run. May be repeated.", HelpName = "TAG" };
        var solutions = new Option<bool>("--solutions") { Description = "Put the model solutions into the exercise cells: the ```csharp block folded under <details><summary>Solution</summary> in the next markdown cells." };
        var allowPath = new Option<string[]>("--allow-path") { Description = "Let #r \"path\" load DLLs from this folder too; without it only from the repository.", HelpName = "DIR" };
        var trx = new Option<string?>("--trx") { Description = "Write a report for Visual Studio and Azure.", HelpName = "FILE" };
        var junit = new Option<string?>("--junit") { Description = "Write a report in JUnit's XML.", HelpName = "FILE" };
        var json = new Option<string?>("--json") { Description = "Write a report as JSON.", HelpName = "FILE" };
        foreach (Option<double> seconds in new[] { cellTimeout, timeout })
        {
            seconds.Validators.Add(result =>
            {
                if (result.Tokens.Count == 1 && (!double.TryParse(result.Tokens[0].Value, out double value) || value is not (> 0 and <= 1_000_000)))
                {
                    result.AddError($"{seconds.Name} must be a number of seconds greater than 0.");
                }
            });
        }
        parameters.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(t => !Parameter().IsMatch(t.Value)) is { } wrong)
            {
                result.AddError($"--param takes NAME=VALUE with a C# name, not “{wrong.Value}”.");
            }
        });
        tags.Validators.Add(result =>
        {
            if (result.Tokens.Any(t => t.Value.Trim('!').Length == 0))
            {
                result.AddError("--tags takes the name of a tag.");
            }
        });

        var command = new Command("run", HelpText) { notebooks, inPlace, output, html, plotly, check, keepGoing, cellTimeout, timeout, parameters, tags, solutions, allowPath, trx, junit, json };
        command.Validators.Add(result =>
        {
            bool changes = result.GetValue(parameters) is { Length: > 0 } || result.GetValue(tags) is { Length: > 0 } || result.GetValue(solutions);
            if (changes && (result.GetValue(inPlace) || result.GetValue(check)))
            {
                result.AddError("--param, --tags and --solutions change what runs: they go with --out or --html, not with --in-place or --check.");
            }
            if (result.GetValue(check) && result.GetValue(inPlace))
            {
                result.AddError("--check writes nothing, --in-place writes the notebooks: choose one.");
            }
        });
        command.SetAction((parsed, cancel) => RunAsync(new RunRequest(
            parsed.GetValue(notebooks)!, parsed.GetValue(inPlace), parsed.GetValue(output), parsed.GetValue(html), parsed.GetValue(plotly), parsed.GetValue(check), parsed.GetValue(keepGoing),
            parsed.GetValue(allowPath) ?? [], parsed.GetValue(trx), parsed.GetValue(junit), parsed.GetValue(json),
            new RunOptions(
                TimeSpan.FromSeconds(parsed.GetValue(cellTimeout)), TimeSpan.FromSeconds(parsed.GetValue(timeout)),
                [.. (parsed.GetValue(parameters) ?? []).Select(p => KeyValuePair.Create(p[..p.IndexOf('=')], p[(p.IndexOf('=') + 1)..]))],
                parsed.GetValue(tags) ?? [], parsed.GetValue(solutions))), cancel));
        return command;
    }

    /// <summary>The README's first command. Somebody wants to read: a chapter that fails does not keep the others from being shown.</summary>
    public static Task<int> WholeCourseAsync(CancellationToken cancel) =>
        RunAsync(new RunRequest([], InPlace: false, Out: null, Html: null, Plotly: null, Check: false, KeepGoing: true, [], null, null, null, DefaultOptions), cancel);

    private static async Task<int> RunAsync(RunRequest request, CancellationToken cancel)
    {
        Repository? repository = Repository.Find();
        NotebookDocument[] notebooks;
        try
        {
            notebooks = Notebooks.Read(request.Notebooks, repository);
        }
        catch (BadNotebookException e)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCode.BadNotebook;
        }
        if (notebooks.Length == 0)
        {
            Console.Error.WriteLine("There is no notebook to run: name one, or call this inside the repository.");
            return ExitCode.Usage;
        }

        string? html = request.Html ?? (request is { InPlace: false, Out: null, Check: false } ? repository?.Site ?? "site" : null);
        string cache = repository?.PackageCache ?? Path.Combine(Path.GetTempPath(), "attention-packages");
        PrefetchPackages(notebooks, cache);

        var results = new ConcurrentDictionary<NotebookDocument, NotebookResult>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bool failed = false;
        var progress = new Progress(notebooks);
        try
        {
            await progress.ShowAsync(() => Parallel.ForEachAsync(notebooks, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel }, async (notebook, _) =>
            {
                if (Volatile.Read(ref failed) && !request.KeepGoing)
                {
                    return;
                }
                string folder = Path.GetDirectoryName(notebook.Path)!;
                var settings = new SessionSettings(folder, [repository?.Root ?? folder, .. request.AllowPath.Select(Path.GetFullPath)], cache);
                NotebookResult result = await new NotebookRun(notebook, request.Options, settings)
                    .RunAsync(cell => progress.CellStarts(notebook, cell), cell => progress.CellEnds(notebook, cell), cancel);
                result = request.Check ? StaleOutputs.Mark(notebook, result) : result;
                results[notebook] = result;
                failed |= !result.Passed;
                progress.NotebookEnds(notebook, result);
                if (request.InPlace && result.Passed)
                {
                    AtomicFile.Write(notebook.Path, result.Notebook.ToBytes());
                }
            }));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            Console.Error.WriteLine("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCode.Usage;
        }

        NotebookResult[] done = [.. notebooks.Where(results.ContainsKey).Select(n => results[n])];
        if (request.Out is { } folder)
        {
            foreach (NotebookResult result in done)
            {
                AtomicFile.Write(Path.Combine(folder, result.Notebook.Name + ".ipynb"), result.Notebook.ToBytes());
            }
        }
        Reports.Write(done, request.Trx, request.Junit, request.Json);
        Progress.Summary(done, notebooks.Length);
        if (html is not null)
        {
            string index = SiteWriter.Write([.. notebooks.Select(n => results.TryGetValue(n, out NotebookResult? r) ? r.Notebook : n)], html, SiteCommand.PlotlyFile(request.Plotly));
            Console.WriteLine($"Read: {index}");
        }
        return ExitCode.Of(done);
    }

    /// <summary>A restore takes seconds: it starts now, while the first cells run.</summary>
    private static void PrefetchPackages(NotebookDocument[] notebooks, string cache)
    {
        var packages = new Packages(cache);
        foreach (PackageId package in notebooks.SelectMany(n => n.Cells).Where(c => c.Type == "code").SelectMany(c => PackageLine().Matches(c.Source))
            .Select(m => PackageId.Parse(m.Groups[1].Value)).OfType<PackageId>().Distinct().Where(p => !p.IsKernelExtension))
        {
            _ = Task.Run(() => packages.Resolve(package)).ContinueWith(t => t.Exception, TaskScheduler.Default);
        }
    }

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_]*=")]
    private static partial Regex Parameter();

    [GeneratedRegex("""^\s*#r\s+"(nuget:[^"\n]*)""", RegexOptions.Multiline)]
    private static partial Regex PackageLine();
}
