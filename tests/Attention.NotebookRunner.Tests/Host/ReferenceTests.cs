using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class ReferenceTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task A_reference_must_exist_and_lie_inside_the_repository_also_through_a_link()
    {
        string outside = Directory.CreateTempSubdirectory("attention-outside-").FullName;
        string dll = Path.Combine(outside, "Library.dll");
        File.Copy(typeof(Xunit.Assert).Assembly.Location, dll);
        Directory.CreateSymbolicLink(_repository["linked"], outside);
        string[] ways =
            [$"../../{Path.GetFileName(outside)}/Library.dll", dll.Replace('\\', '/'), "../linked/Library.dll"];
        string closed = _repository.Write("closed", [.. ways.Select(way => Code($"#r \"{way}\"", "raises-exception"))]);
        string opened = _repository.Write("opened", [.. ways.Select(way => Code($"#r \"{way}\"\n\"opened\""))]);
        string wrong = _repository.Write("wrong", Code("#r \"../lib/bin/Nothing.dll\""));

        Assert.Equal(0, (await Runner.RunAsync(_repository.Root, ["run", closed, "--in-place"])).ExitCode);
        Runner result = await Runner.RunAsync(
            _repository.Root, ["run", opened, wrong, "--out", "out", "--keep-going", "--allow-path", outside]);
        Directory.Delete(outside, recursive: true);

        Assert.All([1, 2, 3], cell => Assert.Contains("leads out of the repository", Outputs(closed, cell)));
        Assert.Contains("ok     opened: 3 passed", result.Output);
        Assert.Contains(
            "wrong, cell cell-1: failed\n  MissingReference: #r \"../lib/bin/Nothing.dll\": there is no such file. Build first: dotnet build\n", result.Output);
    }

    public void Dispose() => _repository.Dispose();
}
