namespace Attention.NotebookRunner.Tests;

/// <summary>What the kernel does with C#, and the rules that the runner adds.</summary>
public sealed class KernelProcessTests(KernelRun run) : IClassFixture<KernelRun>
{
    /// <summary>Code and the error that it gets.</summary>
    public static TheoryData<string, string> Rejected => new()
    {
        { "Span<int> s = stackalloc int[3];", "CS8345" },
        { "namespace A { class B { } }", "CS7021" },
        { "file class A { }", "CS9054" },
        { "static class A { public static int F(this int x) => x; }", "CS1109" },
        { "using var m = new System.IO.MemoryStream();", "CS1002" },
        { "int v = 1;\nv;", "CS0201" },
        { "int v = 1;\n#r \"System.Runtime.dll\"", "CS7009" },
        { "File.ReadAllText(\"a\")", "(1,1): error CS0103" },
        { "new HttpClient()", "CS0246" },
        { "1 + 1;", "CS0201" },
        { "#load \"a.csx\"", "line 1: the runner does not know the magic command" },
        { "#!time\n1", "line 1: the runner does not know the magic command “#!time”" },
        { "var a = 1;\n#!import x.ipynb", "line 2: the runner does not know the magic command “#!import x.ipynb”" },
        { "#i \"nuget: https://example.org\"", "line 1: the runner does not know the magic command" },
        { "#r \"nuget: MathNet.Numerics\"", "line 1: write an exact version" },
        { "#r \"nuget: MathNet.Numerics, 5.*\"", "line 1: write an exact version" },
        { "#r \"nuget: A\" /><Evil, 1.0.0\"", "line 1: write an exact version" },
        { "#r \"nuget: ../evil, 1.0.0\"", "line 1: write an exact version" },
        { "#r \"nuget: a, [1.0.0,)\"", "line 1: write an exact version" },
    };

    /// <summary>Code and the value that it shows.</summary>
    public static TheoryData<string, string> Taken => new()
    {
        { "int[] a = [1, 2, .. new[] { 3 }];\na.Length", "3" },
        { "var s = \"\"\"\n    #!not a magic\n    #r \"nuget: NotA.Reference\"\n    \"\"\";\ns.Length", "40" },
        { "await Task.Delay(1);\nawait Task.FromResult(5)", "5" },
        { "int Twice(int x) => 2 * x;\nTwice(4)", "8" },
        { "static int Three() => 3;\nThree()", "3" },
        { "int Sum() { Span<int> s = stackalloc int[2]; s.Fill(7); return s[0] + s[1]; }\nSum()", "14" },
        { "int total = 0;\n{ Span<int> s = [1, 2]; total = s[1]; }\ntotal", "2" },
        { "record P(int X);\nnew P(6).X", "6" },
        { "#!csharp\nnew StringBuilder(\"ab\").Length + new List<int>().Count + new ArrayList().Count", "2" },
    };

    /// <summary>A value and the data of its output.</summary>
    public static TheoryData<string, string> Shown => new()
    {
        { "\"text\"", "{\"text/plain\":[\"text\"]}" },
        { "42", "{\"text/plain\":[\"42\"]}" },
        { "0.1f", "{\"text/plain\":[\"0.1\"]}" },
        { "1e300", "{\"text/plain\":[\"1E+300\"]}" },
        { "true", "{\"text/plain\":[\"True\"]}" },
        { "'果'", "{\"text/plain\":[\"果\"]}" },
        { "1.50m", "{\"text/plain\":[\"1.50\"]}" },
        { "(string?)null", "null" },
        { "HTML(\"<b>\")", "{\"text/html\":[\"<b>\"]}" },
        { Registered("Rich", "text/html") + "new Rich()", "{\"text/html\":[\"made\"]}" },
        { Registered("Said", "text/plain") + "display(new Said(), \"text/plain\");", "{\"text/plain\":[\"made\"]}" },
        { Convention + "new Figure(3)", "{\"application/x+json\":[3],\"text/html\":[\"<i>3</i>\"]}" },
    };

    /// <summary>A value that must not be shown, and what its author is told.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { "new[] { 1 }", "this value is a Int32[]." },
        { "DayOfWeek.Friday", "this value is a DayOfWeek." },
        { "new List<int>()", "this value is a List<Int32>." },
        { Registered("Plain", "text/plain") + "new Plain()", "this value is a Plain." },
        { "display(1)", "display(…);" },
        { Convention + "new Figure(-1)", "JsonReaderException" },
        { Convention + "new Figure(-2)", "JsonReaderException" },
    };

    private static string Registered(string type, string mimeType) =>
        $"class {type};\nMicrosoft.DotNet.Interactive.Formatting.Formatter"
        + $".Register<{type}>((_, writer) => writer.Write(\"made\"), \"{mimeType}\");\n";

    public static TheoryData<string> Silent => ["int y = 1;", "Console.Write(\"\")"];

    private const string Convention = """
        [AttributeUsage(AttributeTargets.Class)]
        class TypeFormatterSourceAttribute(Type type) : Attribute
        {
            public Type FormatterSourceType { get; } = type;
            public string[] PreferredMimeTypes { get; set; } = [];
        }
        [TypeFormatterSource(typeof(Source), PreferredMimeTypes = new[] { "text/html", "application/x+json" })]
        record Figure(int Number);
        class Source
        {
            public IEnumerable<object> CreateTypeFormatters() =>
            [
                new Form("application/x+json", n => n == -1 ? "[" : n == -2 ? new string('[', 99) + new string(']', 99) : $"[{n}]"),
                new Form("text/html", n => $"<i>{n}</i>"),
            ];
        }
        record Form(string MimeType, Func<int, string> Text)
        {
            public bool Format(object value, System.IO.TextWriter writer)
            {
                writer.Write(Text(((Figure)value).Number));
                return true;
            }
        }

        """;

    [Theory]
    [MemberData(nameof(Rejected))]
    public void Code_that_the_kernel_or_a_rule_rejects_fails_with_its_error(string code, string error) =>
        Assert.Contains(error, run.OutputsOf("rejected", Rejected, code));

    [Theory]
    [MemberData(nameof(Taken))]
    public void Code_that_the_kernel_takes_shows_its_value(string code, string value) =>
        Assert.Contains($"{{\"text/plain\":[\"{value}\"]}}", run.OutputsOf("taken", Taken, code));

    [Theory]
    [MemberData(nameof(Shown))]
    public void A_value_is_shown_in_the_MIME_types_of_its_type(string code, string data) =>
        Assert.Contains(data, run.OutputsOf("shown", Shown, code));

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_value_that_front_ends_would_show_differently_is_refused(string code, string reason) =>
        Assert.Contains(reason, run.OutputsOf("refused", Refused, code));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_statement_shows_nothing(int cell) => Assert.Equal("[]", run.Outputs("silent", cell));

    [Fact]
    public void A_variable_lives_on_may_be_declared_again_and_survives_an_exception()
    {
        Assert.Contains("\"11\"", run.Outputs("state", 3));
        Assert.Contains("\"again\"", run.Outputs("state", 5));
        Assert.Contains("\"5\"", run.Outputs("state", 7));
    }

    [Fact]
    public void A_stack_trace_is_cut_to_the_lines_of_cells() => Assert.Contains(
        "\"Index was outside the bounds of the array.\",\"   at line 3 of cell-1\",\"   at line 2\"]",
        run.Outputs("trace", 2));

    [Fact]
    public void The_cause_of_an_exception_is_shown() =>
        Assert.Contains(
            "\"outer\",\" ---> System.InvalidOperationException: the real cause\"", run.Outputs("trace", 3));

    [Fact]
    public void Standard_error_before_standard_output_stays_before_it()
    {
        string outputs = run.Outputs("console", 1);
        Assert.True(
            outputs.IndexOf("first ", StringComparison.Ordinal) < outputs.IndexOf("second", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cell_that_redirects_the_console_does_not_silence_the_next() =>
        Assert.Contains("not lost", run.Outputs("console", 3));

    [Fact]
    public void What_a_thread_writes_after_its_cell_appears_in_no_other_cell() =>
        Assert.Equal("[][]", run.Outputs("console", 4) + run.Outputs("console", 5));

    [Fact]
    public void A_cell_whose_thread_writes_after_its_end_gets_a_warning_and_the_thread_goes_on()
    {
        const string Warning =
            ": warning: one of its threads printed after the cell had ended; that text is not shown\n";
        Assert.Contains("console, cell cell-4" + Warning, run.Result.Output);
        Assert.Contains("console, cell cell-7" + Warning, run.Result.Output); // prints without a pause
        Assert.Contains("still here", run.Outputs("console", 8));
        Assert.DoesNotContain("cell cell-9", run.Result.Output);
    }

    [Fact]
    public void A_character_of_two_halves_at_the_border_of_a_block_arrives_whole() =>
        Assert.Contains("a\\uD83D\\uDE00 end", run.Outputs("console", 6));

    [Fact]
    public void An_update_replaces_what_an_earlier_cell_displayed()
    {
        Assert.Contains("\"after\"", run.Outputs("display", 1));
        Assert.DoesNotContain("before", run.Outputs("display", 1));
        Assert.Equal("[]", run.Outputs("display", 2));
    }

    [Fact]
    public void An_update_of_an_unknown_display_is_shown_too() =>
        Assert.Matches("\"a\".*\"b\"", run.Outputs("display", 4));

    [Fact]
    public void A_value_can_be_displayed_in_another_MIME_type() =>
        Assert.Contains("<pre>1</pre>", run.Outputs("display", 3));

    [Fact]
    public void Words_are_sorted_as_people_sort_them_and_every_culture_exists()
    {
        Assert.Contains("\"a A b B é f\"", run.Outputs("culture", 1));
        Assert.Contains("\"fr-FR\"", run.Outputs("culture", 2));
        Assert.Contains("\"1.5\"", run.Outputs("culture", 3));
    }

    [Fact]
    public void No_cell_without_an_expected_error_fails() => Assert.DoesNotContain("FAILED", run.Result.Output);
}
