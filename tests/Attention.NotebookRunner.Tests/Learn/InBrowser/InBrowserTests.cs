using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Attention.KernelHost.Protocol;
using Attention.NotebookRunner.Commands;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Learn;
using Attention.NotebookRunner.Learn.Session;
using Attention.NotebookRunner.Run;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Attention.NotebookRunner.Tests.Learn.InBrowser;

/// <summary>The course in the browser alone: C# runs in the page, and the server only hands out files.</summary>
[Collection(LiveSite.Name)]
public sealed class InBrowserTests(LiveSite site) : IAsyncLifetime
{
    private const string First = "01-dot-products.html";

    /// <summary>Bytes of a first visit with a run, compressed with Brotli.</summary>
    private const long LargestVisit = 8_000_000;

    private static readonly JsonSerializerOptions Messages = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    public static TheoryData<string> LiveChapters =>
    [
        "01-dot-products", "02-similarity-matrix", "03-softmax", "04-qkv-projections", "05-masking", "06-multi-head",
        "extras/positions", "extras/text-1", "extras/text-2",
    ];

    public ValueTask InitializeAsync() => site.StartAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(LiveChapters))]
    public async Task Every_cell_that_is_compared_shows_what_the_notebook_holds_and_every_solution_passes(string name)
    {
        string path = Path.Combine(Repository.Find()!.Root, "notebooks", name + ".ipynb");
        NotebookDocument notebook = NotebookDocument.Read(path, path);
        LiveCell[] cells = LiveCell.Of(Chapter.CellsOf(notebook)
            .Where(cell => !cell.Has("optional")));
        Dictionary<string, string> solutions = Solutions.Of(notebook)
            .ToDictionary(one => notebook.Cells[one.At].Id, one => one.Code);
        LiveCell[] exercises = [.. cells.Where(cell => cell.Check is not null)];
        Assert.Equal(name.Contains("text"), exercises.Length == 0); // the pages of the two texts have none
        (string Id, string Code)[] run =
        [
            .. cells.Select(cell => (cell.Id, cell.Text)),
            .. exercises.SelectMany(cell => new[]
            {
                (cell.Id, solutions[cell.Id]), (cell.Check!, cells.Single(one => one.Id == cell.Check).Text),
            }),
        ];

        List<CellEvent>[] shown = await RunAsync(run);

        var displays = new Dictionary<string, JsonObject>();
        var difference = new OutputDifference(new CheckOptions());
        Assert.Multiple([.. cells.Select((cell, i) => (Action)(() =>
        {
            JsonArray now = Record(cell.Id, shown[i], displays);
            if (OutputDifference.Matters(cell.Cell))
            {
                Assert.Null(difference.Of(cell.Cell.Outputs, now) is { } part ? $"{cell.Id}: {part}" : null);
            }
        }))]);
        foreach ((int i, (string id, string _)) in run.Index().Skip(cells.Length))
        {
            string said = Record(id, shown[i], displays).ToJsonString();
            Assert.DoesNotContain("\"error\"", said, StringComparison.Ordinal);
            if (cells.Single(one => one.Id == id).IsCheck)
            {
                Assert.Contains("Solved", said, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Nothing_is_loaded_for_CSharp_before_the_first_run_and_all_of_it_is_small()
    {
        IBrowserContext context = await site.ContextAsync();
        var loaded = new List<string>();
        context.Request += (_, request) => loaded.Add(new Uri(request.Url).AbsolutePath.TrimStart('/'));
        await using var page = new LearnPage(await context.NewPageAsync());
        await page.Page.GotoAsync(new Uri(site.Address, First).ToString());
        await Expect(page.Page.Locator(".kernel-state")).ToHaveTextAsync("C# is loaded with the first run");
        Assert.DoesNotContain(loaded, path => path.Contains("_framework", StringComparison.Ordinal));

        var time = System.Diagnostics.Stopwatch.StartNew();
        await page.ClickAsync("hand-vectors", "Run");
        await page.StateAsync("hand-vectors", "done");
        time.Stop();

        string[] files = [.. loaded.Distinct().Where(path => path.Length > 0)];
        (long Brotli, long Gzip)[] sizes = [.. files.Select(path => site.Compressed(Uri.UnescapeDataString(path)))];
        long size = sizes.Sum(one => one.Brotli);
        TestContext.Current.SendDiagnosticMessage(
            $"In the browser: first visit with a run {size / 1e6:0.00} MB by Brotli, "
            + $"{sizes.Sum(one => one.Gzip) / 1e6:0.00} MB by gzip, {files.Length} files; "
            + $"the first cell after {time.Elapsed.TotalSeconds:0.0} s");
        Assert.InRange(size, 1, LargestVisit);
        Assert.Contains(files, path => path.Contains("_framework", StringComparison.Ordinal));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Who_types_before_the_first_run_loads_nothing_and_is_told_nothing()
    {
        await using LearnPage page = await site.OpenAsync(First);
        await page.TypeAsync("by-hand", "1 + 1");
        await page.Page.WaitForFunctionAsync(
            "() => localStorage.getItem('draft 01-dot-products by-hand')?.includes('1 + 1')");
        await Task.Delay(200, TestContext.Current.CancellationToken);

        await Expect(page.Page.Locator(".kernel-state")).ToHaveTextAsync("C# is loaded with the first run");
        await Expect(page.Page.Locator(".notice")).ToHaveTextAsync("");
    }

    [Fact]
    public async Task A_learner_guesses_errs_solves_and_finds_it_all_after_a_reload()
    {
        await using LearnPage page = await site.OpenAsync(First);
        await page.FocusAsync("exercise-dot");
        await page.TypeAsync("exercise-dot", LearnPageTests.Wrong);
        await page.ClickAsync("exercise-dot", "Check");
        ILocator mark = page.Cell("exercise-dot").Locator(".mark");
        await Expect(mark).ToHaveTextAsync(" ○ tried", new() { Timeout = 180_000 });

        await page.TypeAsync("exercise-dot", LearnPageTests.Right);
        await page.ClickAsync("exercise-dot", "Check");
        await Expect(mark).ToHaveTextAsync(" ✓ solved", new() { Timeout = 180_000 });
        ILocator question = page.Cell("by-hand").Locator(".prediction");
        await question.GetByRole(AriaRole.Textbox).FillAsync("24");
        await question.GetByRole(AriaRole.Textbox).PressAsync("Enter");
        await Expect(question.Locator(".verdict")).ToContainTextAsync("Your guess was right.");

        await page.Page.ReloadAsync();
        await Expect(page.Cell("exercise-dot").Locator(".mark")).ToHaveTextAsync(" ✓ solved");
        Assert.Contains("x[i] * y[i]", await page.TextAsync("exercise-dot"), StringComparison.Ordinal);
        await page.ClickAsync("exercise-dot", "Reset");
        Assert.DoesNotContain("x[i] * y[i]", await page.TextAsync("exercise-dot"), StringComparison.Ordinal);
        await page.ClickAsync("exercise-dot", "Bring back");
        Assert.Contains("x[i] * y[i]", await page.TextAsync("exercise-dot"), StringComparison.Ordinal);
        await page.Page.GotoAsync(new Uri(site.Address, "index.html").ToString());
        await Expect(page.Page.Locator(".chapter-progress").First).ToHaveTextAsync("1 of 4 solved");
        await Expect(page.Page.Locator(".card .progress").First).ToContainTextAsync("1 of");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_loop_without_end_is_stopped_and_the_session_is_there_again()
    {
        await using LearnPage page = await site.OpenAsync(First);
        await page.ClickAsync("hand-vectors", "Run");
        await page.StateAsync("hand-vectors", "done");

        await StopALoopAsync(page);

        await Expect(page.Page.Locator(".notice")).ToContainTextAsync("Stopped. The session was rebuilt: ");
        await page.UntilShownAsync("by-hand", "You stopped this cell.");
        await page.TypeAsync("by-hand", "Console.Write(apple.Length);"); // made by a cell above
        await page.ClickAsync("by-hand", "Run");
        await page.StateAsync("by-hand", "done");
        await page.UntilShownAsync("by-hand", "3");
    }

    [Fact]
    public async Task A_cell_that_ran_again_after_others_had_used_it_does_not_break_the_rebuilt_session()
    {
        await using LearnPage page = await site.OpenAsync(First);
        await page.ClickAsync("lengths", "Run");
        await page.StateAsync("lengths", "done");
        await page.TypeAsync("hand-vectors", "float[] apple = [9];");
        await page.ClickAsync("hand-vectors", "Run");
        await page.StateAsync("hand-vectors", "done");

        await StopALoopAsync(page);

        await Expect(page.Page.Locator(".notice")).ToContainTextAsync("cells that had run ran again.");
        await page.TypeAsync("by-hand", "Console.Write($\"{apple.Length} {Norm(three[0])}\");");
        await page.ClickAsync("by-hand", "Run");
        await page.StateAsync("by-hand", "done");
        await page.UntilShownAsync("by-hand", "1 5");
    }

    [Theory]
    [InlineData("Environment.Exit(3);", "the code left it with exit code 3")]
    [InlineData("int Deep(int n) => Deep(n + 1) + 1;\nDeep(0)", "it ran out of stack")]
    [InlineData("Environment.FailFast(\"enough\");", "the code ended it")]
    public async Task Code_that_ends_CSharp_is_told_and_the_session_is_there_again(string code, string told)
    {
        await using LearnPage page = await site.OpenAsync(First);
        await page.ClickAsync("hand-vectors", "Run");
        await page.StateAsync("hand-vectors", "done");
        await page.TypeAsync("by-hand", code);

        await page.ClickAsync("by-hand", "Run");

        await page.StateAsync("by-hand", "failed");
        await page.UntilShownAsync("by-hand", told);
        await page.TypeAsync("by-hand", "Console.Write(apple.Length);"); // made by a cell above
        await page.ClickAsync("by-hand", "Run");
        await page.StateAsync("by-hand", "done");
        await page.UntilShownAsync("by-hand", "3");
    }

    [Fact]
    public async Task A_training_shows_how_far_it_is_until_it_has_ended()
    {
        await using LearnPage page = await site.OpenAsync("04-qkv-projections.html");
        ILocator bar = page.Cell("train").Locator("progress");
        await Expect(bar).ToBeHiddenAsync();

        await page.ClickAsync("train", "Run");

        await Expect(bar).ToBeVisibleAsync(new() { Timeout = 180_000 });
        Assert.InRange(await bar.EvaluateAsync<double>("bar => bar.value"), 0.01, 1);
        await page.StateAsync("train", "done");
        await Expect(bar).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_foreign_name_for_this_computer_gets_no_page()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Address, First));
        request.Headers.Host = "course.example";

        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_chapter_that_measures_says_that_it_does_not_run_here_and_has_no_control()
    {
        await using LearnPage page = await site.OpenAsync("07-performance.html");
        await Expect(page.Page.Locator("main > .note").First).ToContainTextAsync("does not run in the browser");
        Assert.Equal(0, await page.Page.Locator(".live-bar, .cell-bar").CountAsync());
    }

    /// <summary>Lets the cell by-hand run without end, stops it, and waits for the rebuilt session.</summary>
    private static async Task StopALoopAsync(LearnPage page)
    {
        await page.TypeAsync("by-hand", "while (true) { }");
        await page.ClickAsync("by-hand", "Run");
        await page.StateAsync("by-hand", "running");
        await page.ClickAsync("by-hand", "Stop");
        await page.StateAsync("by-hand", "stopped");
        await page.ReadyAsync();
    }

    private static JsonArray Record(string cell, List<CellEvent> shown, Dictionary<string, JsonObject> displays)
    {
        var recorder = new OutputRecorder(new OutputBudget(), cell, displays);
        foreach (CellEvent message in shown)
        {
            if (message.Kind is CellEventKind.Error or CellEventKind.PackageMissing)
            {
                recorder.AddError(message.Name, message.Text);
            }
            else
            {
                Assert.Null(recorder.Add(message));
            }
        }
        return recorder.ToJson();
    }

    /// <summary>
    /// Runs code in the page's worker, in a run without a learner, as the notebooks' own outputs were made.
    /// </summary>
    private async Task<List<CellEvent>[]> RunAsync((string Id, string Code)[] cells)
    {
        IBrowserContext context = await site.ContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(site.Address, "empty.html").ToString());
        string said = await page.EvaluateAsync<string>(
            """
            cells => new Promise((resolve, reject) => {
              const worker = new Worker("live/worker.js", { type: "module" }), shown = cells.map(() => []);
              let at = -1;
              const next = () => {
                at++;
                if (at === cells.length) { worker.terminate(); resolve(JSON.stringify(shown)); return; }
                worker.postMessage({ cell: cells[at][0], code: cells[at][1] });
              };
              worker.onerror = problem => reject(new Error(problem.message));
              worker.onmessage = ({ data }) => {
                if (data.ended !== undefined) { reject(new Error(data.ended)); }
                else if (data.isLoaded) { worker.postMessage({ record: null }); }
                else if (data.isReady || data.kind === "Done") { next(); }
                else if (data.kind) { shown[at].push(data); }
              };
            })
            """,
            cells.Select(cell => new[] { cell.Id, cell.Code }).ToArray());
        await context.CloseAsync();
        return JsonSerializer.Deserialize<List<CellEvent>[]>(said, Messages)!;
    }
}
