using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Attention.KernelHost.Protocol;

namespace Attention.KernelHost.Output;

/// <summary>Takes out of an output what belongs to this computer: its folders, its name and its user's name.</summary>
/// <remarks>
/// A folder is replaced only where it stands as a whole path: /tmp in /tmp/a, but not in example.org/tmp or in /tmpl.
/// A name is replaced only as a whole word, and not in HTML or JSON, where it may be part of the markup.
/// </remarks>
internal sealed class Redaction
{
    // Names that say nothing about a person or a computer, some of them words of English.
    private static readonly string[] Anonymous =
        ["admin", "administrator", "codespace", "jovyan", "localhost", "runner", "ubuntu", "vscode"];

    private readonly List<(Regex Pattern, string Replacement)> _folders = [];
    private readonly List<(Regex Pattern, string Replacement)> _names = [];

    /// <summary>The <paramref name="folders"/> become a dot, as seen from the repository.</summary>
    public Redaction(IEnumerable<string> folders, string user, string machine)
    {
        foreach (string folder in folders)
        {
            AddFolder(folder, ".");
        }
        AddFolder(RuntimeEnvironment.GetRuntimeDirectory(), "(runtime)");
        AddFolder(Environment.GetEnvironmentVariable("DOTNET_ROOT"), "(dotnet)");
        AddFolder(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "~");
        AddFolder(Path.GetTempPath(), "(temp)");
        AddName(user, "(user)");
        AddName(machine, "(machine)");
        if (Environment.GetEnvironmentVariable("PATH") is { Length: > 0 } path)
        {
            _names.Insert(0, (new Regex(Regex.Escape(path)), "(PATH)"));
        }
    }

    /// <summary>From now on the folder is replaced too.</summary>
    public void AddFolder(string? folder, string replacement)
    {
        string trimmed = folder is null ? "" : Path.TrimEndingDirectorySeparator(folder);
        if (trimmed.Length > 1)
        {
            _folders.Add((new Regex($@"(?<![\w.:/\\-]){Regex.Escape(trimmed)}(?![\w.-])"), replacement));
        }
    }

    public CellEvent Apply(CellEvent message) => message with
    {
        Text = Apply(message.Text),
        Data = message.Data?.ToDictionary(
            part => part.Key,
            part => part.Key == "text/plain" ? Apply(part.Value) : Replace(part.Value, _folders)),
    };

    public string Apply(string text) => Replace(Replace(text, _names), _folders);

    private static string Replace(string text, List<(Regex Pattern, string Replacement)> replacements)
    {
        foreach ((Regex pattern, string replacement) in replacements)
        {
            text = pattern.Replace(text, replacement);
        }
        return text;
    }

    private void AddName(string name, string replacement)
    {
        if (name.Length >= 5 && !Anonymous.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            _names.Add((new Regex($@"(?<![\w-]){Regex.Escape(name)}(?![\w-])"), replacement));
        }
    }
}
