using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Tests;

public sealed class FileReplacementTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("attention-files-").FullName;

    private string Target => Path.Combine(_folder, "a.ipynb");

    [Fact]
    public void A_file_that_still_holds_what_was_read_gets_the_new_content()
    {
        File.WriteAllText(Target, "old");
        FileReplacement.Update(Target, "old"u8, "new"u8);
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_file_that_was_edited_meanwhile_stays_and_the_new_content_is_laid_beside_it()
    {
        File.WriteAllText(Target, "edited");
        FileChangedException refusal =
            Assert.Throws<FileChangedException>(() => FileReplacement.Update(Target, "old"u8, "new"u8));
        Assert.Contains("a.ipynb.new", refusal.Message);
        Assert.Equal(("edited", "new"), (File.ReadAllText(Target), File.ReadAllText(Target + ".new")));
    }

    [Fact]
    public void What_already_lies_beside_an_edited_file_stays_and_the_new_content_gets_another_name()
    {
        File.WriteAllText(Target, "edited");
        File.WriteAllText(Target + ".new", "precious");
        FileChangedException refusal =
            Assert.Throws<FileChangedException>(() => FileReplacement.Update(Target, "old"u8, "new"u8));
        Assert.Contains("a.ipynb.new2", refusal.Message);
        Assert.Equal(
            ("precious", "new"), (File.ReadAllText(Target + ".new"), File.ReadAllText(Target + ".new2")));
    }

    [Fact]
    public void A_file_that_another_run_has_given_the_same_content_is_no_conflict()
    {
        File.WriteAllText(Target, "new");
        FileReplacement.Update(Target, "old"u8, "new"u8);
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Many_writers_of_one_file_leave_one_whole_content_and_nothing_else()
    {
        byte[][] contents =
            [.. Enumerable.Range(0, 8).Select(i => Enumerable.Repeat((byte)('a' + i), 200_000).ToArray())];
        await Task.WhenAll(contents.Select(content => Task.Run(() =>
        {
            for (int turn = 0; turn < 20; turn++)
            {
                FileReplacement.Write(Target, content);
            }
        })));
        byte[] found = File.ReadAllBytes(Target);
        Assert.Contains(contents, content => content.AsSpan().SequenceEqual(found));
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Permissions_stay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions");
        File.WriteAllText(Target, "old");
        Runner.SetMode(Target, Private);
        FileReplacement.Update(Target, "old"u8, "new"u8);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Target) == Private);
    }

    [Fact]
    public void The_owner_stays()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can give a file away");
        File.WriteAllText(Target, "old");
        Assert.True(Linux.ChangeOwner(Target, 1234, 2345));
        FileReplacement.Update(Target, "old"u8, "new"u8);
        FileFacts facts = FileFacts.Of(Target);
        Assert.Equal((1234u, 2345u, "new"), (facts.Owner!.Value, facts.Group!.Value, File.ReadAllText(Target)));
    }

    [Fact]
    public void A_read_only_file_is_not_replaced()
    {
        File.WriteAllText(Target, "old");
        File.SetAttributes(Target, FileAttributes.ReadOnly);
        Assert.Contains(
            "read-only", Assert.Throws<IOException>(() => FileReplacement.Update(Target, "old"u8, "new"u8)).Message);
        Assert.Equal("old", File.ReadAllText(Target));
        File.SetAttributes(Target, FileAttributes.Normal);
    }

    [Fact]
    public void A_file_with_two_names_is_not_replaced()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells how many names a file has");
        File.WriteAllText(Target, "old");
        using (var link = System.Diagnostics.Process.Start("ln", [Target, Target + "2"]))
        {
            link.WaitForExit();
        }
        Assert.Contains(
            "2 names", Assert.Throws<IOException>(() => FileReplacement.Update(Target, "old"u8, "new"u8)).Message);
    }

    [Fact]
    public void A_notebook_that_is_a_link_stays_one_and_the_file_it_points_to_is_replaced()
    {
        string real = Path.Combine(_folder, "real");
        File.WriteAllText(real, "old");
        File.CreateSymbolicLink(Target, "real");
        FileReplacement.Update(Target, "old"u8, "new"u8);
        Assert.Equal(("real", "new"), (new FileInfo(Target).LinkTarget, File.ReadAllText(real)));
    }

    [Fact]
    public void Where_a_page_or_a_report_goes_a_link_is_replaced_and_what_it_points_to_stays()
    {
        string precious = Path.Combine(_folder, "precious");
        File.WriteAllText(precious, "kept");
        File.CreateSymbolicLink(Target, "precious");
        FileReplacement.Write(Target, "page"u8);
        Assert.Equal(("kept", "page"), (File.ReadAllText(precious), File.ReadAllText(Target)));
    }

    [Fact]
    public void A_folder_or_a_pipe_of_that_name_is_not_replaced()
    {
        Directory.CreateDirectory(Target);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => FileReplacement.Write(Target, "x"u8)).Message);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells what kind of file it is");
        string pipe = Path.Combine(_folder, "pipe");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
        }
        Assert.Contains(
            "a device or a pipe", Assert.Throws<IOException>(() => FileReplacement.Write(pipe, "x"u8)).Message);
    }

    [Fact]
    public void What_a_killed_process_left_behind_is_deleted_and_what_a_living_one_writes_is_not()
    {
        string left = Path.Combine(_folder, ".attention-2147483600-00.tmp");
        string living = Path.Combine(_folder, $".attention-{Environment.ProcessId}-00.tmp");
        File.WriteAllText(left, "");
        File.WriteAllText(living, "");
        FileReplacement.Write(Target, "new"u8);
        Assert.Equal([living, Target], Directory.GetFiles(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_name_of_255_bytes_can_be_written()
    {
        string path = Path.Combine(_folder, new string('n', 255));
        FileReplacement.Write(path, "x"u8);
        Assert.True(File.Exists(path));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
