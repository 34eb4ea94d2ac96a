using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Attention.KernelHost.Protocol;

namespace Attention.KernelHost.Output;

/// <summary>Takes out of an output what belongs to this computer: its folders, its name and its user's name.</summary>
/// <remarks>
/// A folder is replaced only where it stands as a whole path: /tmp in /tmp/a, but not in example.org/tmp or in /tmpl.
/// A name is replaced only as a whole word. Most names can be words of a text as well: vm, run, anna. They are replaced
/// only from the first cell on whose code asks for such a name.
/// </remarks>
internal sealed partial class Redaction
{
    // Threads of a cell show outputs while the next cell begins: these arrays are replaced and never changed.
    private Replacement[] _folders = [];
    private Replacement[] _names = [];
    private (Replacement Name, Regex Asks)[] _notAskedFor = [];

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
        if (Environment.GetEnvironmentVariable("PATH") is { Length: > 0 } path)
        {
            _names = [new Replacement(Regex.Escape(path), "(PATH)")];
        }
        AddName(user, "(user)", AsksForUser());
        AddName(machine, "(machine)", AsksForMachine());
    }

    /// <summary>From now on the folder is replaced too, and before every folder that it may lie in.</summary>
    public void AddFolder(string? folder, string shown)
    {
        string trimmed = folder is null ? "" : Path.TrimEndingDirectorySeparator(folder);
        if (trimmed.Length > 1)
        {
            // A short one may be an address on a web server as well: href="/tmp/x".
            bool isAddress = trimmed.LastIndexOf('/') == 0;
            var replacement = new Replacement($@"(?<![\w.:/\\-]){Regex.Escape(trimmed)}(?![\w.-])", shown, isAddress);
            _folders = [.. _folders.Append(replacement).OrderByDescending(known => known.Length)];
        }
    }

    /// <summary>Must see the code of every cell before it runs.</summary>
    public void Read(string code)
    {
        if (Array.Exists(_notAskedFor, name => name.Asks.IsMatch(code)))
        {
            _names = [.. _names, .. _notAskedFor.Where(name => name.Asks.IsMatch(code)).Select(name => name.Name)];
            _notAskedFor = [.. _notAskedFor.Where(name => !name.Asks.IsMatch(code))];
        }
    }

    public CellEvent Apply(CellEvent message) => message with
    {
        Text = Apply(message.Text),
        Data = message.Data?.ToDictionary(part => part.Key, part => Apply(part.Key, part.Value)),
    };

    public string Apply(string text) => _folders.Aggregate(
        _names.Aggregate(text, (now, name) => name.InText(now)), (now, folder) => folder.InText(now));

    private string Apply(string mimeType, string text)
    {
        if (mimeType is "text/html" or "image/svg+xml")
        {
            string named = _names.Aggregate(text, (now, name) => name.InMarkup(now));
            return _folders.Aggregate(named, (now, folder) => folder.InMarkup(now));
        }
        // In JSON a name may be the name of a value.
        return OutputSize.IsJson(mimeType)
            ? _folders.Aggregate(text, (now, folder) => folder.InText(now))
            : Apply(text);
    }

    private void AddName(string name, string shown, Regex asks)
    {
        if (name.Length == 0)
        {
            return;
        }
        var replacement = new Replacement($@"(?<![\w-]){Regex.Escape(name)}(?![\w-])", shown, notInTags: true);
        bool isWord = name.Length < 8 || name.All(char.IsLetter);
        if (isWord)
        {
            _notAskedFor = [.. _notAskedFor, (replacement, asks)];
        }
        else
        {
            _names = [.. _names, replacement];
        }
    }

    [GeneratedRegex(@"UserName|WindowsIdentity|/etc/passwd|whoami|getlogin|getpwuid")]
    private static partial Regex AsksForUser();

    [GeneratedRegex("MachineName|DomainName|HostName|uname", RegexOptions.IgnoreCase)]
    private static partial Regex AsksForMachine();

    /// <summary>What is replaced, and by what.</summary>
    private sealed class Replacement(string pattern, string shown, bool notInTags = false)
    {
        private readonly Regex _inText = new(pattern);
        private readonly Regex _inMarkup = new(notInTags ? pattern + "(?![^<>]*>)" : pattern);

        public int Length => pattern.Length;

        public string InText(string text) => _inText.Replace(text, Literal);

        /// <summary>In HTML a name may be that of a tag or an attribute.</summary>
        public string InMarkup(string html) => _inMarkup.Replace(html, Literal);

        private string Literal(Match match) => shown;
    }
}
