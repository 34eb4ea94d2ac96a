using Attention.NotebookRunner.Commands;
using Attention.NotebookRunner.Run;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class ProseTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Theory]
    [InlineData("**0.67**<!--= x -->", "0.67")]
    [InlineData("67 %<!--= x -->", "67")]
    [InlineData("67 %<!--= x -->", "67 %")]
    [InlineData("$-0.7$<!--= x -->", "-0.7")]
    [InlineData("−1<!--= x -->", "-1")]
    [InlineData("$1{,}024$<!--= x -->", "1,024")]
    [InlineData("苹果<!--= x -->", "苹果")]
    [InlineData("吃苹果<!--= x -->", "苹果")]
    [InlineData("3–5<!--= x -->", "5")]
    [InlineData("GPT-5<!--= x -->", "5")]
    [InlineData("<td>5</td><!--= x -->", "5")]
    [InlineData("5<!--= x -->.", "5")]
    [InlineData("5<!--= x -->, 6", "5")]
    [InlineData("5<!--= x -->–7", "5")]
    [InlineData("`5`<!--= x -->", "5")]
    [InlineData("| a |\n|---|\n| 5<!--= x --> |", "5")]
    [InlineData("0.55<!--=\nx -->", "0.55")]
    [InlineData("第5<!--= x -->", "5")]
    [InlineData("$T=0.1$<!--= x -->", "0.1")]
    [InlineData("$d\\le5$<!--= x -->", "5")]
    [InlineData("$\\approx 5$<!--= x -->", "5")]
    [InlineData("5 %<!--= x :P0 -->", "5 %")]
    [InlineData("5<!--= x :P0 --> %", "5 %")]
    [InlineData("5<!--= x --> % of 100", "5")]
    [InlineData("5<!--= x --> of 100", "5")]
    [InlineData("5<!--= x --> · 2 + 0", "5")]
    [InlineData("»5<!--= x -->«", "5")]
    [InlineData("5<!--= x --> to 10", "5")]
    [InlineData("−4·10¹⁸<!--= x -->", "−4·10¹⁸")]
    [InlineData("the word – 5<!--= x -->", "5")]
    public void The_text_before_the_comment_is_the_value(string markdown, string value) =>
        Assert.Null(Assert.Single(Prose.Read(markdown).Checks).Compare(value));

    [Theory]
    [InlineData("0.66<!--= x :F2 -->", "0.67", "the text says “0.66”, but x :F2 is 0.67")]
    [InlineData("0.11<!--= F() -->", "", "F() has no value to compare with")]
    [InlineData("0.22<!--= e -->", "  ", "e has no value to compare with")]
    [InlineData("0.55<!--=\nx :F2 -->", "0.69", "the text says “0.55”, but x :F2 is 0.69")]
    [InlineData("21<!--= x -->", "1", "the text says “21”")]
    [InlineData("1.5<!--= x -->", "5", "the text says “1.5”")]
    [InlineData("1,5<!--= x -->", "5", "the text says “1,5”")]
    [InlineData("1e5<!--= x -->", "5", "the text says “1e5”")]
    [InlineData("1e-5<!--= x -->", "5", "the text says “1e-5”")]
    [InlineData("-8<!--= x -->", "8", "the text says “-8”")]
    [InlineData("–5<!--= x -->", "5", "the text says “–5”")]
    [InlineData("—5<!--= x -->", "5", "the text says “—5”")]
    [InlineData("= − 5<!--= x -->", "5", "the text says")]
    [InlineData("3/5<!--= x -->", "5", "the text says “3/5”")]
    [InlineData("3⁄5<!--= x -->", "5", "the text says “3⁄5”")]
    [InlineData("1'5<!--= x -->", "5", "the text says")]
    [InlineData("1’500<!--= x -->", "500", "the text says “1’500”")]
    [InlineData("1\u00A0500<!--= x -->", "500", "the text says")]
    [InlineData("1 500<!--= x -->", "500", "the text says")]
    [InlineData("1\u200B5<!--= x -->", "5", "the text says “15”")]
    [InlineData("1**5**<!--= x -->", "5", "the text says “15”")]
    [InlineData("1<b>5</b><!--= x -->", "5", "the text says “15”")]
    [InlineData("1<!-- a note -->5<!--= x -->", "5", "the text says “15”")]
    [InlineData("-**5**<!--= x -->", "5", "the text says “-5”")]
    [InlineData("10<sup>5</sup><!--= x -->", "5", "the text says “10^5”")]
    [InlineData("$2^5$<!--= x -->", "5", "the text says “2^5”")]
    [InlineData("0x5<!--= x -->", "5", "the text says “0x5”")]
    [InlineData("3-5<!--= x -->", "-5", "the text says “3-5”")]
    [InlineData("5<!--= x -->00", "5", "the text says “500”")]
    [InlineData("5<!--= x -->.7", "5", "the text says “5.7”")]
    [InlineData("5<!--= x -->e5", "5", "the text says “5e5”")]
    [InlineData("5<!--= x -->/8", "5", "the text says “5/8”")]
    [InlineData("5<!--= x -->⁵", "5", "the text says “5⁵”")]
    [InlineData("5<!--= x --> × 10⁵", "5", "the text says “5”")]
    [InlineData("5<!--= x -->**00**", "5", "the text says “500”")]
    [InlineData("pineapple<!--= x -->", "apple", "the text says “pineapple”")]
    [InlineData("<!--= x -->5", "5", "the text says “5”")]
    [InlineData("x5<!--= x -->", "5", "the text says “x5”")]
    [InlineData("v5<!--= x -->", "5", "the text says “v5”")]
    [InlineData("5<!--= x :P0 -->", "5 %", "the text says “5”, but x :P0 is 5 %")]
    [InlineData("±5<!--= x -->", "5", "the text says “±5”")]
    [InlineData("± 5<!--= x -->", "5", "the text says")]
    [InlineData("−5<!--= x -->", "5", "the text says “-5”")]
    [InlineData("1/2<!--= x -->", "2", "the text says “1/2”")]
    [InlineData("1/2<!--= x -->", "0.5", "the text says “1/2”")]
    [InlineData("n/2<!--= x -->", "2", "the text says “n/2”")]
    [InlineData("½<!--= x -->", "0.5", "the text says “½”")]
    [InlineData("5·10³<!--= x -->", "5", "the text says “5·10³”")]
    [InlineData("5<!--= x -->·10³", "5", "the text says “5·10³”")]
    [InlineData("5<!--= x --> x 10^3", "5", "the text says “5”")]
    [InlineData("$5$<!--= x --> $\\cdot 10^3$", "5", "the text says “5”")]
    [InlineData("5·10<!--= x -->", "10", "the text says “5·10”")]
    [InlineData("3×5<!--= x -->", "5", "the text says “3×5”")]
    [InlineData("1:5<!--= x -->", "5", "the text says “1:5”")]
    [InlineData("1\u066C005<!--= x -->", "005", "the text says")]
    [InlineData("1\u00B75<!--= x -->", "5", "the text says")]
    [InlineData("$\\sqrt 5$<!--= x -->", "5", "the text says")]
    [InlineData("$\\sqrt5$<!--= x -->", "5", "the text says")]
    [InlineData("5<!--= x --> 000 tokens", "5", "the text says")]
    [InlineData("5<!--= x -->_000", "5", "the text says “5_000”")]
    [InlineData("5<!--= x -->:3", "5", "the text says “5")]
    [InlineData("5<!--= x -->×7", "5", "the text says “5×7”")]
    [InlineData("cat<!--= x -->erpillar", "cat", "the text says “caterpillar”")]
    public void A_text_that_is_not_the_value_is_named(string markdown, string value, string problem) =>
        Assert.StartsWith($"line 1: {problem}", Assert.Single(Prose.Read(markdown).Checks).Compare(value));

    [Fact]
    public void A_fraction_of_two_checked_numbers_is_checked_in_both()
    {
        IReadOnlyList<ProseCheck> checks = Prose.Read("3<!--= a -->/5<!--= b -->").Checks;
        Assert.Null(checks[0].Compare("3"));
        Assert.Null(checks[1].Compare("5"));
    }

    [Fact]
    public void A_shape_of_two_checked_numbers_is_checked_in_both()
    {
        IReadOnlyList<ProseCheck> checks = Prose.Read("3<!--= a -->×5<!--= b -->").Checks;
        Assert.Null(checks[0].Compare("3"));
        Assert.Null(checks[1].Compare("5"));
    }

    [Theory]
    [InlineData("5%<!--= n -->")]
    [InlineData("5 %<!--= n :F0 -->")]
    public void A_percentage_whose_check_makes_no_percent_gets_a_warning(string markdown) =>
        Assert.Contains("the text says percent, but n", Assert.Single(Prose.Read(markdown).Warnings));

    [Theory]
    [InlineData("5 %<!--= 100 * n :F0 -->")]
    [InlineData("5 %<!--= n :P0 -->")]
    [InlineData("5 %<!--= percent :F0 -->")]
    public void A_percentage_whose_check_makes_percent_gets_none(string markdown) =>
        Assert.Empty(Prose.Read(markdown).Warnings);

    [Fact]
    public void A_comment_names_its_line() =>
        Assert.Equal(
            [1, 3, 3], Prose.Read("a 1<!--= 1 -->\n\nb 1<!--= 1 --> c 2<!--= 2 -->").Checks.Select(c => c.Line));

    [Theory]
    [InlineData("0.66<!-- = loss :F2 -->")]
    [InlineData("0.66<!--\t= loss -->")]
    [InlineData("0.66<!--- = loss -->")]
    [InlineData("0.66<!-= loss -->")]
    [InlineData("0.66<!—= loss -->")]
    [InlineData("0.66<--= loss -->")]
    [InlineData("0.66< !-- = loss -->")]
    [InlineData("0.66<!-- loss :F2 -->")]
    [InlineData("0.66<!--:= loss -->")]
    [InlineData("0.66<!--＝ loss -->")]
    public void What_looks_like_a_check_and_is_none_gets_a_warning(string markdown) =>
        Assert.Contains("is no check", Assert.Single(Prose.Read(markdown).Warnings));

    [Theory]
    [InlineData("0.66<!--= loss")]
    [InlineData("<!--= loss\n\nthe rest of the cell")]
    [InlineData("0.66<!--= loss --!>")]
    public void A_check_that_is_not_closed_is_a_problem(string markdown) =>
        Assert.Contains("is no check", Assert.Single(Prose.Read(markdown).Problems));

    [Theory]
    [InlineData("`0.69<!--= x -->`")]
    [InlineData("```\n0.69<!--= x -->\n```")]
    [InlineData("<!-- a note -->")]
    [InlineData("<!-- === a ruler === -->")]
    [InlineData("a <- b = c")]
    public void Code_that_shows_a_check_and_other_comments_are_left_alone(string markdown)
    {
        Prose prose = Prose.Read(markdown);
        Assert.Empty(prose.Checks);
        Assert.Empty(prose.Problems);
        Assert.Empty(prose.Warnings);
    }

    [Fact]
    public async Task Every_false_number_of_a_run_is_named_and_a_near_miss_is_warned_of()
    {
        string[] falseNumbers =
        [
            "0.11<!--= F() -->", "0.22<!--= e -->", "0.33<!--= (string?)null -->", "0.44<!--= var q = 3; -->",
            "0.55<!--=\nloss :F2 -->", "1e5<!--= n -->", "1e-5<!--= n -->", "–5<!--= n -->", "3/5<!--= n -->",
            "1'5<!--= n -->", "5<!--= -->", "1<!--= y -->",
        ];
        _repository.Write(
            "prose",
            [
                Code("double loss = 0.693; void F() { } string e = \"\"; int n = 5;"),
                Text("5<!--= n --> and 0.69<!--= loss :F2 -->"),
                Text("0.66<!-- = loss :F2 -->"),
                Text("Not now: 1<!--= DateTime.Now.Ticks -->", "volatile"),
                .. falseNumbers.Select(text => Text(text)),
            ]);

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out"]);

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains($"FAILED prose: 3 passed, {falseNumbers.Length} failed", result.Output);
        Assert.Contains("prose, cell cell-3: warning: “<!-- = loss :F2 -->” is no check", result.Output);
        Assert.All(Enumerable.Range(5, falseNumbers.Length), n =>
            Assert.Contains($"prose, cell cell-{n}: failed\n  line 1: ", result.Output));
    }

    [Fact]
    public async Task A_loop_in_an_expression_is_the_fault_of_its_text_and_no_cell_runs_after_it()
    {
        _repository.Write("a", Code("bool Loop() { while (true); }"), Text("1<!--= Loop() -->"), Code("1"));
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--cell-timeout", "8"]);
        Assert.Equal(ExitCode.Timeout, result.ExitCode);
        Assert.Contains(
            "a, cell cell-2: timed out\n  line 1: Loop(): the cell ran longer than 8 s and was stopped", result.Output);
        Assert.Contains("FAILED a: 1 passed, 1 timed out, 1 not run", result.Output);
    }

    public void Dispose() => _repository.Dispose();
}
