using System.Diagnostics;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class KillTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task Killed_a_hundred_times_while_writing_it_leaves_the_old_file_or_the_new_one()
    {
        int[] outcomes =
            (await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => KillAsync($"worker{worker}", kills: 25))))
            .SelectMany(o => o).ToArray();
        Assert.Equal(100, outcomes.Length);
        Assert.Contains(0, outcomes); // killed in time, the old file stayed
    }

    /// <summary>
    /// Has a page replaced by another, again and again, and kills the program as soon as it has begun to write; 0: the
    /// old page stayed, 1: the new one is there.
    /// </summary>
    private async Task<List<int>> KillAsync(string name, int kills)
    {
        string[] folders = [_repository[name, "a"], _repository[name, "b"]], whole = new string[2];
        string site = _repository[name, "site"], page = Path.Combine(site, "large.html");
        for (int i = 0; i < 2; i++)
        {
            Directory.CreateDirectory(folders[i]);
            File.WriteAllBytes(Path.Combine(folders[i], "large.ipynb"), Notebook(Text(new string("ab"[i], 2_000_000))));
            Assert.Equal(
                0, (await Runner.RunAsync(
                _repository.Root, ["site", folders[i], "--html", Path.GetDirectoryName(page)!])).ExitCode);
            whole[i] = File.ReadAllText(page);
        }
        var outcomes = new List<int>();
        for (int now = 1; outcomes.Count < kills;)
        {
            using Process process =
                Runner.Start(_repository.Root, ["site", folders[1 - now], "--html", Path.GetDirectoryName(page)!]);
            while (!IsWriting(site, process.Id) && !process.HasExited)
            {
                Thread.Sleep(1);
            }
            Thread.SpinWait(outcomes.Count * 2000); // each time a little later in the writing
            if (process.HasExited)
            {
                now = 1 - now;
                continue;
            }
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            string text = File.ReadAllText(page);
            int found = Array.IndexOf(whole, text);
            Assert.True(found >= 0, $"a page of {text.Length} characters is neither the old one nor the new one");
            outcomes.Add(found == now ? 0 : 1);
            now = found;
        }
        return outcomes;
    }

    /// <summary>The page is by far the largest file that the program writes.</summary>
    private static bool IsWriting(string site, int process) =>
        Directory.EnumerateFiles(site, $".attention-{process}-*.tmp").Any(IsLarge);

    private static bool IsLarge(string path)
    {
        try
        {
            return new FileInfo(path).Length > 100_000;
        }
        catch (IOException) // it has got its name meanwhile
        {
            return false;
        }
    }

    public void Dispose() => _repository.Dispose();
}
