using Microsoft.Playwright;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>An open page, as a reader uses it.</summary>
internal sealed class LearnPage : IAsyncDisposable
{
    public LearnPage(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(180_000); // a busy machine may need one
        page.PageError += (_, error) => Errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Errors.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>What went wrong in the page. A server that is gone counts, too.</summary>
    public List<string> Errors { get; } = [];

    public ILocator Cell(string id) => Page.Locator("#cell-" + id);

    public Task ReadyAsync() => UntilAsync(
        () => Page.EvaluateAsync<string?>("() => document.querySelector('.kernel-state')?.textContent"), "Ready");

    public Task StateAsync(string id, params string[] states) => UntilAsync(
        () => Page.EvaluateAsync<string?>("id => document.querySelector('#cell-' + id)?.dataset.state", id), states);

    public async Task ClickAsync(string id, string button)
    {
        ILocator one = Cell(id).GetByRole(AriaRole.Button, new() { Name = button, Exact = true });
        await one.ScrollIntoViewIfNeededAsync();
        await one.ClickAsync();
    }

    /// <summary>Runs all cells from top to bottom and waits until none is left to run.</summary>
    public async Task RunAllAsync()
    {
        await Page.Locator(".live-bar").GetByRole(AriaRole.Button, new() { Name = "Run all", Exact = true })
            .ClickAsync();
        await UntilAsync(() => Page.EvaluateAsync<string?>(
            "() => String([...document.querySelectorAll('.cell.live')]"
                + ".filter(cell => ['idle', 'queued', 'running'].includes(cell.dataset.state)).length)"), "0");
    }

    /// <summary>Types a text in place of all that stands in a cell's editor.</summary>
    public async Task TypeAsync(string id, string text)
    {
        await FocusAsync(id);
        await Page.Keyboard.PressAsync("Control+A");
        await Page.Keyboard.InsertTextAsync(text);
    }

    public async Task FocusAsync(string id)
    {
        ILocator editor = Cell(id).Locator(".monaco-editor").First;
        await Cell(id).ScrollIntoViewIfNeededAsync();
        await editor.ClickAsync();
    }

    /// <summary>The text in a cell's editor.</summary>
    public async Task<string> TextAsync(string id)
    {
        await FocusAsync(id);
        return await Page.EvaluateAsync<string>(
            "() => monaco.editor.getEditors().find(editor => editor.hasTextFocus())?.getModel().getValue()");
    }

    public Task UntilShownAsync(string id, string text) => UntilAsync(
        async () => await Page.EvaluateAsync<bool>(
            "([id, text]) => document.querySelector('#cell-' + id + ' .outputs').innerText.includes(text)",
            new[] { id, text }) ? "shown" : "not shown",
        "shown");

    /// <summary>Asks again and again: the page's policy forbids the functions by which Playwright would wait.</summary>
    private static async Task UntilAsync(Func<Task<string?>> ask, params string[] wanted)
    {
        string? last = null;
        for (int tries = 0; tries < 900; tries++)
        {
            try
            {
                last = await ask();
            }
            catch (PlaywrightException) // the page is just being loaded
            {
                last = null;
            }
            if (wanted.Contains(last))
            {
                return;
            }
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"It is {last ?? "nothing"} and not {string.Join(" or ", wanted)}.");
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
