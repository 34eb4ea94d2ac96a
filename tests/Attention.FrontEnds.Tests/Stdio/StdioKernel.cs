using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Attention.Notebooks.Tests;

namespace Attention.FrontEnds.Tests.Stdio;

/// <summary>
/// The real tool behind the protocol by which VS Code's extension drives it: one command a line on its standard input,
/// one event a line on its standard output.
/// </summary>
internal sealed partial class StdioKernel : IDisposable
{
    private readonly ExternalProgram _tool;
    private int _commands;

    /// <param name="folder">Where <c>#r "../lib/…"</c> starts from.</param>
    public StdioKernel(string folder) => _tool = ExternalProgram.StartForConversation(
        Chapters.Repository.Root,
        "dotnet",
        ["tool", "run", "dotnet-interactive", "--", "stdio", "--working-dir", folder]);

    /// <summary>Runs a cell. Its outputs have the form in which a notebook stores them.</summary>
    public async Task<JsonArray> RunAsync(string code)
    {
        string token = $"cell-{++_commands}";
        var command = new JsonObject
        {
            ["token"] = token,
            ["commandType"] = "SubmitCode",
            ["command"] = new JsonObject { ["code"] = code, ["targetKernelName"] = "csharp" },
        };
        await _tool.Process.StandardInput.WriteLineAsync(command.ToJsonString());
        await _tool.Process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);

        var outputs = new JsonArray();
        while (await NextEventAsync() is { } message)
        {
            JsonNode content = message["event"]!;
            string type = (string)message["eventType"]!;
            bool isOurs = (string?)message["command"]?["token"] == token;
            if (type == "CommandFailed" && isOurs)
            {
                outputs.Add(new JsonObject { ["output_type"] = "error", ["evalue"] = (string?)content["message"] });
                return outputs;
            }
            if (type == "CommandSucceeded" && isOurs)
            {
                return outputs;
            }
            Add(outputs, type, content);
        }
        throw new InvalidOperationException($"The tool ended.\n{_tool.Output}");
    }

    public void Dispose() => _tool.Dispose();

    /// <summary>Lines before the first event, such as a greeting, are no JSON.</summary>
    private async Task<JsonNode?> NextEventAsync()
    {
        while (await _tool.Process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            try
            {
                if (JsonNode.Parse(line.TrimStart('\uFEFF')) is JsonObject message && message.ContainsKey("eventType"))
                {
                    return message;
                }
            }
            catch (JsonException)
            {
            }
        }
        return null;
    }

    private static void Add(JsonArray outputs, string type, JsonNode content)
    {
        switch (type)
        {
            case "StandardOutputValueProduced":
                AddText(outputs, "stdout", content);
                break;
            case "StandardErrorValueProduced":
                AddText(outputs, "stderr", content);
                break;
            case "DisplayedValueProduced" when !IsProgressOfPackages(content):
                outputs.Add(new JsonObject { ["output_type"] = "display_data", ["data"] = Data(content) });
                break;
            case "ReturnValueProduced":
                outputs.Add(new JsonObject { ["output_type"] = "execute_result", ["data"] = Data(content) });
                break;
        }
    }

    private static void AddText(JsonArray outputs, string stream, JsonNode content)
    {
        string text = string.Concat(Values(content).Select(value => value.Text));
        if (outputs.Count > 0 && (string?)outputs[^1]!["name"] == stream)
        {
            outputs[^1]!["text"] = (string)outputs[^1]!["text"]! + text;
        }
        else
        {
            outputs.Add(new JsonObject { ["output_type"] = "stream", ["name"] = stream, ["text"] = text });
        }
    }

    /// <summary>The kernel tells what it does about packages by displaying it; no notebook stores that.</summary>
    private static bool IsProgressOfPackages(JsonNode content) => Values(content).Any(value =>
        value.Text.Contains("Installing Packages", StringComparison.Ordinal)
        || value.Text.StartsWith("Loading extension", StringComparison.Ordinal));

    /// <summary>The kernel wraps numbers and the like into HTML; a notebook stores them as plain text.</summary>
    private static JsonObject Data(JsonNode content)
    {
        (string MimeType, string Text)[] values = [.. Values(content)];
        return values is [("text/html", var html)] && Wrapped().Match(html) is { Success: true } match
            ? new JsonObject { ["text/plain"] = WebUtility.HtmlDecode(match.Groups[1].Value) }
            : new JsonObject(values.Select(value => KeyValuePair.Create(value.MimeType, (JsonNode?)value.Text)));
    }

    private static IEnumerable<(string MimeType, string Text)> Values(JsonNode content) =>
        content["formattedValues"]!.AsArray().Select(value =>
            ((string)value!["mimeType"]!, ((string)value["value"]!).ReplaceLineEndings("\n")));

    [GeneratedRegex("""^<div class="dni-plaintext"><pre>(.*?)</pre></div>""", RegexOptions.Singleline)]
    private static partial Regex Wrapped();
}
