using System.Text;
using System.Text.Json.Nodes;
using Attention.KernelHost.Protocol;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Run;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>Whatever a cell shows, the notebook that is written can be read again.</summary>
public sealed class OutputRecorderTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Fact]
    public void More_displays_than_the_limit_are_cut_with_a_note() =>
        AssertReadable("more than 10000 outputs in one cell", cells: 1, () =>
            Enumerable.Repeat(Display("text/plain", "1"), 600_000));

    [Fact]
    public void Displays_without_content_count_too() =>
        AssertReadable("more than 10000 outputs in one cell", cells: 1, () =>
            Enumerable.Repeat(new CellEvent(CellEventKind.Display, Data: []), 600_000));

    [Fact]
    public void Short_lines_count_with_what_JSON_adds_to_them() =>
        AssertReadable("more than 6 MB in one cell", cells: 10, () =>
            Enumerable.Repeat(new CellEvent(CellEventKind.Stdout, "x\n"), 1_000_000));

    [Fact]
    public void Control_characters_count_with_their_six_bytes() =>
        AssertReadable("more than 6 MB in one cell", cells: 10, () =>
            Enumerable.Repeat(new CellEvent(CellEventKind.Stdout, new string('\u0001', 4000)), 500));

    [Fact]
    public void All_cells_of_a_notebook_have_one_limit_together() =>
        AssertReadable("more than 36 MB in one notebook", cells: 10, () =>
            Enumerable.Repeat(new CellEvent(CellEventKind.Stdout, new string('x', 100_000)), 59));

    [Fact]
    public void An_error_without_end_is_cut()
    {
        OutputRecorder outputs = Recorder();
        outputs.AddError("E", new string('x', 100_000_000));
        Assert.InRange(NotebookJson.Size(outputs.ToJson()), 20_000, 60_000);
    }

    [Theory]
    [InlineData(58, null)]
    [InlineData(59, "the output application/json: nested deeper than 58 levels at line 1, byte 59")]
    public void JSON_may_be_nested_as_deeply_as_can_be_read_again(int levels, string? refusal)
    {
        OutputRecorder outputs = Recorder();
        Assert.Equal(
            refusal, outputs.Add(Display("application/json", new string('[', levels) + new string(']', levels))));
        AssertReadable(outputs);
    }

    [Theory]
    [InlineData("[x]", "{}")]
    [InlineData("[1]", "{}")]
    [InlineData("[]", "[]")]
    public void HTML_that_looks_like_a_chart_of_Plotly_NET_is_kept_as_it_is(string data, string layout)
    {
        string html =
            $"var data = {data}; var layout = {layout}; var config = {{}}; Plotly.newPlot('c', data, layout, config);";
        OutputRecorder outputs = Recorder();
        Assert.Null(outputs.Add(Display("text/html", html)));
        Assert.Contains("Plotly.newPlot('c', data", Cell.Joined(outputs.ToJson()[0]!["data"]!["text/html"]));
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}", "the output application/json: the name “a” twice in one object at line 1, byte 8")]
    [InlineData("\"\\ud800\"", "the output application/json: half a character (a lone surrogate) at line 1, byte 1")]
    [InlineData("{", "the output application/json: not JSON, or cut off, at line 1, byte 2")]
    public void JSON_that_could_not_be_read_again_is_refused_with_the_reason(string json, string refusal) =>
        Assert.Equal(refusal, Recorder().Add(Display("application/json", json)));

    [Fact]
    public void Half_a_character_becomes_the_replacement_character()
    {
        OutputRecorder outputs = Recorder();
        outputs.Add(new CellEvent(CellEventKind.Stdout, "a\ud800b\udc00😀"));
        outputs.Add(Display("x/\ud800", "\ud800"));
        outputs.AddError("\ud800", "\ud800");
        JsonArray shown = AssertReadable(outputs);
        Assert.Equal("a\uFFFDb\uFFFD😀", Cell.Joined(shown[0]!["text"]));
    }

    public void Dispose() => _repository.Dispose();

    private static OutputRecorder Recorder() => new(new OutputBudget(), "cell", []);

    private static CellEvent Display(string mimeType, string text) =>
        new(CellEventKind.Display, Data: new Dictionary<string, string> { [mimeType] = text });

    /// <summary>Lets several cells show the same, writes the notebook, and reads it.</summary>
    private void AssertReadable(string note, int cells, Func<IEnumerable<CellEvent>> shown)
    {
        string path = _repository.Write("a", [.. Enumerable.Range(0, cells).Select(_ => Code("1"))]);
        NotebookDocument notebook = NotebookDocument.Read(path, path);
        var budget = new OutputBudget();
        foreach (Cell cell in notebook.Cells)
        {
            budget.StartCell();
            var outputs = new OutputRecorder(budget, cell.Id, []);
            foreach (CellEvent message in shown())
            {
                Assert.Null(outputs.Add(message));
            }
            cell.Outputs = outputs.ToJson();
        }
        byte[] written = notebook.ToBytes();
        Assert.InRange(written.Length, 0, NotebookFile.LargestSize);
        Assert.Contains(note, Encoding.UTF8.GetString(written));
    }

    private JsonArray AssertReadable(OutputRecorder outputs)
    {
        string path = _repository.Write("a", Code("1"));
        NotebookDocument notebook = NotebookDocument.Read(path, path);
        JsonArray shown = outputs.ToJson();
        notebook.Cells[0].Outputs = shown;
        notebook.ToBytes(); // reads what it has made
        return shown;
    }
}
