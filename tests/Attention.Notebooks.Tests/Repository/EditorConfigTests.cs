using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Attention.Notebooks.Tests;

/// <summary>
/// The files by which VS Code opens this repository, and GitHub's workflow. Editors ignore a misspelt key without
/// a word, hence these tests.
/// </summary>
public partial class EditorConfigTests
{
    [Theory]
    [InlineData(".devcontainer/devcontainer.json")]
    [InlineData(".vscode/extensions.json")]
    [InlineData(".vscode/settings.json")]
    [InlineData(".vscode/tasks.json")]
    public void The_file_has_only_known_keys_and_values_of_the_right_type(string path) =>
        Assert.Empty(JsonShape.OfEditorFiles.Faults(Files.Json(path), Path.GetFileName(path)));

    [Fact]
    public void Every_path_that_the_settings_and_tasks_name_exists()
    {
        string[] named =
        [
            (string)Files.Json(".vscode/settings.json")["dotnet.defaultSolution"]!,
            .. Tasks.SelectMany(task => Files.Strings(task["args"])).Where(argument => argument.Contains('/')),
        ];
        Assert.NotEmpty(named);
        Assert.All(named, path => Assert.True(Path.Exists(Files.FullPath(path)), path));
    }

    [Fact]
    public void No_task_starts_when_the_folder_opens() =>
        Assert.All(Tasks, task => Assert.Null(task["runOptions"]));

    [Fact]
    public void The_task_Fix_runs_what_the_doctor_would_print() => Assert.Equal(
        ["run", "--project", "lib/Attention.NotebookRunner", "--", "doctor", "--fix"],
        Files.Strings(Tasks.Single(task => (string)task["label"]! == "Fix")["args"]));

    [Fact]
    public void Multiplication_and_minus_signs_in_code_get_no_warning_box() =>
        Assert.False((bool)Files.Json(".vscode/settings.json")["editor.unicodeHighlight.ambiguousCharacters"]!);

    [Theory]
    [InlineData("lib")]
    [InlineData("tests")]
    public void No_line_of_C_sharp_is_longer_than_editorconfig_allows_unless_a_string_makes_it_so(string folder)
    {
        const string Setting = "max_line_length = ";
        string setting = Files.Lines(".editorconfig").Single(l => l.StartsWith(Setting, StringComparison.Ordinal));
        int limit = int.Parse(setting[Setting.Length..], CultureInfo.InvariantCulture);
        IEnumerable<string> sources = Directory
            .EnumerateFiles(Files.FullPath(folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !Generated().IsMatch(path));
        Assert.Empty(sources.SelectMany(path => TooLong(path, limit)));
    }

    private static IEnumerable<string> TooLong(string path, int limit)
    {
        bool inRawString = false;
        foreach ((int number, string line) in File.ReadLines(path).Index())
        {
            bool touchesRawString = inRawString || line.Contains(RawQuotes, StringComparison.Ordinal);
            inRawString ^= Regex.Count(line, RawQuotes) % 2 == 1;
            if (!touchesRawString && StringLiteral().Replace(line, "").Length > limit)
            {
                yield return $"{path}:{number + 1}: {line.Length} columns";
            }
        }
    }

    private const string RawQuotes = "\"\"\"";

    [Fact]
    public void The_kernel_for_Jupyter_is_the_last_public_one()
    {
        JsonNode tool = Files.Json(".config/dotnet-tools.json")["tools"]!["microsoft.dotnet-interactive"]!;
        Assert.Equal("1.0.712001", (string)tool["version"]!);
        Assert.Equal(["dotnet-interactive"], Files.Strings(tool["commands"]));
    }

    [Fact]
    public void The_kernel_packages_are_the_last_public_ones_and_no_other()
    {
        string[] packages =
        [
            .. Files.Lines("lib/Directory.Packages.props")
                .Where(line => line.Contains("\"Microsoft.DotNet.Interactive", StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(packages);
        Assert.All(packages, line => Assert.Contains("Version=\"[1.0.0-beta.26120.1]\"", line));
    }

    [Fact]
    public void GitHub_runs_the_same_checks_as_a_developer_with_actions_of_a_major_version()
    {
        string[] lines = [.. Files.Lines(".github/workflows/ci.yml").Select(line => line.Trim())];
        Assert.Contains("- run: .ci/run", lines);
        Assert.All(
            lines.Where(line => line.StartsWith("- uses: ", StringComparison.Ordinal)),
            line => Assert.Matches(@"@v\d+$", line));
    }

    private static IEnumerable<JsonNode> Tasks =>
        Files.Json(".vscode/tasks.json")["tasks"]!.AsArray().Select(task => task!);

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex Generated();

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""")]
    private static partial Regex StringLiteral();
}
