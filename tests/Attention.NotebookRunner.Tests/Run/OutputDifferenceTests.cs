using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Tests;

public class OutputDifferenceTests
{
    [Theory]
    [InlineData(
        """[{"name": "stdout", "output_type": "stream", "text": "a\n"}]""",
        """[{"name": "stdout", "output_type": "stream", "text": ["a\n"]}]""")]
    [InlineData(
        """[{"name": "stdout", "output_type": "stream", "text": ["a\n", "b\n"]}]""",
        """[{"name": "stdout", "output_type": "stream", "text": "a\n"}, {"output_type": "stream", "name": "stdout", "text": "b\n"}]""")]
    [InlineData(
        """[{"output_type": "execute_result", "data": {"text/plain": "1"}, "metadata": {}, "execution_count": 5}]""",
        """[{"data": {"text/plain": ["1"]}, "execution_count": null, "output_type": "execute_result"}]""")]
    [InlineData(
        """[{"output_type": "display_data", "data": {"application/json": {"a": 1, "b": 2}}}]""",
        """[{"output_type": "display_data", "data": {"application/json": {"b": 2, "a": 1.0}}}]""")]
    [InlineData("""[{"name": "stdout", "output_type": "stream", "text": ""}]""", """[]""")]
    public void Outputs_that_mean_the_same_are_equal(string inFile, string now) => Assert.Null(Difference(inFile, now));

    [Theory]
    [InlineData(
        """[{"name": "stdout", "output_type": "stream", "text": "a"}]""",
        """[{"name": "stderr", "output_type": "stream", "text": "a"}]""",
        "output 1, first difference in stream, line 1, character 4")]
    [InlineData(
        """[]""", """[{"name": "stderr", "output_type": "stream", "text": "a"}]""",
        "the file holds 0 outputs, the cell shows 1")]
    [InlineData(
        """[{"output_type": "display_data", "data": {"text/plain": "1"}}]""",
        """[{"output_type": "display_data", "data": {"text/plain": "1", "text/html": "1"}}]""",
        "output 1, text/html is not in the file")]
    [InlineData(
        """[{"output_type": "display_data", "data": {"text/plain": "1"}}]""",
        """[{"output_type": "execute_result", "data": {"text/plain": "1"}}]""",
        "output 1, first difference in output_type, line 1, character 1")]
    [InlineData(
        """[{"output_type": "display_data", "data": {"application/json": [1, 2]}}]""",
        """[{"output_type": "display_data", "data": {"application/json": [1, 3]}}]""",
        "output 1, first difference in application/json, line 3, character 2")]
    public void Outputs_that_differ_say_where(string inFile, string now, string place) =>
        Assert.StartsWith(place, Difference(inFile, now));

    [Fact]
    public void A_difference_far_behind_in_a_line_is_shown()
    {
        string same = new('a', 400);
        Assert.Equal(
            $"output 1, first difference in text/plain, line 1, character 401:\n  in the file: …{same[..40]}2\n  now:         …{same[..40]}1",
            Text(same + "2", same + "1"));
    }

    [Theory]
    [InlineData("a", "a\n", "a(end)", "a\\n")]
    [InlineData("é", "e\u0301", "é", "e\\u0301")]
    [InlineData("a\u00A0b", "a b", "a\\u00a0b", "a b")]
    [InlineData("a\tb", "a\u200Bb", "a\\tb", "a\\u200bb")]
    public void A_difference_that_cannot_be_seen_is_made_visible(
        string inFile, string now, string shownInFile, string shownNow)
    {
        string difference = Text(inFile, now)!;
        Assert.Contains($"in the file: {shownInFile}\n", difference);
        Assert.EndsWith($"now:         {shownNow}", difference);
    }

    [Fact]
    public void Letters_that_look_alike_are_told_apart() =>
        Assert.Contains("(U+0061 against U+0430)", Text("a", "\u0430"));

    [Theory]
    [InlineData("loss 0.6931471", "loss 0.6931472", 1e-6, true)]
    [InlineData("loss 0.6931", "loss 0.6941", 1e-6, false)]
    [InlineData("-1e-5 x", "-1.0000001e-5 x", 1e-6, true)]
    [InlineData("loss 1", "gain 1", 1e-6, false)]
    [InlineData("1 2", "1", 1e-6, false)]
    [InlineData("0", "1e-9", 1e-6, false)]
    public void Numbers_within_the_tolerance_are_equal(string inFile, string now, double tolerance, bool isEqual) =>
        Assert.Equal(isEqual, Text(inFile, now, new CheckOptions { Tolerance = tolerance }) is null);

    [Theory]
    [InlineData("took 5 ms", "took 7 ms", @"\d+ ms", true)]
    [InlineData("took 5 ms, 3", "took 7 ms, 4", @"\d+ ms", false)]
    public void What_an_ignored_pattern_matches_is_not_compared(
        string inFile, string now, string pattern, bool isEqual) =>
        Assert.Equal(isEqual, Text(inFile, now, new CheckOptions { Ignored = [new Regex(pattern)] }) is null);

    private static string? Text(string inFile, string now, CheckOptions? options = null) =>
        new OutputDifference(options ?? new CheckOptions()).Of(Display(inFile), Display(now));

    private static JsonArray Display(string text) =>
        [new JsonObject { ["output_type"] = "display_data", ["data"] = new JsonObject { ["text/plain"] = text } }];

    private static string? Difference(string inFile, string now) =>
        new OutputDifference(new CheckOptions()).Of(JsonNode.Parse(inFile)!.AsArray(), JsonNode.Parse(now)!.AsArray());
}
