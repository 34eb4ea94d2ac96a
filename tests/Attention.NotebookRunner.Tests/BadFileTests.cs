using System.Text;
using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public class BadFileTests
{
    private const string Whole = """{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""";

    private static readonly Dictionary<string, (byte[] Bytes, string Says)> Files = new()
    {
        ["not JSON"] = (Utf8("hello"), "not JSON, or cut off, at line 1, byte 1."),
        ["empty"] = ([], "not JSON, or cut off, at line 1, byte 1."),
        ["truncated"] = (Notebook(Code("1"))[..^40], "not JSON, or cut off, at line "),
        ["no object"] = (Utf8("[]"), "the file holds no JSON object."),
        ["UTF-16"] = ([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Whole)], "UTF-16 at byte 1: save it as UTF-8."),
        ["byte order mark"] = ([0xEF, 0xBB, 0xBF, .. Utf8(Whole)], "a byte order mark at byte 1: save it as UTF-8 without BOM."),
        ["invalid UTF-8"] = ([.. Utf8("{\"a\": \"é"), 0xC3, 0x28, .. Utf8("\"}")], "invalid UTF-8 at byte 10."),
        ["NUL"] = ([.. Utf8("{\n"), 0, .. Utf8("}")], "a NUL at byte 3."),
        ["CRLF"] = (Utf8("{\n \"cells\": [],\r\n}"), "line 2 ends in CRLF: save it with LF line ends."),
        ["nbformat 3"] = (Utf8("""{"worksheets": [], "metadata": {}, "nbformat": 3, "nbformat_minor": 0}"""), "nbformat is 3, but must be 4: open it in Jupyter or VS Code and save it."),
        ["no nbformat"] = (Utf8("""{"cells": []}"""), "nbformat is missing, but must be 4: open it in Jupyter or VS Code and save it."),
        ["no cells"] = (Utf8("""{"metadata": {}, "nbformat": 4}"""), "there is no list “cells”."),
        ["cell no object"] = (Utf8("""{"cells": [1], "nbformat": 4}"""), "cell 1 is no object."),
        ["cell without source"] = (Utf8("""{"cells": [{"cell_type": "markdown", "id": "a", "metadata": {}}], "nbformat": 4}"""), "cell a has no source."),
        ["cell without outputs"] = (Utf8("""{"cells": [{"cell_type": "code", "id": "a", "metadata": {}, "source": ""}], "nbformat": 4}"""), "code cell 1 has no list of outputs."),
        ["same id twice"] = (Notebook(With(Code("1"), "a"), With(Code("2"), "a")), "two cells have the id “a”."),
        ["half a surrogate"] = (Utf8("""{"cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": "\ud800"}], "nbformat": 4}"""), "Cannot read incomplete UTF-16 JSON text as string with missing low surrogate."),
        ["same name twice"] = (Utf8("""{"cells": [], "cells": [], "nbformat": 4}"""), "Duplicate property 'cells' encountered"),
        ["deep nesting"] = (Utf8(string.Concat(Enumerable.Repeat("[", 100_000))), "not JSON, or cut off, at line 1, byte "),
        ["100 MB"] = (new byte[100 << 20], "larger than 64 MB: clear its outputs."),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_bad_file_gets_one_line_and_exit_code_3_and_stays_as_it_is(string name)
    {
        (byte[] bytes, string says) = Files[name];
        using var repository = new TemporaryRepository();
        string path = repository["notebooks", "bad.ipynb"];
        File.WriteAllBytes(path, bytes);

        Runner result = await Runner.RunAsync(repository.Root, ["run", "--in-place"]);

        Assert.Equal(ExitCode.BadNotebook, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.StartsWith($"{Path.Combine("notebooks", "bad.ipynb")}: {says}", result.Error);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.True(File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public async Task A_file_that_does_not_exist_is_named()
    {
        using var repository = new TemporaryRepository();
        Runner result = await Runner.RunAsync(repository.Root, ["run", "none.ipynb"]);
        Assert.Equal((ExitCode.BadNotebook, "none.ipynb: there is no such file.\n"), (result.ExitCode, result.Error));
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static System.Text.Json.Nodes.JsonObject With(System.Text.Json.Nodes.JsonObject cell, string id)
    {
        cell["id"] = id;
        return cell;
    }
}
