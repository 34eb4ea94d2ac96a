using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Tests;

public class TerminalTextTests
{
    [Theory]
    [InlineData("\r  0%\r 50%\r100%\n", "100%\n")]
    [InlineData("abc\rX", "Xbc")]
    [InlineData("\u001b[?25lx\u001b[?25h", "x")]
    [InlineData("a\bb", "b")]
    [InlineData("a\ab", "ab")]
    [InlineData("a\0b\u007f", "ab")]
    [InlineData("abc\r\u001b[Kx", "x")]
    [InlineData("abc\u001b[2D\u001b[Kx", "ax")]
    [InlineData("abc\u001b[1G\u001b[1Kx", "xbc")]
    [InlineData("one\ntwo\u001b[1A\rX", "Xne\ntwo")]
    [InlineData("one\ntwo\u001b[2Jx", "\n   x")]
    [InlineData("a\u001b[3Cb", "a   b")]
    [InlineData("a\u001b[2;3Hb", "a\n  b")]
    [InlineData("\u001b]0;title\u0007x", "x")]
    [InlineData("\u001b]0;title\u001b\\x", "x")]
    [InlineData("\u001b(Bx", "x")]
    [InlineData("\u001bPq\u001b\\x", "x")]
    [InlineData("x\u001b", "x")]
    [InlineData("x\u001b[", "x")]
    [InlineData("x\u001b[31", "x")]
    [InlineData(
        "\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007 a", "<a href=\"https://example.org/\">link</a> a")]
    [InlineData("\u001b]8;;javascript:alert(1)\u0007link", "link")]
    [InlineData("\u001b]8;;file:///etc/passwd\u0007link", "link")]
    [InlineData("\u001b[31mred\u001b[0m plain", "<span class=\"t-f1\">red</span> plain")]
    [InlineData("\u001b[1;92;41mx\u001b[22;39;49my", "<span class=\"t-b t-f10 t-b1\">x</span>y")]
    [InlineData("\u001b[38;5;208mx", "<span style=\"color:#ff8700;\">x</span>")]
    [InlineData("\u001b[48;2;1;2;300mx", "<span style=\"background:#0102ff;\">x</span>")]
    [InlineData("\u001b[38;5mx", "x")]
    [InlineData("e\u0301\u001b[1D!", "!")]
    [InlineData("😀\r\u001b[1Cx", "&#128512;x")]
    [InlineData("a\tb\r", "a\tb")]
    [InlineData("<&\u001b[31m<\u001b[0m", "&lt;&amp;<span class=\"t-f1\">&lt;</span>")]
    public void Console_output_is_shown_as_a_terminal_shows_it_in_the_end(string output, string html) =>
        Assert.Equal(html, TerminalText.ToHtml(output));

    [Theory]
    [InlineData("\u001b[999999999Cx\n")]
    [InlineData("\u001b[999999999;999999999Hx")]
    [InlineData("\u001b[999999999Ex")]
    [InlineData("\u001b]8;;")]
    [InlineData("\u001b[1;2;3;4;5;6;7m")]
    public void A_cursor_sent_far_away_fills_no_memory(string output) =>
        Assert.InRange(TerminalText.ToHtml(string.Concat(Enumerable.Repeat(output, 20_000))).Length, 0, 1_500_000);
}
