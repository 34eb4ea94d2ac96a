using System.Text.Json;

namespace Attention.Notebooks.Tests;

public class JsonShapeTests
{
    [Theory]
    [InlineData("devcontainer.json", """{"name": "a"}""", "/image: missing")]
    [InlineData("devcontainer.json", """{"image": ["a"]}""", "/image: array, not string")]
    [InlineData("devcontainer.json", """{"image": "a", "extensions": []}""", "/extensions: unknown")]
    [InlineData(
        "devcontainer.json",
        """{"image": "a", "hostRequirements": {"cpu": 2}}""",
        "/hostRequirements/cpu: unknown")]
    [InlineData(
        "devcontainer.json",
        """{"image": "a", "hostRequirements": {"cpus": 0}}""",
        "/hostRequirements/cpus: 0 is less than 1")]
    [InlineData(
        "devcontainer.json",
        """{"image": "a", "hostRequirements": {"cpus": 1.5}}""",
        "/hostRequirements/cpus: number, not integer")]
    [InlineData(
        "devcontainer.json",
        """{"image": "a", "hostRequirements": {"memory": "4 GB"}}""",
        @"/hostRequirements/memory: “4 GB” has not the form ^\d+([tgmk]b)?$")]
    [InlineData(
        "devcontainer.json",
        """{"image": "a", "userEnvProbe": "postAttach"}""",
        "/userEnvProbe: “postAttach” is none of none, loginShell, loginInteractiveShell, interactiveShell")]
    [InlineData(
        "devcontainer.json",
        """{"image": "a", "postCreateCommand": {"x": {"y": "z"}}}""",
        "/postCreateCommand/x: object, not string or array")]
    [InlineData(
        "devcontainer.json",
        """{"image": "a", "containerEnv": {"A": null}}""",
        "/containerEnv/A: null, not string")]
    [InlineData("devcontainer.json", """{"image": "a", "init": "yes"}""", "/init: string, not boolean")]
    [InlineData(
        "devcontainer.json",
        """{"image": "a", "customizations": {"vscode": {"extension": []}}}""",
        "/customizations/vscode/extension: unknown")]
    [InlineData(
        "devcontainer.json",
        """{"image": "a", "customizations": {"vscode": {"extensions": ["a.b", "jupyter"]}}}""",
        @"/customizations/vscode/extensions/1: “jupyter” has not the form ^[a-z0-9-]+\.[a-z0-9-]+$")]
    [InlineData(
        "devcontainer.json",
        """{"image": "a", "customizations": {"codespaces": {"openFiles": "a"}}}""",
        "/customizations/codespaces/openFiles: string, not array")]
    [InlineData(
        "tasks.json",
        """{"version": "2.0.0", "tasks": [{"label": "a", "type": "process", "command": "b", "runOn": "default"}]}""",
        "/tasks/0/runOn: unknown")]
    [InlineData("settings.json", """{"notebook.lineNumber": "on"}""", "/notebook.lineNumber: unknown")]
    public void A_fault_is_found_and_placed(string shape, string json, string fault) =>
        Assert.Equal([fault], JsonShape.OfEditorFiles.Faults(JsonShape.Read(json), shape));

    [Fact]
    public void Comments_are_read_and_a_trailing_comma_or_a_repeated_name_is_an_error()
    {
        Assert.Equal(1, (int)JsonShape.Read("// what\n{\"a\": /* why */ 1}")["a"]!);
        Assert.ThrowsAny<JsonException>(() => JsonShape.Read("""{"a": 1,}"""));
        Assert.ThrowsAny<JsonException>(() => JsonShape.Read("""{"a": 1, "a": 2}"""));
    }
}
