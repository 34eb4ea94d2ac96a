using System.Xml.Linq;
using Attention.NotebookRunner.Commands;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Reports;
using Attention.NotebookRunner.Run;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task Both_reports_tell_of_every_cell()
    {
        _repository.Write("a", Code("1"), Code("throw new Exception(\"bad \\u0001 <&>\");"), Code("2"));

        Runner result =
            await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--trx", "r/a.trx", "--junit", "r/a.xml"]);

        Assert.Equal(1, result.ExitCode);
        XElement suite = Suites("r", "a.xml").Single();
        Assert.Equal(
            ("3", "1", "1"),
            ((string)suite.Attribute("tests")!, (string)suite.Attribute("failures")!,
            (string)suite.Attribute("skipped")!));
        Assert.Contains("bad \uFFFD <&>", suite.Elements("testcase").ElementAt(1).Element("failure")!.Value);
        XElement trx = XDocument.Load(_repository["r", "a.trx"]).Root!;
        IEnumerable<XElement> outcomes = trx.Descendants(trx.Name.Namespace + "UnitTestResult");
        Assert.Equal(["Passed", "Failed", "NotExecuted"], outcomes.Select(r => (string)r.Attribute("outcome")!));
    }

    [Theory]
    [InlineData("a\u0001b")]
    [InlineData("\u001b[31m\uFFFF")]
    [InlineData("a\ud800")]
    [InlineData("<&\">")]
    public void Every_character_of_an_id_and_of_a_message_can_be_written(string text)
    {
        NotebookResult result = Result(text, text, text);
        string junit = JUnitReport.Of([result]).ToString(), trx = TrxReport.Of([result]).ToString();
        Assert.Single(XDocument.Parse(junit).Descendants("testcase"));
        Assert.Single(XDocument.Parse(trx).Descendants(XDocument.Parse(trx).Root!.Name.Namespace + "UnitTestResult"));
    }

    [Fact]
    public void Two_notebooks_of_one_name_have_tests_of_their_own()
    {
        XElement trx = TrxReport.Of([Result("x/a", "cell-1", ""), Result("y/a", "cell-1", "")]);
        string[] ids = [.. trx.Descendants(trx.Name.Namespace + "UnitTest").Select(t => (string)t.Attribute("id")!)];
        Assert.Equal(2, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_report_into_a_pipe_that_nobody_reads_is_given_up()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a pipe is no file there");
        _repository.Write("a", Code("1 + 1"));
        Runner result = await Runner.InShellAsync(
            _repository.Root, "mkfifo pipe && timeout 120 \"$1\" run --out out --junit pipe");
        Assert.Equal(
            (ExitCode.Failed, "a report could not be written: nobody reads pipe\n"),
            (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task A_file_that_is_no_notebook_is_a_failed_test()
    {
        File.WriteAllText(_repository["notebooks", "bad.ipynb"], "[]");
        Assert.Equal(
            ExitCode.BadNotebook,
            (await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--junit", "r.xml"])).ExitCode);
        Assert.Contains("no JSON object", Suites("r.xml").Single().Descendants("failure").Single().Value);
    }

    [Theory]
    [InlineData("-")]
    [InlineData("/dev/stdout")]
    public async Task A_report_on_standard_output_is_written_once(string target)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no /dev");
        _repository.Write("a", Text("# A"));
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--junit", target]);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(1, result.Output.Split("<testsuites").Length - 1);
        Assert.False(File.Exists(_repository["-"]));
        if (target == "-")
        {
            Assert.Equal("a", (string)XElement.Parse(result.Output).Element("testsuite")!.Attribute("name")!);
        }
    }

    [Fact]
    public async Task A_device_stays_a_device()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can make one");
        string device = _repository["null"];
        using (var make = System.Diagnostics.Process.Start("mknod", [device, "c", "1", "3"]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipUnless(make.ExitCode == 0, "this container may not make one");
        }
        _repository.Write("a", Text("# A"));
        Assert.Equal(0, (await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--junit", device])).ExitCode);
        Assert.Equal(FileKind.Special, FileFacts.Of(device).Kind);
    }

    [Fact]
    public async Task A_pipe_gets_the_report_and_stays_a_pipe()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells what kind of file it is");
        string pipe = _repository["pipe"];
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        _repository.Write("a", Text("# A"));
        // Opening a pipe waits for its writer, so that is done on another thread.
        Task<string> read = Task.Run(() => File.ReadAllText(pipe), TestContext.Current.CancellationToken);
        Assert.Equal(0, (await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--junit", pipe])).ExitCode);
        Assert.Equal("testsuites", XDocument.Parse(await read).Root!.Name);
        Assert.Equal(FileKind.Special, FileFacts.Of(pipe).Kind);
    }

    public void Dispose() => _repository.Dispose();

    private NotebookResult Result(string name, string id, string message)
    {
        string path = _repository.Write("a", Code("1"));
        NotebookDocument notebook = NotebookDocument.Read(path, path);
        var cell = new Cell(notebook.Cells[0].Json, id, "csharp");
        return new NotebookResult(
            name, notebook, [new CellResult(cell, CellStatus.Failed, TimeSpan.Zero, message)], TimeSpan.Zero);
    }

    private IEnumerable<XElement> Suites(params string[] path) =>
        XDocument.Load(_repository[path]).Root!.Elements("testsuite");
}
