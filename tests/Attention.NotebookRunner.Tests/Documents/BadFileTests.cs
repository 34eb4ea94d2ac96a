using System.Text;
using Attention.NotebookRunner.Commands;
using Attention.NotebookRunner.Documents;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public class BadFileTests
{
    private const string Whole = """{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""";

    private static readonly Dictionary<string, (byte[] Bytes, string Problem)> Files = new()
    {
        ["not JSON"] = (Utf8("hello"), "not JSON, or cut off, at line 1, byte 1."),
        ["empty"] = ([], "not JSON, or cut off, at line 1, byte 1."),
        ["truncated"] = (Notebook(Code("1"))[..^40], "not JSON, or cut off, at line "),
        ["two values"] = (Utf8(Whole + " 1"), "not JSON, or cut off, at line 1, byte "),
        ["no object"] = (Utf8("[]"), "the file holds no JSON object."),
        ["null"] = (Utf8("null"), "the file holds no JSON object."),
        ["UTF-16"] = ([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Whole)], "UTF-16 at byte 1: save it as UTF-8."),
        ["byte order mark"] =
            ([0xEF, 0xBB, 0xBF, .. Utf8(Whole)], "a byte order mark at byte 1: save it as UTF-8 without BOM."),
        ["invalid UTF-8"] = ([.. Utf8("{\"a\": \"é"), 0xC3, 0x28, .. Utf8("\"}")], "invalid UTF-8 at byte 10."),
        ["NUL"] = ([.. Utf8("{\n"), 0, .. Utf8("}")], "a NUL at byte 3."),
        ["CRLF"] = (Utf8("{\n \"cells\": [],\r\n}"), "line 2 ends in CRLF: save it with LF line ends."),
        ["same name twice"] =
            (Utf8("{\"cells\": [],\n \"cells\": [], \"nbformat\": 4}"),
            "the name “cells” twice in one object at line 2, byte 2."),
        ["same name, once escaped"] =
            (Utf8("""{"a": 1, "\u0061": 2}"""), "the name “a” twice in one object at line 1, byte 10."),
        ["half a character"] =
            (Utf8(Cells("""{"cell_type": "markdown", "id": "a", "metadata": {}, "source": "\ud800"}""")),
            "half a character (a lone surrogate) at line 1, byte "),
        ["half a character in a name"] =
            (Utf8("""{"\udc00x": 1}"""), "half a character (a lone surrogate) at line 1, byte 2."),
        ["deep nesting"] = (Utf8(new string('[', 100_000)), "nested deeper than 64 levels at line 1, byte 65."),
        ["deep nesting in an output"] = (Utf8(Deep(80)), "nested deeper than 64 levels at line 1, byte "),
        ["100 MB"] = (new byte[100 << 20], "larger than 64 MB: clear its outputs."),
    };

    private static readonly Dictionary<string, string> Forms = new()
    {
        ["""{"worksheets": [], "metadata": {}, "nbformat": 3, "nbformat_minor": 0}"""] =
            "nbformat is 3, but must be 4: open it in Jupyter or VS Code and save it.",
        ["""{"cells": []}"""] = "nbformat is missing, but must be 4: open it in Jupyter or VS Code and save it.",
        ["""{"cells": [], "nbformat": "4"}"""] =
            "nbformat is \"4\", but must be 4: open it in Jupyter or VS Code and save it.",
        ["""{"cells": [], "nbformat": 4, "nbformat_minor": 1e999}"""] = "nbformat_minor is not a whole number.",
        ["""{"metadata": {}, "nbformat": 4}"""] = "there is no list “cells”.",
        ["""{"cells": {}, "nbformat": 4}"""] = "there is no list “cells”.",
        ["""{"cells": [], "metadata": [], "nbformat": 4}"""] = "metadata is not an object.",
        ["""{"cells": [], "metadata": {"kernelspec": 1}, "nbformat": 4}"""] = "metadata: kernelspec is not an object.",
        ["""{"cells": [], "metadata": {"kernelspec": {"name": 1}}, "nbformat": 4}"""] =
            "metadata, kernelspec: name is not text.",
        [Cells("1")] = "cell 1 is no object.",
        [Cells("""{"cell_type": 5}""")] = "cell 1 has no cell_type code, markdown or raw.",
        [Cells("""{"cell_type": "markdown", "id": "a", "metadata": {}}""")] = "cell 1 has no source.",
        [Cells("""{"cell_type": "markdown", "id": "a", "metadata": {}, "source": 5}""")] =
            "cell 1: source is not text or a list of lines.",
        [Cells("""{"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["a", 5]}""")] =
            "cell 1: source is not text or a list of lines.",
        [Cells("""{"cell_type": "markdown", "id": 7, "metadata": {}, "source": ""}""")] = "cell 1: id is not text.",
        [Cells("""{"cell_type": "markdown", "id": "a", "metadata": 1, "source": ""}""")] =
            "cell 1: metadata is not an object.",
        [Cells("""{"cell_type": "markdown", "id": "a", "metadata": {"tags": "x"}, "source": ""}""")] =
            "cell 1: tags is not a list of texts.",
        [Cells("""{"cell_type": "markdown", "id": "a", "metadata": {}, "source": "", "attachments": 1}""")] =
            "cell 1: attachments is not an object.",
        [Cells("""{"cell_type": "markdown", "id": "a", "metadata": {}, "source": "", "attachments": {"x": 1}}""")] =
            "cell 1, attachment x is no object.",
        [Cells("""{"cell_type": "code", "id": "a", "metadata": {"polyglot_notebook": {"kernelName": 1}}, "source": "", "outputs": []}""")] = "cell 1: kernelName is not text.",
        [Cells("""{"cell_type": "code", "id": "a", "metadata": {}, "source": ""}""")] = "cell 1 has no outputs.",
        [Cells("""{"cell_type": "code", "id": "a", "metadata": {}, "source": "", "outputs": 1}""")] =
            "cell 1: outputs is not a list.",
        [Cells("""{"cell_type": "code", "id": "a", "execution_count": "1", "metadata": {}, "source": "", "outputs": []}""")] = "cell 1: execution_count is not a whole number.",
        [Cells("""{"cell_type": "code", "id": "a", "execution_count": 99999999999999999999, "metadata": {}, "source": "", "outputs": []}""")] = "cell 1: execution_count is not a whole number.",
        [Output("1")] = "cell 1, output 1 is no object.",
        [Output("null")] = "cell 1, output 1 is no object.",
        [Output("""{"output_type": 5}""")] =
            "cell 1, output 1 has no output_type stream, error, display_data or execute_result.",
        [Output("""{"output_type": "pyout"}""")] =
            "cell 1, output 1 has no output_type stream, error, display_data or execute_result.",
        [Output("""{"output_type": "stream", "name": 1, "text": ""}""")] = "cell 1, output 1: name is not text.",
        [Output("""{"output_type": "stream", "name": "stdout", "text": {}}""")] =
            "cell 1, output 1: text is not text or a list of lines.",
        [Output("""{"output_type": "error", "ename": [], "evalue": "", "traceback": []}""")] =
            "cell 1, output 1: ename is not text.",
        [Output("""{"output_type": "error", "ename": "", "evalue": "", "traceback": "x"}""")] =
            "cell 1, output 1: traceback is not a list of texts.",
        [Output("""{"output_type": "display_data", "data": "x", "metadata": {}}""")] =
            "cell 1, output 1: data is no object.",
        [Output("""{"output_type": "display_data", "metadata": {}}""")] = "cell 1, output 1: data is no object.",
        [Output("""{"output_type": "display_data", "data": {"text/html": 1}, "metadata": {}}""")] =
            "cell 1, output 1: data: text/html is neither text nor a list of lines.",
        [Output("""{"output_type": "display_data", "data": {}, "metadata": 1}""")] =
            "cell 1, output 1: metadata is not an object.",
        [Cells("""{"cell_type": "raw", "id": "a", "metadata": {}, "source": ""}, {"cell_type": "raw", "id": "a", "metadata": {}, "source": ""}""")] = "two cells have the id “a”.",
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    public static TheoryData<string> WrongForms => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bad_file_gets_one_line_that_names_it_and_the_place(string name)
    {
        (byte[] bytes, string problem) = Files[name];
        Assert.StartsWith($"bad.ipynb: {problem}", MessageOf(bytes));
    }

    [Theory]
    [MemberData(nameof(WrongForms))]
    public void A_field_of_the_wrong_type_gets_one_line_that_names_it(string json) =>
        Assert.Equal($"bad.ipynb: {Forms[json]}", MessageOf(Utf8(json)));

    [Fact]
    public void Whatever_characters_the_file_holds_the_message_is_one_line()
    {
        string json = Cells("""
            {"cell_type": "raw", "id": "\n\u001b[31m\u2028\u202e", "metadata": {}, "source": ""},
            {"cell_type": "raw", "id": "\n\u001b[31m\u2028\u202e", "metadata": {}, "source": ""}
            """);
        Assert.Equal(@"bad.ipynb: two cells have the id “\u000a\u001b[31m\u2028\u202e”.", MessageOf(Utf8(json)));
    }

    [Theory]
    [InlineData("run", "--in-place")]
    [InlineData("site", "--single-file")]
    public async Task A_bad_file_ends_with_exit_code_3_and_stays_as_it_is(params string[] arguments)
    {
        using var repository = new TemporaryRepository();
        string path = repository["notebooks", "bad.ipynb"];
        File.WriteAllText(path, Output("1"));

        Runner result = await Runner.RunAsync(repository.Root, arguments);

        string line = $"{Path.Combine("notebooks", "bad.ipynb")}: cell 1, output 1 is no object.\n";
        Assert.Equal((ExitCode.BadNotebook, "", line), (result.ExitCode, result.Output, result.Error));
        Assert.Equal(Output("1"), File.ReadAllText(path));
    }

    [Fact]
    public void A_file_that_does_not_exist_is_named() =>
        Assert.Equal(
            "x.ipynb: there is no such file.",
            Assert.Throws<BadNotebookException>(() => NotebookDocument.Read("/nowhere/x", "x.ipynb")).Message);

    [Fact]
    public async Task A_pipe_is_not_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells what kind of file it is");
        using var repository = new TemporaryRepository();
        string pipe = repository["notebooks", "f.ipynb"];
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        Assert.Equal(
            "f: a device or a pipe, not a file.",
            Assert.Throws<BadNotebookException>(() => NotebookDocument.Read(pipe, "f")).Message);
    }

    [Fact]
    public void A_device_is_not_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells what kind of file it is");
        Assert.Contains(
            "a device or a pipe",
            Assert.Throws<BadNotebookException>(() => NotebookDocument.Read("/dev/zero", "z")).Message);
    }

    [Fact]
    public void A_file_that_is_longer_than_it_says_is_not_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is a folder of Linux");
        Assert.Equal(
            "p: it grows while it is read.",
            Assert.Throws<BadNotebookException>(() => NotebookDocument.Read("/proc/self/status", "p")).Message);
    }

    [Fact]
    public void Cells_without_ids_get_ids_that_no_other_cell_has()
    {
        const string First = """{"cell_type": "raw", "id": "cell-2", "metadata": {}, "source": ""}""";
        const string Second = """{"cell_type": "raw", "metadata": {}, "source": ""}""";
        using var repository = new TemporaryRepository();
        string path = repository["notebooks", "a.ipynb"];
        File.WriteAllText(path, Cells($"{First}, {Second}"));
        Assert.Equal(["cell-2", "cell-2-2"], NotebookDocument.Read(path, path).Cells.Select(c => c.Id));
    }

    private static string MessageOf(byte[] bytes)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes);
            return Assert.Throws<BadNotebookException>(() => NotebookDocument.Read(path, "bad.ipynb")).Message;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Cells(string cells) =>
        $$"""{"cells": [{{cells}}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""";

    private static string Output(string output) => Cells($$"""
        {"cell_type": "code", "execution_count": null, "id": "a", "metadata": {}, "source": "", "outputs": [{{output}}]}
        """.Trim());

    private static string Deep(int levels) => Output(
        "{\"output_type\": \"display_data\", \"metadata\": {}, \"data\": {\"application/json\": "
        + new string('[', levels) + new string(']', levels) + "}}");

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
