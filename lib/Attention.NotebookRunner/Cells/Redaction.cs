using System.Text.RegularExpressions;

namespace Attention.NotebookRunner.Cells;

/// <summary>Takes out of what a cell shows what belongs to this machine: folders and the user's name.</summary>
internal sealed class Redaction
{
    // Names that say nothing about a person, some of them words of English: replacing them would only garble the text.
    private static readonly string[] Anonymous = ["admin", "administrator", "codespace", "jovyan", "runner", "ubuntu", "vscode"];
    private readonly (string Text, string Replacement)[] _folders;
    private readonly Regex? _user;

    public Redaction(IEnumerable<string> folders, string? user = null)
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        _folders = [.. folders.Select(f => (f, ".")).Append((home, "~")).Append((Path.GetTempPath().TrimEnd(Path.DirectorySeparatorChar), "<temp>")).Where(f => f.Item1.Length > 2)];
        user ??= Environment.UserName;
        _user = user.Length < 5 || Anonymous.Contains(user, StringComparer.OrdinalIgnoreCase) ? null : new Regex($@"\b{Regex.Escape(user)}\b");
    }

    public CellEvent Apply(CellEvent message) => message with
    {
        Text = Apply(message.Text),
        Data = message.Data?.ToDictionary(pair => pair.Key, pair => Apply(pair.Value)),
    };

    public string Apply(string text)
    {
        foreach ((string folder, string replacement) in _folders)
        {
            text = text.Replace(folder, replacement, StringComparison.Ordinal);
        }
        return _user is null ? text : _user.Replace(text, "<user>");
    }
}
