using System.Text;
using System.Text.Json.Nodes;
using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class WritingTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task Outputs_come_in_the_order_in_which_they_were_shown_and_unknown_fields_stay()
    {
        string path = _repository["notebooks", "a.ipynb"];
        File.WriteAllText(path, """
            {
             "zebra": {"later": 1.50e1, "empty": [], "none": {}},
             "cells": [
              {
               "source": ["Console.WriteLine(\"苹果 😀\");\n", "display(1);\n", "Console.Error.WriteLine(\"\\u0007\\t<\");\n", "Console.Write(\"end\");\n", "2.5"],
               "own": null,
               "cell_type": "code", "execution_count": 7, "id": "x", "metadata": {"b": true, "a": false},
               "outputs": []
              }
             ],
             "metadata": {}, "nbformat": 4, "nbformat_minor": 5
            }
            """.ReplaceLineEndings("\n"), new UTF8Encoding(false));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--in-place"]);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal("""
            {
             "cells": [
              {
               "cell_type": "code",
               "execution_count": null,
               "id": "x",
               "metadata": {
                "a": false,
                "b": true
               },
               "outputs": [
                {
                 "name": "stdout",
                 "output_type": "stream",
                 "text": [
                  "苹果 😀\n"
                 ]
                },
                {
                 "data": {
                  "text/plain": [
                   "1"
                  ]
                 },
                 "metadata": {},
                 "output_type": "display_data"
                },
                {
                 "name": "stderr",
                 "output_type": "stream",
                 "text": [
                  "\u0007\t<\n"
                 ]
                },
                {
                 "name": "stdout",
                 "output_type": "stream",
                 "text": [
                  "end"
                 ]
                },
                {
                 "data": {
                  "text/plain": [
                   "2.5"
                  ]
                 },
                 "execution_count": null,
                 "metadata": {},
                 "output_type": "execute_result"
                }
               ],
               "own": null,
               "source": [
                "Console.WriteLine(\"苹果 😀\");\n",
                "display(1);\n",
                "Console.Error.WriteLine(\"\\u0007\\t<\");\n",
                "Console.Write(\"end\");\n",
                "2.5"
               ]
              }
             ],
             "metadata": {},
             "nbformat": 4,
             "nbformat_minor": 5,
             "zebra": {
              "empty": [],
              "later": 15,
              "none": {}
             }
            }

            """.ReplaceLineEndings("\n"), File.ReadAllText(path));
    }

    [Fact]
    public async Task A_notebook_in_which_a_cell_failed_is_not_written_in_place()
    {
        string path = _repository.Write("a", Code("1"), Code("nonsense"));
        byte[] before = File.ReadAllBytes(path);
        Assert.Equal(ExitCode.Failed, (await Runner.RunAsync(_repository.Root, ["run", "--in-place"])).ExitCode);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task Every_culture_gives_the_same_bytes()
    {
        JsonObject[] Cells() =>
        [
            Code("Console.WriteLine(1234.5.ToString(\"N1\"));\nConsole.WriteLine($\"{0.5:P0} {new DateTime(2026, 1, 2):d} {\"TITLE i\".ToLower()} {\"title i\".ToUpper()}\");\nSystem.Globalization.CultureInfo.CurrentCulture.Name + \"|\" + double.Parse(\"1.5\")"),
            Code("await Task.Run(() => Console.WriteLine(1.5));\nstring.Join(\" \", new[] { \"苹果\", \"Ä\", \"z\", \"因为\" }.Order())"),
            Code("int.Parse(\"x\")", "raises-exception"),
            Text("1.5<!--= 1.5 :F1 -->"),
        ];
        var bytes = new List<string>();
        foreach (string culture in new[] { "C", "tr_TR.UTF-8", "zh_CN.UTF-8" })
        {
            string path = _repository.Write("a", Cells());
            Runner result =
                await Runner.RunAsync(
                _repository.Root, ["run", "--in-place"], ("LANG", culture), ("LC_ALL", culture),
                ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0"));
            Assert.Equal((0, ""), (result.ExitCode, result.Error));
            bytes.Add(File.ReadAllText(path));
        }
        Assert.Contains("1,234.5", bytes[0]);
        Assert.All(bytes, b => Assert.Equal(bytes[0], b));
    }

    public void Dispose() => _repository.Dispose();
}
