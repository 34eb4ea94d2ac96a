using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class UsageTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Theory]
    [InlineData("has no folded solution", "run", "--solutions")]
    [InlineData("needs a code cell tagged “parameters”", "run", "--param", "n=1")]
    [InlineData("--param takes NAME=VALUE", "run", "--param", "8=1")]
    [InlineData("Required argument missing for option: '--param'", "run", "--param")]
    [InlineData("Required argument missing for option: '--tags'", "run", "--tags")]
    [InlineData("Required argument missing for option: '--cell'", "run", "--cell")]
    [InlineData("Required argument missing for option: '--section'", "run", "--section")]
    [InlineData("Required argument missing for option: '--ignore'", "run", "--check", "--ignore")]
    [InlineData("use them with --check", "run", "--ignore", "a")]
    [InlineData("use them with --check", "run", "--tolerance", "0.1")]
    [InlineData("Required argument missing for option: '--junit'", "run", "--out", "o", "--junit")]
    [InlineData("must be a number of seconds greater than 0", "run", "--cell-timeout", "0")]
    [InlineData("must be a number of seconds greater than 0, such as 1.5, not “1,5”", "run", "--cell-timeout", "1,5")]
    [InlineData("must be a number of seconds greater than 0", "run", "--timeout", "1e999")]
    [InlineData("must be a number of seconds greater than 0", "run", "--timeout", "NaN")]
    [InlineData("must be a whole number from 1 to 1000", "run", "--jobs", "0")]
    [InlineData("must be a number from 0 to less than 1", "run", "--check", "--tolerance", "2")]
    [InlineData("--ignore “(”: ", "run", "--check", "--ignore", "(")]
    [InlineData("not with --in-place or --check", "run", "--in-place", "--param", "n=1")]
    [InlineData("--check changes no notebook", "run", "--in-place", "--check")]
    [InlineData("--check changes no notebook", "run", "--html", "x", "--check")]
    [InlineData("--solutions solves the exercises", "run", "--in-place", "--solutions")]
    [InlineData("only one can be used", "run", "--cell", "cell-1", "--up-to", "cell-1")]
    [InlineData("there is no cell x", "run", "--cell", "x")]
    [InlineData("there is no section “x”; there are: Start, Next.", "run", "--section", "x")]
    [InlineData("There is no option --nonsense", "run", "--nonsense")]
    [InlineData("notebooks/a.ipynb is named twice", "site", "notebooks/a.ipynb", "notebooks/a.ipynb")]
    [InlineData("notebooks/a.ipynb is named twice", "site", "notebooks/a.ipynb", "notebooks/../notebooks/a.ipynb")]
    [InlineData("notebooks/a.ipynb is named twice", "site", "notebooks", "notebooks/a.ipynb")]
    [InlineData("notebooks/a.ipynb is named twice", "run", "notebooks/a.ipynb", "notebooks/a.ipynb", "--html", "h")]
    [InlineData("The name of a notebook is empty", "site", "")]
    [InlineData("--html needs the name of a folder", "site", "--html", "")]
    [InlineData("--out needs the name of a folder", "run", "--out", " ")]
    [InlineData("--allow-path needs the name of a folder", "run", "--allow-path", "")]
    [InlineData("--junit needs the name of a file", "run", "--out", "o", "--junit", "")]
    [InlineData("--allow-path none: there is no such folder", "run", "--allow-path", "none")]
    [InlineData("--plotly needs the name of a file", "site", "--plotly", "")]
    [InlineData("--plotly none.js: there is no such file", "site", "--plotly", "none.js")]
    [InlineData("is no folder", "site", "--html", "notebooks/a.ipynb")]
    [InlineData("is no folder", "site", "--html", "notebooks/a.ipynb/below")]
    [InlineData("is no folder", "run", "--out", "notebooks/a.ipynb")]
    [InlineData("the report notebooks is a folder", "run", "--out", "o", "--junit", "notebooks")]
    [InlineData("would overwrite a notebook", "run", "--out", "o", "--trx", "notebooks/a.ipynb")]
    [InlineData("would overwrite a copy of a notebook", "run", "--out", "o", "--junit", "o/a.ipynb")]
    [InlineData("would overwrite a page", "run", "--html", "h", "--junit", "h/index.html")]
    [InlineData("would overwrite a page", "run", "--trx", "site/a.html")]
    [InlineData("--plotly /dev/zero: there is no such file", "site", "--plotly", "/dev/zero")]
    [InlineData("both reports would be written to r", "run", "--out", "o", "--trx", "r", "--junit", "./r")]
    [InlineData("cannot write into /proc", "site", "--html", "/proc/site")]
    [InlineData("cannot write into /proc", "run", "--out", "/proc/copies")]
    [InlineData("There is no notebook in empty", "site", "empty")]
    [InlineData("--out notebooks would overwrite the notebook notebooks/a.ipynb", "run", "--out", "notebooks")]
    [InlineData("would overwrite the notebook", "run", "--out", "linked")]
    public async Task What_cannot_be_done_ends_with_exit_code_2_and_one_line(string message, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "these are paths of Unix");
        string path = _repository.Write("a", Code("1", "exercise"), Text("# Start"), Text("## Next"));
        byte[] before = File.ReadAllBytes(path);
        Directory.CreateDirectory(_repository["empty"]);
        Directory.CreateSymbolicLink(_repository["linked"], "notebooks");

        Runner result = await Runner.RunAsync(_repository.Root, arguments);

        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(message, Assert.Single(result.Error.TrimEnd().Split('\n')));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("run", "--in-place")]
    [InlineData("run", "--out", "o")]
    [InlineData("run")]
    [InlineData("site")]
    public async Task Where_the_user_may_not_write_nothing_runs(params string[] arguments)
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess, "only root can become another user");
        _repository.Write("a", Code("System.IO.File.WriteAllText(\"/tmp/must-not-run\", \"\");"));
        Runner.SetMode(
            _repository.Root, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead
            | UnixFileMode.OtherExecute);
        Runner result = await Runner.AsNobodyAsync(_repository.Root, arguments);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("cannot write into", Assert.Single(result.Error.TrimEnd().Split('\n')));
    }

    [Fact]
    public void Notebooks_follow_each_other_by_the_number_in_their_title_and_then_by_name()
    {
        _repository.Write("a", Text("Without a number."));
        _repository.Write("b", Text("# 10 · Tenth"));
        _repository.Write("c", Text("# 9 · Ninth"));
        File.WriteAllText(_repository["notebooks", "d.ipynb"], "no notebook");
        Assert.Equal(
            ["c", "b", "a", "d"],
            new Repository(_repository.Root).Notebooks().Select(path => Path.GetFileNameWithoutExtension(path)));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_is_named()
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess, "only root can become another user");
        Directory.CreateDirectory(_repository["closed"]);
        Runner.SetMode(_repository["closed"], UnixFileMode.None);
        Runner.SetMode(
            _repository.Root, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead
            | UnixFileMode.OtherExecute);
        Runner result = await Runner.AsNobodyAsync(_repository.Root, ["run", "closed"]);
        Assert.Equal((ExitCode.Usage, "closed: the folder cannot be read.\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task A_folder_for_temporary_files_that_does_not_exist_is_named()
    {
        _repository.Write("a", Code("1"));
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "o"], ("TMPDIR", "/nonexistent"));
        Assert.Equal(
            (ExitCode.Usage, "TMPDIR names /nonexistent/, and there is no such folder.\n"),
            (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task A_long_folder_for_temporary_files_is_long_enough_for_everything_but_a_socket()
    {
        _repository.Write("a", Code("1 + 1"));
        string folder = Directory.CreateDirectory(_repository[new string('x', 90)]).FullName;
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "o"], ("TMPDIR", folder));
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("\"2\"", Outputs(_repository["o", "a.ipynb"], 1));
    }

    [Fact]
    public async Task Names_that_differ_only_in_how_an_accent_is_written_are_two_notebooks_where_they_are_two_files()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems may take the names for one");
        _repository.Write("cafe\u0301", Text("# One"));
        _repository.Write("caf\u00E9", Text("# Two"), Text("[one](cafe\u0301.ipynb)"));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--html", "s", "--out", "o"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(2, Directory.GetFiles(_repository["o"]).Length);
        Assert.Contains("href=\"cafe%CC%81.html\"", File.ReadAllText(_repository["s", "caf\u00E9.html"]));
    }

    [Fact]
    public async Task A_link_finds_the_page_of_a_notebook_by_another_name_of_its_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems do not say which file a path leads to");
        _repository.Write("b", Text("# B"));
        File.CreateSymbolicLink(_repository["notebooks", "other.ipynb"], "b.ipynb");
        string a = _repository.Write("a", Text("[b](other.ipynb)"));

        Runner result =
            await Runner.RunAsync(_repository.Root, ["site", a, _repository["notebooks", "b.ipynb"], "--html", "s"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("href=\"b.html\"", File.ReadAllText(_repository["s", "a.html"]));
    }

    [Fact]
    public async Task A_notebook_whose_name_begins_with_an_at_sign_is_a_notebook()
    {
        _repository.Write("@a", Text("# A"));
        Runner result = await Runner.RunAsync(_repository["notebooks"], ["site", "@a.ipynb", "--html", "../s"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    [Theory]
    [InlineData]
    [InlineData("run")]
    [InlineData("site")]
    [InlineData("doctor")]
    public async Task Help_names_the_exit_codes(params string[] arguments)
    {
        Runner result = await Runner.RunAsync(_repository.Root, [.. arguments, "--help"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("xit code", result.Output);
    }

    public void Dispose() => _repository.Dispose();
}
