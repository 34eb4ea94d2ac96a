using System.Text.Json.Nodes;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Run;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class ParameterTests : IDisposable
{
    private const string Declarations =
        "float f = 1; string s = \"\"; decimal m = 1; bool b = false; char c = 'a'; double d = 1; int n = 1; long l = 1; byte y = 1;\n"
        + "var v = 1.5; var w = -2L; int? o = 3; DateTime t = default; int @for = 1, second = 2;\n"
        + "const int k = 4; var list = new List<int>();";

    private readonly TemporaryRepository _repository = new();

    [Theory]
    [InlineData("f=0.5", "f = 0.5f;")]
    [InlineData("f=NaN", "f = float.NaN;")]
    [InlineData("s=5", "s = \"5\";")]
    [InlineData("s=true", "s = \"true\";")]
    [InlineData("s=苹 \"果\"\n\\", "s = \"苹 \\\"果\\\"\\n\\\\\";")]
    [InlineData("s=", "s = \"\";")]
    [InlineData("m=0.5", "m = 0.5m;")]
    [InlineData("b=True", "b = true;")]
    [InlineData("c=b", "c = 'b';")]
    [InlineData("c='", "c = '\\'';")]
    [InlineData("d=5.", "d = 5d;")]
    [InlineData("d=5", "d = 5d;")]
    [InlineData("d=-1e-3", "d = -0.001d;")]
    [InlineData("d=-Infinity", "d = double.NegativeInfinity;")]
    [InlineData("n=-2147483648", "n = -2147483648;")]
    [InlineData("l=9223372036854775807", "l = 9223372036854775807;")]
    [InlineData("y=255", "y = 255;")]
    [InlineData("v=2", "v = 2d;")]
    [InlineData("w=3", "w = 3;")]
    [InlineData("o=null", "o = null;")]
    [InlineData("o=4", "o = 4;")]
    [InlineData("for=4", "@for = 4;")]
    [InlineData("second=4", "second = 4;")]
    public void A_value_is_written_as_the_declared_type_wants_it(string parameter, string code)
    {
        NotebookDocument notebook = Read(Code(Declarations, "parameters"));
        Parameters.Set(notebook, [Pair(parameter)]);
        Assert.Equal(code, notebook.Cells[1].Source);
    }

    [Theory]
    [InlineData("n=0.5", "“0.5” is no value of type int")]
    [InlineData("n=2147483648", "is no value of type int")]
    [InlineData("n=1,000", "is no value of type int")]
    [InlineData("n=", "“” is no value of type int")]
    [InlineData("y=256", "is no value of type byte")]
    [InlineData("y=-1", "is no value of type byte")]
    [InlineData("d=1,5", "is no value of type double")]
    [InlineData("d=1e999", "is no value of type double")]
    [InlineData("f=1e39", "is no value of type float")]
    [InlineData("b=1", "is no value of type bool")]
    [InlineData("c=ab", "is no value of type char")]
    [InlineData("t=2026-01-01", "a value of type DateTime cannot be given")]
    [InlineData("k=5", "--param k: it is declared const or readonly, so it takes no other value.")]
    [InlineData("list=1", "--param list: only the compiler knows its type.")]
    [InlineData("x=1", "there is no parameter x; there are: f, s, m, b, c, d, n, l, y, v, w, o, t, for, second, k, list")]
    public void A_value_of_another_type_or_an_unknown_name_is_refused_with_the_reason(string parameter, string reason)
    {
        NotebookDocument notebook = Read(Code(Declarations, "parameters"));
        Assert.Contains(
            reason, Assert.Throws<UsageException>(() => Parameters.Set(notebook, [Pair(parameter)])).Message);
    }

    [Fact]
    public void A_parameter_given_twice_is_refused() => Assert.Contains(
        "given twice",
        Assert.Throws<UsageException>(
            () => Parameters.Set(Read(Code("int n = 1;", "parameters")), [Pair("n=1"), Pair("n=2")])).Message);

    [Fact]
    public void Values_of_an_earlier_run_are_replaced_and_the_metadata_record_the_new_ones()
    {
        NotebookDocument first = Read(Code("int n = 1;", "parameters"), Code("n"));
        Parameters.Set(first, [Pair("n=8")]);
        string path = _repository["notebooks", "b.ipynb"];
        File.WriteAllBytes(path, first.ToBytes());

        NotebookDocument second = NotebookDocument.Read(path, path);
        Parameters.Set(second, [Pair("n=9")]);

        Assert.Equal(["int n = 1;", "n = 9;", "n"], second.Cells.Select(c => c.Source));
        JsonNode written = JsonNode.Parse(second.ToBytes())!;
        Assert.Equal("{\"n\":9}", written["metadata"]!["papermill"]!["parameters"]!.ToJsonString());
    }

    [Fact]
    public void The_inserted_cell_has_an_id_of_its_own()
    {
        JsonObject other = Code("n");
        other["id"] = "injected-parameters";
        NotebookDocument notebook = Read(Code("int n = 1;", "parameters"), other);
        Parameters.Set(notebook, [Pair("n=8")]);
        Assert.Equal(["cell-1", "injected-parameters-2", "injected-parameters"], notebook.Cells.Select(c => c.Id));
    }

    [Fact]
    public async Task A_list_shows_type_name_and_value_of_every_parameter()
    {
        _repository.Write("a", Code("int n = 1; var word = \"x\";", "parameters"));
        _repository.Write("b", Code("1"));
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--list-params"]);
        Assert.Equal(
            (0, "a:\n  int n = 1\n  string word = \"x\"\nb: no parameters\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task A_list_names_a_bad_file_and_goes_on_with_the_next_notebook()
    {
        _repository.Write("c", Code("int n = 1;", "parameters"));
        File.WriteAllText(_repository["notebooks", "a.ipynb"], "{");
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--list-params"]);
        Assert.Equal((3, "c:\n  int n = 1\n"), (result.ExitCode, result.Output));
        Assert.Contains("a.ipynb: not JSON", Assert.Single(result.Error.TrimEnd().Split('\n')));
    }

    [Fact]
    public async Task A_run_with_parameters_and_tags_shows_what_they_change()
    {
        _repository.Write(
            "a", Code("int n = 1;\nstring word = \"a\";", "parameters"), Code("$\"{n} {word}\""),
            Code("\"slow\"", "slow"), Code("\"other\"", "other"));

        Runner result = await Runner.RunAsync(
            _repository.Root, ["run", "--out", "out", "--param", "n=8", "--param", "word=苹 \"果\"", "--tags", "!slow"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        string path = _repository["out", "a.ipynb"];
        Assert.Contains("\"8 苹 \\\"果\\\"\"", Outputs(path, 3));
        Assert.Equal("[]", Outputs(path, 4));
        Assert.Contains("other", Outputs(path, 5));
    }

    [Fact]
    public async Task A_result_run_again_with_another_value_shows_that_value_and_can_be_run_once_more()
    {
        _repository.Write("a", Code("int n = 1;", "parameters"), Code("n"));
        string first = _repository["first", "a.ipynb"], second = _repository["second", "a.ipynb"];

        Runner[] runs =
        [
            await Runner.RunAsync(_repository.Root, ["run", "--out", "first", "--param", "n=8"]),
            await Runner.RunAsync(_repository.Root, ["run", first, "--out", "second", "--param", "n=9"]),
            await Runner.RunAsync(_repository.Root, ["run", second, "--out", "third"]),
        ];

        Assert.All(runs, run => Assert.Equal((0, ""), (run.ExitCode, run.Error)));
        Assert.Contains("\"8\"", Outputs(first, 3));
        Assert.Contains("\"9\"", Outputs(second, 3));
        Assert.Contains("\"9\"", Outputs(_repository["third", "a.ipynb"], 3));
        Assert.Equal(3, NotebookDocument.Read(second, second).Cells.Select(cell => cell.Id).Distinct().Count());
    }

    [Fact]
    public async Task Values_of_every_type_reach_the_cells()
    {
        _repository.Write(
            "a",
            Code(
                "float f = 1; string s = \"\"; decimal m = 1; bool b = false; char c = 'a'; double d = 1, e = 1;",
                "parameters"),
            Code("$\"{f} {s} {m} {b} {c} {d} {e}\""));
        string[] values = ["f=0.5", "s=5", "m=0.5", "b=True", "c=b", "d=5.", "e=NaN"];

        Runner result = await Runner.RunAsync(
            _repository.Root, ["run", "--out", "out", .. values.SelectMany(value => new[] { "--param", value })]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("\"0.5 5 0.5 True b 5 NaN\"", Outputs(_repository["out", "a.ipynb"], 3));
    }

    public void Dispose() => _repository.Dispose();

    private static KeyValuePair<string, string> Pair(string parameter) =>
        KeyValuePair.Create(parameter.Split('=')[0], parameter[(parameter.IndexOf('=') + 1)..]);

    private NotebookDocument Read(params JsonObject[] cells)
    {
        string path = _repository.Write("a", cells);
        return NotebookDocument.Read(path, path);
    }
}
