using Attention.NotebookRunner.Session;

namespace Attention.NotebookRunner.Tests;

/// <summary>C# as the notebook contract says the real kernel takes it: no more, no less.</summary>
public sealed class SessionTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();
    private readonly CSharpSession _session;

    public SessionTests() => _session = new CSharpSession(new References(_repository["notebooks"], [_repository.Root]), new Packages(_repository[".attention"]));

    [Theory]
    [InlineData("Span<int> s = stackalloc int[3];", "CS8345")]
    [InlineData("namespace A { class B { } }", "CS7021")]
    [InlineData("file class A { }", "CS9054")]
    [InlineData("static class A { public static int F(this int x) => x; }", "CS1109")]
    [InlineData("using var m = new System.IO.MemoryStream();", "CS1002")]
    [InlineData("int v = 1;\nv;", "CS0201")]
    [InlineData("int v = 1;\n#r \"System.Runtime.dll\"", "CS7009")]
    [InlineData("using System.IO;\n#r \"System.Runtime.dll\"", "CS7009")]
    [InlineData("File.ReadAllText(\"a\")", "CS0103")]
    [InlineData("new HttpClient()", "CS0246")]
    [InlineData("#load \"a.csx\"", "CS8099")]
    [InlineData("Matrix<float>.Build", "CS0103")]
    public async Task What_the_kernel_rejects_is_rejected(string code, string error)
    {
        CellException failure = await Assert.ThrowsAsync<CellException>(() => _session.RunAsync(code, "cell"));
        Assert.Equal("CompilationError", failure.Name);
        Assert.Contains(error, failure.Message);
    }

    [Theory]
    [InlineData("int[] a = [1, 2, .. new[] { 3 }];\na.Length", 3)]
    [InlineData("var s = \"\"\"\n    #!not a magic\n    #r \"nuget: NotA.Reference\"\n    \"\"\";\ns.Length", 40)]
    [InlineData("await Task.Delay(1);\nawait Task.FromResult(5)", 5)]
    [InlineData("int Twice(int x) => 2 * x;\nTwice(4)", 8)]
    [InlineData("static int Three() => 3;\nThree()", 3)]
    [InlineData("int Sum() { Span<int> s = stackalloc int[2]; s.Fill(7); return s[0] + s[1]; }\nSum()", 14)]
    [InlineData("int total = 0;\n{ Span<int> s = [1, 2]; total = s[1]; }\ntotal", 2)]
    [InlineData("record P(int X);\nnew P(6).X", 6)]
    [InlineData("#!csharp\nnew StringBuilder(\"ab\").Length + new List<int>().Count + new ArrayList().Count", 2)]
    public async Task What_the_kernel_takes_is_taken(string code, int value) => Assert.Equal((true, value), await _session.RunAsync(code, "cell"));

    [Theory]
    [InlineData("1 + 1;", "CS0201")]
    [InlineData("#!time\n1", "line 1: the runner does not know the magic command “#!time”")]
    [InlineData("var a = 1;\n#!import x.ipynb", "line 2: the runner does not know the magic command “#!import x.ipynb”")]
    [InlineData("#r \"nuget: MathNet.Numerics\"", "line 1: write an exact version")]
    [InlineData("#r \"nuget: MathNet.Numerics, 5.*\"", "line 1: write an exact version")]
    [InlineData("#r \"nuget: A\" /><Evil, 1.0.0\"", "line 1: write an exact version")]
    public async Task What_is_wrong_is_named(string code, string message) =>
        Assert.Contains(message, (await Assert.ThrowsAsync<CellException>(() => _session.RunAsync(code, "cell"))).Message);

    [Fact]
    public async Task State_is_carried_from_cell_to_cell_and_a_variable_may_be_declared_again()
    {
        await _session.RunAsync("int x = 1;\nint F() => 10;", "a");
        await _session.RunAsync("x += F();", "b");
        Assert.Equal((true, 11), await _session.RunAsync("x", "c"));
        await _session.RunAsync("string x = \"again\";", "d");
        Assert.Equal((true, "again"), await _session.RunAsync("x", "e"));
    }

    [Fact]
    public async Task What_a_cell_declared_before_it_threw_stays_declared()
    {
        await _session.RunAsync("int x = 1;", "a");
        await Assert.ThrowsAsync<CellException>(() => _session.RunAsync("int y = x + 1;\nthrow new Exception();", "b"));
        Assert.Equal((true, 2), await _session.RunAsync("y", "c"));
    }

    [Fact]
    public async Task A_stack_trace_is_cut_to_the_lines_of_cells()
    {
        await _session.RunAsync("int Tenth(int[] a)\n{\n    return a[10];\n}", "helper");
        CellException failure = await Assert.ThrowsAsync<CellException>(() => _session.RunAsync("int[] a = [1];\nTenth(a)", "caller"));
        Assert.Equal(("System.IndexOutOfRangeException", "Index was outside the bounds of the array.\n   at line 3 of helper\n   at line 2"), (failure.Name, failure.Message));
    }

    [Theory]
    [InlineData("int y = 1;")]
    [InlineData("Console.Write(\"\")")]
    [InlineData("display(1)")]
    public async Task A_statement_shows_nothing(string code) => Assert.False((await _session.RunAsync(code, "cell")).HasValue);

    [Fact]
    public async Task A_null_value_is_shown_as_null() => Assert.Equal((true, null), await _session.RunAsync("string? n = null;\nn", "cell"));

    [Fact]
    public async Task What_prose_declares_is_forgotten()
    {
        await _session.RunAsync("double x = 2.0 / 3;", "a");
        Assert.Equal("0.67", await _session.EvaluateAsync("x", "F2", "prose"));
        await _session.EvaluateAsync("x = 5", null, "prose");
        Assert.Equal("1.235", await _session.EvaluateAsync("1.235m", null, "prose"));
    }

    [Theory]
    [InlineData("nuget: MathNet.Numerics, 5.0.0", "MathNet.Numerics 5.0.0")]
    [InlineData("nuget:a.b-c_d,1.0.0-beta.26120.1", "a.b-c_d 1.0.0-beta.26120.1")]
    [InlineData("nuget: ../evil, 1.0.0", null)]
    [InlineData("nuget: a, [1.0.0,)", null)]
    [InlineData("nuget: a", null)]
    public void Only_an_exact_package_reference_is_one(string reference, string? package) => Assert.Equal(package, PackageId.Parse(reference)?.ToString());

    public void Dispose()
    {
        _session.Dispose();
        _repository.Dispose();
    }
}
