using System.Text.Json.Nodes;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>All cells of <see cref="KernelProcessTests"/>, each kind in a notebook, run once.</summary>
public sealed class KernelRun : IAsyncLifetime
{
    private readonly TemporaryRepository _repository = new();

    internal Runner Result { get; private set; } = null!;

    internal string Outputs(string notebook, int cell) =>
        TemporaryRepository.Outputs(_repository["out", notebook + ".ipynb"], cell);

    internal string OutputsOf(string notebook, TheoryData<string, string> cells, string code) =>
        Outputs(notebook, 1 + cells.Select(row => row.Data.Item1).ToList().IndexOf(code));

    public async ValueTask InitializeAsync()
    {
        _repository.Write("rejected", Cells(KernelProcessTests.Rejected, "raises-exception"));
        _repository.Write("taken", Cells(KernelProcessTests.Taken));
        _repository.Write("shown", Cells(KernelProcessTests.Shown));
        _repository.Write("refused", Cells(KernelProcessTests.Refused, "raises-exception"));
        _repository.Write("silent", [.. KernelProcessTests.Silent.Select(row => Code(row.Data))]);
        _repository.Write("state",
            Code("int x = 1;\nint F() => 10;"), Code("x += F();"), Code("x"), Code("string x = \"again\";"), Code("x"),
            Code("int y = 5;\nthrow new Exception();", "raises-exception"), Code("y"));
        _repository.Write("trace",
            Code("int Tenth(int[] a)\n{\n    return a[10];\n}"), Code("int[] a = [1];\nTenth(a)", "raises-exception"),
            Code("throw new Exception(\"outer\", new InvalidOperationException(\"the real cause\"));",
                "raises-exception"));
        _repository.Write("prose",
            Code("double x = 2.0 / 3;"), Text("0.67<!--= x :F2 -->, 3<!--= new[] { 3 }[0] -->"),
            Code("Console.Out.GetType().Name.Length > 0"));
        _repository.Write("console",
            Code("Console.Error.Write(\"first \");\nConsole.Write(\"second\");"),
            Code("Console.SetOut(new System.IO.StringWriter());"), Code("Console.WriteLine(\"not lost\");"),
            Code("new System.Threading.Thread(() => { System.Threading.Thread.Sleep(300); "
                + "Console.WriteLine(\"from another cell\"); }).Start();"),
            Code("System.Threading.Thread.Sleep(1500);"),
            Code("Console.Write(new string('a', 4095) + \"😀 end\");"),
            Code("new System.Threading.Thread(() => { while (true) { Console.Write(\"x\"); "
                + "System.Threading.Thread.Yield(); } }) { IsBackground = true }.Start();"),
            Code("await Task.Delay(300);\n\"still here\""),
            Code("await Task.Run(async () => { await Task.Delay(10); Console.Write(\"in time\"); });"));
        _repository.Write("display",
            Code("using Microsoft.DotNet.Interactive;\n"
                + "var d = KernelInvocationContextExtensions.Display(KernelInvocationContext.Current, \"before\");"),
            Code("d.Update(\"after\");"), Code("display(1, \"text/html\");"), Code("display(\"a\").Update(\"b\");"));
        _repository.Write("culture",
            Code("string.Join(\" \", new[] { \"b\", \"A\", \"a\", \"B\", \"é\", \"f\" }.Order())"),
            Code("new System.Globalization.CultureInfo(\"fr-FR\").Name"),
            Code("1.5.ToString() + System.Globalization.CultureInfo.CurrentCulture.Name"));
        Result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--keep-going"]);
    }

    public ValueTask DisposeAsync()
    {
        _repository.Dispose();
        return ValueTask.CompletedTask;
    }

    private static JsonObject[] Cells(TheoryData<string, string> cells, params string[] tags) =>
        [.. cells.Select(row => Code(row.Data.Item1, tags))];
}
