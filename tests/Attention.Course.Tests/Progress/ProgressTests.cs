using System.Text;

namespace Attention.Course.Tests;

public sealed class ProgressTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("attention-").FullName;

    private string File => Path.Combine(_folder, "progress.json");

    private ProgressRecord Record => new(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_solved_stays_solved()
    {
        Assert.Contains("0 of", Progress.Show(Record), StringComparison.Ordinal);

        Record.RecordExercise("Dot", true);
        Record.RecordExercise("Dot", false);
        Record.RecordExercise("Cosine", false);

        string text = Progress.Show(Record);
        Assert.Contains("✓ Dot", text, StringComparison.Ordinal);
        Assert.Contains("○ Cosine   · RankedDifferently", text, StringComparison.Ordinal);
        Assert.Contains($"1 of {Exercise.All.Count} exercises solved", text, StringComparison.Ordinal);
        Assert.Contains(
            "Next: 1.2 the length of a vector (easy, about 3 minutes), Exercise.Norm", text, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder, text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_guess_is_the_one_that_is_kept()
    {
        Record.RecordPrediction("q·k = 24", "20", false);
        Record.RecordPrediction("q·k = 24", "24", true);
        Record.RecordPrediction("|q| = 5", "5", true);

        Assert.Contains(
            "Predictions: 2 made, 1 right at the first guess.", Progress.Show(Record), StringComparison.Ordinal);
        Assert.Equal("20", Record.Read().Predictions["q·k = 24"].Guess);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1, 2]")]
    [InlineData("{\"Exercises\": null}")]
    [InlineData("{\"Exercises\": {\"Dot\": null}}")]
    [InlineData("{\"Exercises\": {\"Dot\": {\"IsSolved\": \"perhaps\"}}}")]
    [InlineData("\0\0\0\0")]
    public void A_damaged_record_starts_afresh_and_says_so_once(string content)
    {
        System.IO.File.WriteAllText(File, content);

        Assert.True(Record.RecordExercise("Dot", true));

        Assert.Contains("starts afresh", Progress.Show(Record), StringComparison.Ordinal);
        Assert.DoesNotContain("starts afresh", Progress.Show(Record), StringComparison.Ordinal);
        Assert.Contains("✓ Dot", Progress.Show(Record), StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_of_endless_size_or_depth_is_not_read()
    {
        System.IO.File.WriteAllText(File, "{}" + new string(' ', 1_000_000)); // sound, but no record of ours
        Assert.True(Record.Read().IsRestarted);

        System.IO.File.WriteAllText(File, new StringBuilder("{\"Exercises\":").Insert(13, "[", 5000).ToString());
        Assert.True(Record.Read().IsRestarted);
    }

    [Fact]
    public async Task Kernels_that_write_at_the_same_time_lose_nothing()
    {
        // on a busy disk 80 writes take longer than a learner would wait for one
        ProgressRecord patient = new(_folder, TimeSpan.FromMinutes(5));
        bool[] kept = await Task.WhenAll(Enumerable.Range(0, 8).Select(kernel => OnItsOwnThread(() =>
            Enumerable.Range(0, 5)
                .All(i => patient.RecordPrediction($"{kernel}.{i}", "1", true)
                && patient.RecordExercise($"{kernel}.{i}", true)))));

        Assert.DoesNotContain(false, kept);
        Assert.Equal(40, Record.Read().Predictions.Count);
        Assert.Equal(40, Record.Read().Exercises.Count);
        Assert.Equal(["progress.json", "progress.lock"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_kernel_waits_for_its_turn_but_not_for_ever()
    {
        Task<bool> waiting;
        using (new FileStream(
            Path.Combine(_folder, "progress.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            waiting = OnItsOwnThread(
                () => new ProgressRecord(_folder, TimeSpan.FromMinutes(5)).RecordExercise("Dot", true));
            Task<bool> inHaste = OnItsOwnThread(
                () => new ProgressRecord(_folder, TimeSpan.FromMilliseconds(200)).RecordExercise("Cosine", true));
            Assert.False(await inHaste.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
            await Task.Delay(200, TestContext.Current.CancellationToken);
            Assert.False(waiting.IsCompleted);
        }

        Assert.True(await waiting);
        Assert.Equal(["Dot"], Record.Read().Exercises.Keys);
    }

    [Fact]
    public async Task On_a_read_only_disk_nobody_waits()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have no folder in which nobody can write");
        Task<bool> attempt =
            OnItsOwnThread(() => new ProgressRecord("/proc", TimeSpan.FromHours(1)).RecordExercise("Dot", true));
        Assert.False(await attempt.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Where_nothing_can_be_written_the_course_goes_on()
    {
        string occupied = Path.Combine(_folder, "occupied");
        System.IO.File.WriteAllText(occupied, "a file where the folder should be");

        Assert.False(new ProgressRecord(occupied).RecordExercise("Dot", true));
        Assert.Contains("0 of", Progress.Show(new ProgressRecord(occupied)), StringComparison.Ordinal);

        Directory.CreateDirectory(File);
        Assert.False(Record.RecordExercise("Dot", true));
    }

    [Fact]
    public void A_reset_forgets_everything_and_says_so()
    {
        Record.RecordExercise("Dot", true);
        Record.RecordPrediction("q", "1", true);

        Assert.Contains("is forgotten", Progress.Reset(Record), StringComparison.Ordinal);

        Assert.Empty(Record.Read().Exercises);
        Assert.Empty(Record.Read().Predictions);
        Assert.Contains("0 of", Progress.Show(Record), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reset_that_cannot_be_written_forgets_nothing_and_says_so()
    {
        Directory.CreateDirectory(File);

        Assert.Contains("nothing is forgotten", Progress.Reset(Record), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reset_heals_a_damaged_record_and_need_not_announce_it_again()
    {
        System.IO.File.WriteAllText(File, "{");

        Progress.Reset(Record);

        Assert.DoesNotContain("starts afresh", Progress.Show(Record), StringComparison.Ordinal);
    }

    [Fact]
    public void The_record_lies_in_the_repository_or_among_the_own_data()
    {
        string inside = Directory.CreateDirectory(Path.Combine(_folder, "notebooks", "extras")).FullName;
        Assert.EndsWith("attention-course", ProgressRecord.Folder(inside), StringComparison.Ordinal);

        System.IO.File.WriteAllText(Path.Combine(_folder, "Attention.Lib.sln"), "");
        Assert.Equal(Path.Combine(_folder, ".attention"), ProgressRecord.Folder(inside));
    }

    [Fact]
    public void An_automatic_run_keeps_nothing_and_says_so()
    {
        Assert.Null(ProgressRecord.Current);
        Assert.Contains("automatic run", Progress.Show(), StringComparison.Ordinal);
        Assert.Contains("no progress", Progress.Reset(), StringComparison.Ordinal);
    }

    private static Task<bool> OnItsOwnThread(Func<bool> action) =>
        Task.Factory.StartNew(
            action, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
