using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attention.Notebooks.Tests;

/// <summary>The files by which VS Code and Codespaces open this repository. A misspelt key does nothing and says nothing, hence these tests.</summary>
public sealed class FrontDoorTests : IDisposable
{
    // containers.dev/implementors/json_schema: the keys of a container made from an image, with the types that the schema gives them; VS Code's schemas for the rest.
    private static readonly JsonShape Shapes = new("""
        {
          "string": {"type": "string"}, "boolean": {"type": "boolean"}, "strings": {"type": "array", "items": "string"}, "anything": {}, "object": {"type": "object", "others": "anything"},
          "extensions": {"type": "array", "items": {"type": "string", "pattern": "^[a-z0-9-]+\\.[a-z0-9-]+$"}},
          "size": {"type": "string", "pattern": "^\\d+([tgmk]b)?$"},
          "one command": {"type": ["string", "array"], "items": "string"},
          "command": {"type": ["string", "array", "object"], "items": "string", "others": "one command"},
          "environment": {"type": "object", "others": {"type": ["string", "null"]}},
          "devcontainer.json": {"type": "object", "required": ["image"], "properties": {
            "$schema": "string", "name": "string", "image": "string", "features": "object", "overrideFeatureInstallOrder": "strings",
            "forwardPorts": {"type": "array", "items": {"type": ["integer", "string"]}}, "portsAttributes": "object", "otherPortsAttributes": "object",
            "updateRemoteUserUID": "boolean", "containerEnv": {"type": "object", "others": "string"}, "containerUser": "string", "remoteEnv": "environment", "remoteUser": "string",
            "mounts": {"type": "array", "items": {"type": ["string", "object"], "others": "string"}}, "init": "boolean", "privileged": "boolean", "capAdd": "strings", "securityOpt": "strings",
            "initializeCommand": "one command", "onCreateCommand": "command", "updateContentCommand": "command", "postCreateCommand": "command", "postStartCommand": "command", "postAttachCommand": "command",
            "waitFor": {"type": "string", "enum": ["initializeCommand", "onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand"]},
            "userEnvProbe": {"type": "string", "enum": ["none", "loginShell", "loginInteractiveShell", "interactiveShell"]},
            "hostRequirements": {"type": "object", "properties": {
              "cpus": {"type": "integer", "minimum": 1}, "memory": "size", "storage": "size", "gpu": {"type": ["boolean", "string", "object"], "others": "anything"}}},
            "appPort": {"type": ["integer", "string", "array"], "items": {"type": ["integer", "string"]}}, "runArgs": "strings", "shutdownAction": {"type": "string", "enum": ["none", "stopContainer"]},
            "overrideCommand": "boolean", "workspaceFolder": "string", "workspaceMount": "string",
            "customizations": {"type": "object", "properties": {
              "vscode": {"type": "object", "properties": {"extensions": "extensions", "settings": "object", "devPort": {"type": "integer"}}},
              "codespaces": {"type": "object", "properties": {"openFiles": "strings", "repositories": "object", "disableAutomaticConfiguration": "boolean"}}}}}},
          "extensions.json": {"type": "object", "required": ["recommendations"], "properties": {"recommendations": "extensions", "unwantedRecommendations": "extensions"}},
          "settings.json": {"type": "object", "properties": {
            "dotnet.defaultSolution": "string", "notebook.lineNumbers": {"type": "string", "enum": ["on", "off"]}, "search.exclude": {"type": "object", "others": "boolean"}}},
          "tasks.json": {"type": "object", "required": ["version", "tasks"], "properties": {
            "version": {"type": "string", "enum": ["2.0.0"]},
            "tasks": {"type": "array", "items": {"type": "object", "required": ["label", "type", "command"], "properties": {
              "label": "string", "detail": "string", "type": {"type": "string", "enum": ["shell", "process"]}, "command": "string", "args": "strings", "isBackground": "boolean",
              "group": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": ["build", "test", "none"]}, "isDefault": "boolean"}},
              "presentation": {"type": "object", "properties": {
                "echo": "boolean", "reveal": {"type": "string", "enum": ["always", "silent", "never"]}, "focus": "boolean", "panel": {"type": "string", "enum": ["shared", "dedicated", "new"]}, "close": "boolean", "clear": "boolean"}},
              "problemMatcher": {"type": "string", "pattern": "^\\$"},
              "runOptions": {"type": "object", "properties": {"runOn": {"type": "string", "enum": ["default", "folderOpen"]}}}}}}}}
        }
        """);

    private readonly string _home = Directory.CreateTempSubdirectory("attention-home-").FullName;

    [Theory]
    [InlineData(".devcontainer/devcontainer.json")]
    [InlineData(".vscode/extensions.json")]
    [InlineData(".vscode/settings.json")]
    [InlineData(".vscode/tasks.json")]
    public void It_has_only_known_keys_and_values_of_the_right_type(string path) => Assert.Empty(Shapes.Faults(Read(path), Path.GetFileName(path)));

    [Theory]
    [InlineData("devcontainer.json", """{"name": "a"}""", "/image: missing")]
    [InlineData("devcontainer.json", """{"image": ["a"]}""", "/image: array, not string")]
    [InlineData("devcontainer.json", """{"image": "a", "extensions": []}""", "/extensions: unknown")]
    [InlineData("devcontainer.json", """{"image": "a", "hostRequirements": {"cpu": 2}}""", "/hostRequirements/cpu: unknown")]
    [InlineData("devcontainer.json", """{"image": "a", "hostRequirements": {"cpus": 0}}""", "/hostRequirements/cpus: 0 is less than 1")]
    [InlineData("devcontainer.json", """{"image": "a", "hostRequirements": {"cpus": 1.5}}""", "/hostRequirements/cpus: number, not integer")]
    [InlineData("devcontainer.json", """{"image": "a", "hostRequirements": {"memory": "4 GB"}}""", @"/hostRequirements/memory: “4 GB” has not the form ^\d+([tgmk]b)?$")]
    [InlineData("devcontainer.json", """{"image": "a", "waitFor": "postAttachCommand"}""", "/waitFor: “postAttachCommand” is none of initializeCommand, onCreateCommand, updateContentCommand, postCreateCommand, postStartCommand")]
    [InlineData("devcontainer.json", """{"image": "a", "postCreateCommand": {"x": {"y": "z"}}}""", "/postCreateCommand/x: object, not string or array")]
    [InlineData("devcontainer.json", """{"image": "a", "containerEnv": {"A": null}}""", "/containerEnv/A: null, not string")]
    [InlineData("devcontainer.json", """{"image": "a", "init": "yes"}""", "/init: string, not boolean")]
    [InlineData("devcontainer.json", """{"image": "a", "customizations": {"vscode": {"extension": []}}}""", "/customizations/vscode/extension: unknown")]
    [InlineData("devcontainer.json", """{"image": "a", "customizations": {"vscode": {"extensions": ["a.b", "jupyter"]}}}""", @"/customizations/vscode/extensions/1: “jupyter” has not the form ^[a-z0-9-]+\.[a-z0-9-]+$")]
    [InlineData("devcontainer.json", """{"image": "a", "customizations": {"codespaces": {"openFiles": "a"}}}""", "/customizations/codespaces/openFiles: string, not array")]
    [InlineData("tasks.json", """{"version": "2.0.0", "tasks": [{"label": "a", "type": "process", "command": "b", "runOn": "folderOpen"}]}""", "/tasks/0/runOn: unknown")]
    [InlineData("tasks.json", """{"version": "2.0.0", "tasks": [{"label": "a", "type": "process", "command": "b", "runOptions": {"runOn": "open"}}]}""", "/tasks/0/runOptions/runOn: “open” is none of default, folderOpen")]
    public void A_fault_is_found_and_placed(string shape, string json, string fault) => Assert.Equal([fault], Shapes.Faults(JsonShape.Read(json), shape));

    [Fact]
    public void Comments_are_read_and_a_comma_too_many_is_not()
    {
        Assert.Equal(1, (int)JsonShape.Read("// what\n{\"a\": /* why */ 1}")["a"]!);
        Assert.ThrowsAny<JsonException>(() => JsonShape.Read("""{"a": 1,}"""));
        Assert.ThrowsAny<JsonException>(() => JsonShape.Read("""{"a": 1, "a": 2}"""));
    }

    [Fact]
    public void The_container_and_a_local_VS_Code_have_the_same_extensions() =>
        Assert.Equal(Strings(Container["customizations"]!["vscode"]!["extensions"]), Strings(Read(".vscode/extensions.json")["recommendations"]));

    [Fact]
    public void What_they_name_exists()
    {
        IEnumerable<string> build = ((string)Container["updateContentCommand"]!).Split(' ').Skip(2);
        IEnumerable<string> named = [.. Strings(Container["customizations"]!["codespaces"]!["openFiles"]), (string)Read(".vscode/settings.json")["dotnet.defaultSolution"]!, BuildTask["args"]![1]!.ToString(), .. build];
        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(Chapters.Repository.Root, path)), path));
    }

    [Fact]
    public void A_folder_that_opens_builds_what_the_notebooks_load()
    {
        Assert.Equal("folderOpen", (string)BuildTask["runOptions"]!["runOn"]!);
        Assert.Equal(["build", "lib/Attention.Course"], Strings(BuildTask["args"])); // the project that fills lib/bin
    }

    [Fact]
    public void The_container_starts_also_where_the_kernel_for_Jupyter_cannot_be_had()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the container is Linux");
        string programs = Directory.CreateDirectory(Path.Combine(_home, "programs")).FullName;
        File.WriteAllText(Path.Combine(programs, "dotnet"), "#!/bin/sh\nexit 1\n");
        Assert.Equal(0, Shell("chmod +x dotnet", programs));
        Assert.All(PostCreateCommands, command => Assert.Equal(0, Shell(command, _home, programs + ":/usr/bin:/bin")));
    }

    [Fact]
    public void In_the_container_the_extension_finds_the_manifest_that_the_SDK_writes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the container is Linux");
        Assert.Equal(0, Shell(PostCreateCommands.Single(c => c.Contains("globalStorage", StringComparison.Ordinal)), _home));
        Assert.All([".vscode-server", ".vscode-remote"], server =>
        {
            string storage = Path.Combine(_home, server, "data", "User", "globalStorage", "ms-dotnettools.dotnet-interactive-vscode");
            Assert.Equal(0, Shell("dotnet new tool-manifest", storage)); // what the extension runs there
            Assert.True(File.Exists(Path.Combine(storage, ".config", "dotnet-tools.json")), "not where the extension looks");
        });
    }

    [Fact]
    public void The_kernel_for_Jupyter_is_the_last_public_one()
    {
        JsonNode tool = Read(".config/dotnet-tools.json")["tools"]!["microsoft.dotnet-interactive"]!;
        Assert.Equal("1.0.712001", (string)tool["version"]!);
        Assert.Equal(["dotnet-interactive"], Strings(tool["commands"]));
    }

    [Fact]
    public void The_real_kernel_of_the_tests_is_the_last_public_one_and_no_other() =>
        Assert.All(Lines("lib/Directory.Packages.props").Where(line => line.Contains("\"Microsoft.DotNet.Interactive", StringComparison.Ordinal)), line => Assert.Contains("Version=\"[1.0.0-beta.26120.1]\"", line));

    [Fact]
    public void GitHub_runs_all_that_must_hold_and_the_notebooks_in_the_real_kernel()
    {
        string[] lines = [.. Lines(".github/workflows/ci.yml").Select(line => line.Trim())];
        Assert.Contains("- run: .ci/run", lines);
        Assert.Contains("- run: dotnet test tests/Attention.Polyglot.Tests -p:Polyglot=true", lines);
        Assert.All(lines.Where(line => line.StartsWith("- uses: ", StringComparison.Ordinal)), line => Assert.Matches(@"@v\d+$", line));
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private static JsonNode Container => Read(".devcontainer/devcontainer.json");

    private static JsonNode BuildTask => Assert.Single(Read(".vscode/tasks.json")["tasks"]!.AsArray())!;

    private static IEnumerable<string> PostCreateCommands => Container["postCreateCommand"]!.AsObject().Select(c => (string)c.Value!);

    private static JsonNode Read(string path) => JsonShape.Read(File.ReadAllText(Path.Combine(Chapters.Repository.Root, path)));

    private static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Chapters.Repository.Root, path));

    private static string[] Strings(JsonNode? array) => [.. array!.AsArray().Select(s => (string)s!)];

    private int Shell(string command, string folder, string? path = null)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = _home;
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["PATH"] = path ?? start.Environment["PATH"];
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
