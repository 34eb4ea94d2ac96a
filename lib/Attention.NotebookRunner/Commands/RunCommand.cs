using System.CommandLine;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Commands;

/// <summary>What a person can ask of a run, in words of the command line.</summary>
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
        var check = new Option<bool>("--check") { Description = "Change no notebook and write no page; fail with exit code 5 when an output in a file is not what its cell shows now. Cells tagged volatile, nbval-ignore-output or optional are not compared." };
        var cellTimeout = new Option<double>("--cell-timeout") { Description = "Seconds that one cell may run before its process is killed.", HelpName = "SECONDS", DefaultValueFactory = _ => DefaultOptions.CellTimeout.TotalSeconds };
        var timeout = new Option<double>("--timeout") { Description = "Seconds that one notebook may run.", HelpName = "SECONDS", DefaultValueFactory = _ => DefaultOptions.Timeout.TotalSeconds };
        var keepGoing = new Option<bool>("--keep-going") { Description = "After a failure start the remaining notebooks all the same." };
        var parameters = new Option<string[]>("--param") { Description = "Assign a value to a variable that the cell tagged “parameters” declares; may be repeated. The new line stands in a cell of its own after it.", HelpName = "NAME=VALUE" };
        var tags = new Option<string[]>("--tags") { Description = "Of the cells that have tags run only those with this tag, or with ! before it all but those. Cells without tags always run. May be repeated.", HelpName = "TAG" };
        var solutions = new Option<bool>("--solutions") { Description = "When a notebook has run, put the model solutions into its exercise cells and run on from the first of them. A solution is the ```csharp block folded under <details><summary>Solution</summary> in the next markdown cells." };
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
            bool changes = result.GetValue(parameters) is { Length: > 0 } || result.GetValue(tags) is { Length: > 0 };
            if (changes && (result.GetValue(inPlace) || result.GetValue(check)))
            {
                result.AddError("--param and --tags change what runs: they go with --out or --html, not with --in-place or --check.");
            }
            if (result.GetValue(solutions) && result.GetValue(inPlace))
            {
                result.AddError("--solutions solves the exercises: it goes with --check, --out or --html, not with --in-place.");
            }
            if (result.GetValue(check) && (result.GetValue(inPlace) || result.GetValue(html) is not null))
            {
                result.AddError("--check changes no notebook and writes no page: it does not go with --in-place or --html.");
            }
        });
        command.SetAction((parsed, cancel) => Execution.RunAsync(new RunRequest(
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
        Execution.RunAsync(new RunRequest([], InPlace: false, Out: null, Html: null, Plotly: null, Check: false, KeepGoing: true, [], null, null, null, DefaultOptions), cancel);

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_]*=")]
    private static partial Regex Parameter();
}
