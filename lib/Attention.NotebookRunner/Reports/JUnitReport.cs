using System.Globalization;
using System.Xml.Linq;
using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Reports;

/// <summary>JUnit's XML, which most build servers read.</summary>
internal static class JUnitReport
{
    public static XElement Of(IEnumerable<NotebookResult> results) => new("testsuites", results.Select(Suite));

    private static XElement Suite(NotebookResult result)
    {
        ReportCase[] cases = [.. ReportCase.Of(result)];
        return new XElement(
            "testsuite",
            new XAttribute("name", XmlText.Of(result.Name)),
            new XAttribute("tests", cases.Length),
            new XAttribute("failures", cases.Count(c => c.Failed)),
            new XAttribute("skipped", cases.Count(c => c.DidNotRun)),
            new XAttribute("time", Seconds(result.Time)),
            cases.Select(Case));
    }

    private static XElement Case(ReportCase test) => new(
        "testcase",
        new XAttribute("classname", XmlText.Of(test.Notebook)),
        new XAttribute("name", XmlText.Of(test.Name)),
        new XAttribute("time", Seconds(test.Time)),
        test.Failed ? Failure(test) : test.DidNotRun ? Skipped(test) : null);

    private static XElement Failure(ReportCase test) => new(
        "failure",
        new XAttribute("message", XmlText.Of(test.Message.Split('\n')[0])),
        new XAttribute("type", test.Status),
        XmlText.Of(test.Message));

    private static XElement Skipped(ReportCase test) =>
        new("skipped", new XAttribute("message", XmlText.Of(test.Message)));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture);
}
