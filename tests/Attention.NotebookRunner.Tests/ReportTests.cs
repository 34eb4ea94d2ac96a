using System.Text.Json.Nodes;
using System.Xml.Linq;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task Reports_tell_every_cell_in_three_forms()
    {
        _repository.Write("a", Code("1"), Code("throw new Exception(\"bad \\u0001 <&>\");"), Code("2"));

        Assert.Equal(1, (await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--trx", "r/a.trx", "--junit", "r/a.xml", "--json", "r/a.json"])).ExitCode);

        XElement suite = XDocument.Load(_repository["r", "a.xml"]).Root!.Element("testsuite")!;
        Assert.Equal(("3", "1", "1"), ((string)suite.Attribute("tests")!, (string)suite.Attribute("failures")!, (string)suite.Attribute("skipped")!));
        Assert.Contains("bad \uFFFD <&>", suite.Elements("testcase").ElementAt(1).Element("failure")!.Value);
        XElement trx = XDocument.Load(_repository["r", "a.trx"]).Root!;
        Assert.Equal(["Passed", "Failed", "NotExecuted"], trx.Descendants(trx.Name.Namespace + "UnitTestResult").Select(r => (string)r.Attribute("outcome")!));
        Assert.Equal(["passed", "failed", "not run"], JsonNode.Parse(File.ReadAllText(_repository["r", "a.json"]))!["notebooks"]![0]!["cells"]!.AsArray().Select(c => (string)c!["status"]!));
    }

    public void Dispose() => _repository.Dispose();
}
