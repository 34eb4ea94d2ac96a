using System.Text.Json;
using Attention.Notebooks.Tests;
using Microsoft.Playwright;

namespace Attention.FrontEnds.Tests.VsCode;

/// <summary>Every notebook in VS Code's own notebook editor.</summary>
public sealed class VsCodeTests(Chromium browser) : IClassFixture<Chromium>
{
    [Theory]
    [MemberData(nameof(Chapters.AllNames), MemberType = typeof(Chapters))]
    public async Task It_opens_with_its_pictures_and_an_edit_that_is_undone_by_hand_and_saved_leaves_the_file_as_it_was(
        string name)
    {
        Installed.WhenAskedFor();
        using var server = new CodeServer();
        string file = Path.Combine(server.Course.Root, name);
        byte[] before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        DateTime writtenBefore = File.GetLastWriteTimeUtc(file);
        IPage page = await browser.NewPageAsync();
        await page.GotoAsync(await server.AddressAsync());
        await OpenAsync(page, name);

        if (System.Text.Encoding.UTF8.GetString(before).Contains("<img", StringComparison.Ordinal))
        {
            await WaitForPictureAsync(page);
        }
        Assert.Equal(0, await page.Locator(".unicode-highlight").CountAsync());
        // Errors only: on a busy machine VS Code also tells that something is slow.
        Assert.Empty(await page.Locator(".notification-toast:has(.codicon-error)").AllInnerTextsAsync());

        await EditAndSaveAsync(page, FirstCodeCell(before));
        await WaitForAsync(
            () => File.GetLastWriteTimeUtc(file) > writtenBefore && IsWhole(file), "The notebook was not saved.");
        byte[] after = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        Assert.True(before.AsSpan().SequenceEqual(after), FirstDifference(before, after));
        await page.CloseAsync();
    }

    private static async Task OpenAsync(IPage page, string name)
    {
        await page.Locator(".monaco-workbench").WaitForAsync();
        await page.Locator(".explorer-folders-view, .explorer-viewlet").First.WaitForAsync();
        await page.Keyboard.PressAsync("Control+P");
        ILocator input = page.Locator(".quick-input-box input");
        await input.FillAsync(Path.GetFileName(name));
        await page.Locator(".quick-input-list .monaco-list-row", new() { HasText = Path.GetFileName(name) }).First
            .WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".notebook-editor .cell-list-container, .notebookOverlay .cell-list-container").First
            .WaitForAsync();
    }

    /// <summary>Outputs stand in a frame of their own. One scrolls down until a picture has been drawn there.</summary>
    private static async Task WaitForPictureAsync(IPage page)
    {
        const string Drawn = "() => [...document.images].some(i => i.complete && i.naturalWidth > 100)"
            + " || [...document.querySelectorAll('svg')].some(s => s.getBoundingClientRect().width > 100)";
        await page.Mouse.MoveAsync(800, 500);
        for (int tries = 0; tries < 240; tries++)
        {
            foreach (IFrame frame in page.Frames.Skip(1))
            {
                if (await IsTrueAsync(frame, Drawn))
                {
                    return;
                }
            }
            await page.Mouse.WheelAsync(0, 300);
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
        Assert.Fail("No picture was drawn.");
    }

    private static async Task<bool> IsTrueAsync(IFrame frame, string expression)
    {
        try
        {
            return await frame.EvaluateAsync<bool>(expression);
        }
        catch (PlaywrightException) // the frame has just been replaced
        {
            return false;
        }
    }

    /// <summary>
    /// Types a letter into the first code cell and deletes it again, which marks the notebook as changed; then saves.
    /// By keys alone: a click would need the cell in view, and not below the heading that VS Code keeps at the top.
    /// </summary>
    private static async Task EditAndSaveAsync(IPage page, int firstCode)
    {
        await page.Keyboard.PressAsync("Control+Home");
        await FocusedRow(page, 0).WaitForAsync(new() { State = WaitForSelectorState.Attached });
        for (int cell = 1; cell <= firstCode; cell++)
        {
            await page.Keyboard.PressAsync("ArrowDown");
            await FocusedRow(page, cell).WaitForAsync(new() { State = WaitForSelectorState.Attached });
        }
        await page.Keyboard.PressAsync("Enter");
        await FocusedRow(page, firstCode).Locator(".monaco-editor.focused").WaitForAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync("x");
        await page.Keyboard.PressAsync("Backspace");
        await page.Keyboard.PressAsync("Control+S");
    }

    private static ILocator FocusedRow(IPage page, int cell) =>
        page.Locator($".notebookOverlay .monaco-list-row.focused[data-index='{cell}']");

    private static int FirstCodeCell(byte[] file)
    {
        using var notebook = JsonDocument.Parse(file);
        return notebook.RootElement.GetProperty("cells").EnumerateArray()
            .TakeWhile(cell => cell.GetProperty("cell_type").GetString() != "code").Count();
    }

    /// <summary>VS Code empties the file before it writes it.</summary>
    private static bool IsWhole(string file)
    {
        try
        {
            using var notebook = JsonDocument.Parse(File.ReadAllBytes(file));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static async Task WaitForAsync(Func<bool> condition, string message)
    {
        for (int tries = 0; tries < 120 && !condition(); tries++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
        Assert.True(condition(), message);
    }

    private static string FirstDifference(byte[] before, byte[] after)
    {
        string[] old = System.Text.Encoding.UTF8.GetString(before).Split('\n');
        string[] now = System.Text.Encoding.UTF8.GetString(after).Split('\n');
        int line = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1}: “{old.ElementAtOrDefault(line)}” became “{now.ElementAtOrDefault(line)}”";
    }
}
