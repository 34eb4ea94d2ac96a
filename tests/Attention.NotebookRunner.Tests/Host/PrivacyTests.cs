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

        Runner result =
            await Runner.RunAsync(_repository.Root, ["run", "--in-place"], ("ATTENTION_SECRET", "s3cret-value"));

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
        string path = _repository.Write("a", Code("Environment.GetEnvironmentVariable(\"ATTENTION_PROGRESS\")"));
        await Runner.RunAsync(_repository.Root, ["run", "--in-place"], ("ATTENTION_PROGRESS", "somewhere"));
        Assert.Contains("\"off\"", Outputs(path, 1));
    }

    [Fact]
    public async Task Neither_the_environment_nor_the_place_of_the_runtime_reaches_an_output()
    {
        string path = _repository.Write("a", Code("""
            Console.WriteLine(Environment.GetEnvironmentVariable("HTTPS_PROXY"));
            Console.WriteLine(Environment.GetEnvironmentVariable("NUGET_TOKEN"));
            Console.WriteLine(typeof(object).Assembly.Location);
            string.Join("\n", Environment.GetEnvironmentVariables().Values.Cast<string>())
            """));

        Runner result = await Runner.RunAsync(
            _repository.Root, ["run", "--in-place"], ("HTTPS_PROXY", "http://user:s3cret@proxy"),
            ("NUGET_TOKEN", "t0ken"));

        Assert.True(result.ExitCode == 0, result.Output);
        string text = File.ReadAllText(path);
        Assert.DoesNotContain("s3cret", text);
        Assert.DoesNotContain("t0ken", text);
        Assert.DoesNotContain(Environment.GetEnvironmentVariable("PATH")!, text);
        Assert.Contains("(runtime)", text);
    }

    [Fact]
    public async Task Text_that_only_contains_the_name_of_a_folder_stays_as_it_is()
    {
        string path = _repository.Write("a", Code("""
            Console.WriteLine("https://example.org/tmpl and http://x/home/page and /tmpl");
            display(HTML("<a href='/tmp/x'>t</a>"));
            """));

        Assert.Equal(0, (await Runner.RunAsync(_repository.Root, ["run", "--in-place"])).ExitCode);

        Assert.Contains("https://example.org/tmpl and http://x/home/page and /tmpl", Outputs(path, 1));
        Assert.Contains("<a href=", Outputs(path, 1));
        Assert.DoesNotContain("<temp>", Outputs(path, 1));
    }

    [Theory]
    [InlineData("vm")]
    [InlineData("run")]
    [InlineData("cell")]
    [InlineData("lib")]
    [InlineData("table")]
    [InlineData("softmax")]
    [InlineData("attention")]
    public async Task A_machine_whose_name_is_a_word_garbles_no_text_and_is_replaced_where_a_cell_asks_for_it(
        string name)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can give a process a machine name");
        string text = $"the {name} and the root of every {name}";
        string path = _repository.Write("a",
            Code($"Console.WriteLine(\"{text}\");\ndisplay(HTML(\"<table><tr><td>{name}</td></tr></table>\"));"),
            Code("Console.WriteLine(Environment.MachineName);\ndisplay(HTML($\"<table title='x'><td>{Environment.MachineName}\"));"),
            Code("Environment.UserName"));

        Runner result = await Runner.InShellAsync(
            _repository.Root, $"unshare --uts sh -c 'hostname {name} && exec \"$1\" run --in-place' sh \"$1\"");

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains(text, Outputs(path, 1));
        Assert.Contains($"<td>{name}</td>", Outputs(path, 1));
        Assert.Contains("(machine)\\n", Outputs(path, 2));
        Assert.Contains("<table title='x'><td>(machine)", Outputs(path, 2));
        Assert.Contains("(user)", Outputs(path, 3));
    }

    [Fact]
    public async Task An_address_in_HTML_that_begins_as_a_folder_of_this_machine_does_stays_as_it_is()
    {
        string path = _repository.Write("a", Code("display(HTML(\"<a href='/tmp/x'>t</a> <a href=\\\"/root/x\\\">r</a>\"));"));
        Assert.Equal(0, (await Runner.RunAsync(_repository.Root, ["run", "--in-place"])).ExitCode);
        Assert.Contains("<a href='/tmp/x'>t</a> <a href=\\\"/root/x\\\">r</a>", Outputs(path, 1));
    }

    public void Dispose() => _repository.Dispose();
}
