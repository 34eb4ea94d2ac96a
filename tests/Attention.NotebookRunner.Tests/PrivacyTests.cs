using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class PrivacyTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task Nothing_of_this_machine_reaches_an_output()
    {
        string path = _repository.Write("a",
            Code("Environment.GetEnvironmentVariable(\"ATTENTION_SECRET\") ?? \"no such variable\""),
            Code("System.IO.File.ReadAllText(\"nothing.txt\")", "raises-exception"),
            Code("Console.WriteLine(Environment.CurrentDirectory);\nConsole.WriteLine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + \"/x\");\nConsole.WriteLine(System.IO.Path.GetTempPath());"),
            Code("string.Join(\"\", Environment.GetEnvironmentVariables().Values.Cast<string>())"));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--in-place"], ("ATTENTION_SECRET", "s3cret-value"));

        Assert.Equal(0, result.ExitCode);
        string text = File.ReadAllText(path);
        Assert.Contains("no such variable", text);
        Assert.Contains("Could not find file './notebooks/nothing.txt'", text.Replace('\\', '/'));
        Assert.DoesNotContain("s3cret-value", text);
        Assert.DoesNotContain(_repository.Root, text);
        Assert.DoesNotContain(Path.GetTempPath().TrimEnd('/', '\\'), text);
        Assert.DoesNotContain(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/x", text);
        Assert.DoesNotContain(".cs:line", text);
    }

    [Fact]
    public async Task A_run_keeps_no_record_of_a_learners_progress()
    {
        string path = _repository.Write("a", Code("Environment.GetEnvironmentVariable(\"ATTENTION_LEDGER\")"));
        await Runner.RunAsync(_repository.Root, ["run", "--in-place"], ("ATTENTION_LEDGER", "somewhere"));
        Assert.Contains("\"off\"", Outputs(path, 1));
    }

    [Fact]
    public void The_name_of_the_user_is_taken_out_as_a_word_unless_it_names_nobody()
    {
        Assert.Equal("by <user>, not aliceblue", new Cells.Redaction([], "alice").Apply("by alice, not aliceblue"));
        Assert.Equal("the runner", new Cells.Redaction([], "runner").Apply("the runner"));
    }

    public void Dispose() => _repository.Dispose();
}
