using Microsoft.Playwright;

namespace Attention.FrontEnds.Tests.Jupyter;

/// <summary>A notebook that is open in Jupyter.</summary>
internal sealed class JupyterPage(IPage page)
{
    /// <summary>
    /// Runs all cells, as its menu does, and waits until the last has ended. The limit is ten minutes.
    /// </summary>
    public async Task RunAllAsync()
    {
        await page.EvaluateAsync("() => Jupyter.notebook.execute_all_cells()");
        await page.WaitForFunctionAsync(
            "() => Jupyter.notebook.get_cells().filter(c => c.cell_type === 'code')"
            + ".every(c => Number.isInteger(c.input_prompt_number))",
            null,
            new() { Timeout = 600_000 });
    }

    /// <summary>The numbers before the cells, from top to bottom.</summary>
    public Task<int[]> PromptsAsync() => page.EvaluateAsync<int[]>(
        "() => Jupyter.notebook.get_cells().filter(c => c.cell_type === 'code').map(c => c.input_prompt_number)");

    /// <summary>What the cells that ended with an error say.</summary>
    public Task<string[]> ErrorsAsync() => page.EvaluateAsync<string[]>(
        "() => Jupyter.notebook.get_cells().filter(c => c.cell_type === 'code').flatMap(c => c.output_area.outputs"
        + ".filter(o => o.output_type === 'error').map(o => (c.id || '') + ' ' + o.ename + ': ' + o.evalue))");

    /// <summary>Outputs that are wider than the area in which they stand.</summary>
    public Task<string[]> TooWideAsync() => page.EvaluateAsync<string[]>(
        "() => [...document.querySelectorAll('.output_subarea')].filter(area => area.scrollWidth > area.clientWidth + 1"
        + " && getComputedStyle(area).overflowX === 'visible').map(area => area.innerText.slice(0, 80))");

    /// <summary>
    /// Moves the first control of this kind to its last position, and tells whether its figure is drawn otherwise then.
    /// </summary>
    public Task<bool> MoveToEndAsync(string control) => page.EvaluateAsync<bool>(
        """
        control => {
          const input = document.querySelector('.attention-figure ' + control);
          const figure = input.closest('.attention-figure');
          const drawn = () => [...figure.querySelectorAll('div')].map(part => part.shadowRoot?.innerHTML).join();
          const before = drawn();
          input.value = input.max || input.options.length - 1;
          input.dispatchEvent(new Event('input'));
          return drawn() !== before;
        }
        """,
        control);

    /// <summary>Replaces the text of a cell by typing, and runs it together with the one after it.</summary>
    public async Task TypeAndRunAsync(string containing, string code)
    {
        int index = await IndexAsync(containing);
        ILocator editor = page.Locator(".cell").Nth(index).Locator(".CodeMirror");
        await editor.ClickAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(code);
        await page.EvaluateAsync("i => Jupyter.notebook.execute_cells([i, i + 1])", index);
        await page.WaitForFunctionAsync(
            "i => { const prompt = n => Jupyter.notebook.get_cell(n).input_prompt_number;"
            + " return Number.isInteger(prompt(i + 1)) && prompt(i + 1) > prompt(i); }",
            index);
    }

    /// <summary>What the cell after the one with this text shows.</summary>
    public async Task<string> OutputAfterAsync(string containing)
    {
        int index = await IndexAsync(containing);
        return await page.Locator(".cell").Nth(index + 1).Locator(".output").InnerTextAsync();
    }

    private Task<int> IndexAsync(string containing) => page.EvaluateAsync<int>(
        "text => Jupyter.notebook.get_cells().findIndex(c => c.cell_type === 'code' && c.get_text().includes(text))",
        containing);
}
