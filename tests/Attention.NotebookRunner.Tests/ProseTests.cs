using System.Text.Json.Nodes;
using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class ProseTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task Prose_cannot_lie()
    {
        _repository.Write("prose",
            Code("double x = 2.0 / 3;\nstring word = \"苹果\";\nint[] n = [8, 3];"),
            Text("True: **0.67**<!--= x :F2 -->, 67 %<!--= 100 * x :F0 -->, $-0.7$<!--= -x :F1 -->, −1<!--= -1 -->, 8<!--= n[0] --> × 3<!--= n[1] --> and 苹果<!--= word -->."),
            Text("Wrong:\n0.66<!--= x :F2 -->"),
            Text("Only a tail: 21<!--= 1 -->, -8<!--= 8 -->, 1.5<!--= 5 -->"),
            Text("No such name: 1<!--= y -->"),
            Text("Not now: 1<!--= DateTime.Now.Ticks -->", "volatile"),
            Code("word"));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--json", "report.json"]);

        Assert.Equal(ExitCode.CellFailed, result.ExitCode);
        JsonArray cells = JsonNode.Parse(File.ReadAllText(_repository["report.json"]))!["notebooks"]![0]!["cells"]!.AsArray();
        (string, string, string)[] expected =
        [
            ("cell-1", "passed", ""),
            ("cell-2", "passed", ""),
            ("cell-3", "failed", "line 2: the text says “0.66”, but x :F2 is 0.67"),
            ("cell-4", "failed", "line 1: the text says “21”, but 1 is 1\nline 1: the text says “-8”, but 8 is 8\nline 1: the text says “1.5”, but 5 is 5"),
            ("cell-5", "failed", "line 1: y: (1,1): error CS0103: The name 'y' does not exist in the current context"),
            ("cell-6", "passed", ""),
            ("cell-7", "passed", ""),
        ];
        Assert.Equal(expected, cells.Select(c => ((string)c!["id"]!, (string)c["status"]!, (string)c["message"]!)).ToArray());
    }

    public void Dispose() => _repository.Dispose();
}
