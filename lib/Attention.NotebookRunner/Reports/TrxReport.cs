using System.Globalization;
using System.Xml.Linq;
using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Reports;

/// <summary>The test results that Visual Studio and Azure read.</summary>
internal static class TrxReport
{
    // Constants of the format.
    private const string ListId =
        "8c84fa94-04c1-424b-9868-57a2d4851a1d", UnitTestType = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b";

    private static readonly XNamespace Namespace = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    public static XElement Of(IEnumerable<NotebookResult> results)
    {
        ReportCase[] cases = [.. results.SelectMany(ReportCase.Of)];
        return new XElement(
            Namespace + "TestRun",
            new XAttribute("id", new ReportCase("", "", default, default, "").Id("run")),
            new XAttribute("name", "notebooks"),
            new XElement(Namespace + "Results", cases.Select(Result)),
            new XElement(Namespace + "TestDefinitions", cases.Select(Definition)),
            new XElement(Namespace + "TestEntries", cases.Select(Entry)),
            new XElement(
                Namespace + "TestLists",
                new XElement(
                    Namespace + "TestList",
                    new XAttribute("name", "Results Not in a List"),
                    new XAttribute("id", ListId))),
            Summary(cases));
    }

    private static XElement Result(ReportCase test) => new(
        Namespace + "UnitTestResult",
        new XAttribute("executionId", test.Id("execution")),
        new XAttribute("testId", test.Id("test")),
        new XAttribute("testName", FullName(test)),
        new XAttribute("computerName", "-"),
        new XAttribute("duration", test.Time.ToString("c", CultureInfo.InvariantCulture)),
        new XAttribute("testType", UnitTestType),
        new XAttribute("outcome", test.Failed ? "Failed" : test.DidNotRun ? "NotExecuted" : "Passed"),
        new XAttribute("testListId", ListId),
        test.Message.Length == 0 ? null : new XElement(
            Namespace + "Output",
            new XElement(Namespace + "ErrorInfo", new XElement(Namespace + "Message", XmlText.Of(test.Message)))));

    private static XElement Definition(ReportCase test) => new(
        Namespace + "UnitTest",
        new XAttribute("name", FullName(test)),
        new XAttribute("id", test.Id("test")),
        new XElement(Namespace + "Execution", new XAttribute("id", test.Id("execution"))),
        new XElement(
            Namespace + "TestMethod",
            new XAttribute("codeBase", "-"),
            new XAttribute("className", XmlText.Of(test.Notebook)),
            new XAttribute("name", XmlText.Of(test.Name))));

    private static XElement Entry(ReportCase test) => new(
        Namespace + "TestEntry",
        new XAttribute("testId", test.Id("test")),
        new XAttribute("executionId", test.Id("execution")),
        new XAttribute("testListId", ListId));

    private static XElement Summary(ReportCase[] cases) => new(
        Namespace + "ResultSummary",
        new XAttribute("outcome", cases.Any(c => c.Failed) ? "Failed" : "Completed"),
        new XElement(
            Namespace + "Counters",
            new XAttribute("total", cases.Length),
            new XAttribute("executed", cases.Count(c => !c.DidNotRun)),
            new XAttribute("passed", cases.Count(c => c.Status == CellStatus.Passed)),
            new XAttribute("failed", cases.Count(c => c.Failed))));

    private static string FullName(ReportCase test) => XmlText.Of($"{test.Notebook}.{test.Name}");
}
