using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Attention.NotebookRunner.Documents;
using Attention.Shared;

namespace Attention.NotebookRunner.Run;

/// <summary>What became of every cell, in the three forms that build servers and scripts read. A test is a cell that had something to run or to check.</summary>
internal static class Reports
{
    public static void Write(IReadOnlyList<NotebookResult> results, string? trx, string? junit, string? json)
    {
        Save(trx, () => Trx(results).ToString());
        Save(junit, () => JUnit(results).ToString());
        Save(json, () => NotebookJson.Write(Json(results)));
    }

    private static void Save(string? path, Func<string> text)
    {
        if (path is not null)
        {
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(text() + "\n"));
        }
    }

    private static IEnumerable<CellResult> Tests(NotebookResult result) => result.Cells.Where(c => c.Cell.Type == "code" || Prose.Find(c.Cell).Any());

    private static bool Failed(CellResult cell) => cell.Status is CellStatus.Failed or CellStatus.TimedOut or CellStatus.Stale;

    private static string Name(CellStatus status) => status switch
    {
        CellStatus.TimedOut => "timed out",
        CellStatus.NotRun => "not run",
        _ => status.ToString().ToLowerInvariant(),
    };

    private static JsonObject Json(IReadOnlyList<NotebookResult> results) => new()
    {
        ["notebooks"] = new JsonArray([.. results.Select(r => (JsonNode)new JsonObject
        {
            ["name"] = r.Notebook.Name,
            ["passed"] = r.Passed,
            ["seconds"] = Math.Round(r.Time.TotalSeconds, 3),
            ["cells"] = new JsonArray([.. Tests(r).Select(c => (JsonNode)new JsonObject
            {
                ["id"] = c.Cell.Id,
                ["status"] = Name(c.Status),
                ["seconds"] = Math.Round(c.Time.TotalSeconds, 3),
                ["message"] = c.Message,
            })]),
        })]),
    };

    private static XElement JUnit(IReadOnlyList<NotebookResult> results) => new("testsuites", results.Select(r => new XElement(
        "testsuite",
        new XAttribute("name", r.Notebook.Name),
        new XAttribute("tests", Tests(r).Count()),
        new XAttribute("failures", Tests(r).Count(Failed)),
        new XAttribute("skipped", Tests(r).Count(c => c.Status is CellStatus.Skipped or CellStatus.NotRun)),
        new XAttribute("time", Seconds(r.Time)),
        Tests(r).Select(c => new XElement(
            "testcase",
            new XAttribute("classname", r.Notebook.Name),
            new XAttribute("name", c.Cell.Id),
            new XAttribute("time", Seconds(c.Time)),
            Failed(c) ? new XElement("failure", new XAttribute("message", Xml(c.Message.Split('\n')[0])), new XAttribute("type", Name(c.Status)), Xml(c.Message))
                : c.Status is CellStatus.Skipped or CellStatus.NotRun ? new XElement("skipped", new XAttribute("message", Xml(c.Message.Length > 0 ? c.Message : Name(c.Status))))
                : null)))));

    private static XElement Trx(IReadOnlyList<NotebookResult> results)
    {
        XNamespace ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        const string List = "8c84fa94-04c1-424b-9868-57a2d4851a1d", Type = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b"; // the schema's own constants
        var tests = results.SelectMany(r => Tests(r).Select(c => (Class: r.Notebook.Name, Cell: c, Id: Id("test", r, c), Execution: Id("execution", r, c)))).ToArray();
        return new XElement(
            ns + "TestRun",
            new XAttribute("id", Id("run", results.Count)),
            new XAttribute("name", "notebooks"),
            new XElement(ns + "Results", tests.Select(t => new XElement(
                ns + "UnitTestResult",
                new XAttribute("executionId", t.Execution),
                new XAttribute("testId", t.Id),
                new XAttribute("testName", $"{t.Class}.{t.Cell.Cell.Id}"),
                new XAttribute("computerName", "-"),
                new XAttribute("duration", t.Cell.Time.ToString("c", CultureInfo.InvariantCulture)),
                new XAttribute("testType", Type),
                new XAttribute("outcome", Failed(t.Cell) ? "Failed" : t.Cell.Status == CellStatus.Passed ? "Passed" : "NotExecuted"),
                new XAttribute("testListId", List),
                t.Cell.Message.Length == 0 ? null : new XElement(ns + "Output", new XElement(ns + "ErrorInfo", new XElement(ns + "Message", Xml(t.Cell.Message))))))),
            new XElement(ns + "TestDefinitions", tests.Select(t => new XElement(
                ns + "UnitTest",
                new XAttribute("name", $"{t.Class}.{t.Cell.Cell.Id}"),
                new XAttribute("id", t.Id),
                new XElement(ns + "Execution", new XAttribute("id", t.Execution)),
                new XElement(ns + "TestMethod", new XAttribute("codeBase", "-"), new XAttribute("className", t.Class), new XAttribute("name", t.Cell.Cell.Id))))),
            new XElement(ns + "TestEntries", tests.Select(t => new XElement(
                ns + "TestEntry", new XAttribute("testId", t.Id), new XAttribute("executionId", t.Execution), new XAttribute("testListId", List)))),
            new XElement(ns + "TestLists", new XElement(ns + "TestList", new XAttribute("name", "Results Not in a List"), new XAttribute("id", List))),
            new XElement(
                ns + "ResultSummary",
                new XAttribute("outcome", tests.Any(t => Failed(t.Cell)) ? "Failed" : "Completed"),
                new XElement(
                    ns + "Counters",
                    new XAttribute("total", tests.Length),
                    new XAttribute("executed", tests.Count(t => t.Cell.Status is not (CellStatus.Skipped or CellStatus.NotRun))),
                    new XAttribute("passed", tests.Count(t => t.Cell.Status == CellStatus.Passed)),
                    new XAttribute("failed", tests.Count(t => Failed(t.Cell))))));

        static Guid Id(string kind, params object[] of) => new(SHA256.HashData(Encoding.UTF8.GetBytes(kind + string.Join('/', of.Select(o => o switch
        {
            NotebookResult r => r.Notebook.Name,
            CellResult c => c.Cell.Id,
            _ => o.ToString(),
        })))).AsSpan(0, 16));
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>XML has no character for most controls, and a cell may print any.</summary>
    private static string Xml(string text) => string.Concat(text.Select(c => System.Xml.XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));
}
