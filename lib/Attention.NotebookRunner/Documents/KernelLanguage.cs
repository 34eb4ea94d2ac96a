using System.Text.Json.Nodes;

namespace Attention.NotebookRunner.Documents;

/// <summary>For which kernel a notebook's cells are, when they do not say it themselves.</summary>
internal static class KernelLanguage
{
    public const string CSharp = "csharp";

    /// <summary>The kernel that the notebook's metadata name; C# when they name none.</summary>
    public static string Of(JsonNode? metadata)
    {
        string? kernel = Cell.Text(metadata?["kernelspec"]?["name"]);
        string? language = Cell.Text(metadata?["language_info"]?["name"]);
        string? polyglot = Cell.Text(metadata?["polyglot_notebook"]?["kernelInfo"]?["defaultKernelName"]);
        return kernel switch
        {
            ".net-csharp" => polyglot ?? CSharp,
            ".net-fsharp" => "fsharp",
            ".net-powershell" => "pwsh",
            null => polyglot ?? (language is null or "C#" or "polyglot-notebook" ? CSharp : language),
            _ => kernel,
        };
    }
}
