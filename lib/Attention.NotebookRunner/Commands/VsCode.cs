namespace Attention.NotebookRunner.Commands;

/// <summary>The checks of VS Code: its extensions, and the files of the extension that runs notebooks.</summary>
internal static class VsCode
{
    private const string Polyglot = "ms-dotnettools.dotnet-interactive-vscode";
    private const string JupyterRenderers = "ms-toolsai.jupyter-renderers";

    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static readonly string ApplicationData =
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);

    private static readonly Editor[] Editors =
    [
        Desktop(".vscode", "Code"),
        Desktop(".vscode-insiders", "Code - Insiders"),
        Server(".vscode-server"),
        Server(".vscode-server-insiders"),
        Server(".vscode-remote"),
    ];

    public static Finding[] Findings() => [PolyglotNotebooks(), Renderers(), ToolManifest()];

    private static Finding PolyglotNotebooks()
    {
        const string What = "Polyglot Notebooks";
        return Array.Exists(Editors, editor => editor.Has(Polyglot))
            ? new(What, true, "installed")
            : new(
                What,
                false,
                "VS Code's extension is not installed; this program does not need it",
                Advice: $"in VS Code, or: code --install-extension {Polyglot}");
    }

    /// <summary>Without the renderers VS Code shows the still picture of a figure, and says nothing.</summary>
    public static Finding Renderers()
    {
        const string What = "Jupyter Notebook Renderers";
        Editor[] withNotebooks = Array.FindAll(Editors, editor => editor.Has(Polyglot));
        bool missing = withNotebooks.Length > 0 && !Array.Exists(withNotebooks, editor => editor.Has(JupyterRenderers));
        return new(
            What,
            !missing,
            missing ? "not installed, so VS Code shows still pictures instead of live charts" : "not missing",
            Advice: $"in VS Code, or: code --install-extension {JupyterRenderers}");
    }

    /// <summary>
    /// The extension reads its tool manifest from the folder .config below its storage folder. The .NET 10 SDK
    /// writes it one folder higher. Notebooks then work once and never again. A link by the name .config that leads
    /// back to the storage folder prevents it, before the extension first runs.
    /// </summary>
    public static Finding ToolManifest()
    {
        const string What = "Extension's tool manifest";
        if (Storages().FirstOrDefault(IsMisplaced) is { } broken)
        {
            string target = Shell.Quote(Path.Combine(broken, ".config"));
            string file = Shell.Quote(Path.Combine(broken, "dotnet-tools.json"));
            string move = OperatingSystem.IsWindows()
                ? $"mkdir {target} & move {file} {target}"
                : $"mkdir -p {target} && mv {file} {target}";
            return new(What, false, "it lies where the extension does not look (“works once, then never”)", move);
        }
        if (Storages().FirstOrDefault(WillBeMisplaced) is { } threatened)
        {
            string storage = Shell.Quote(threatened), link = Shell.Quote(Path.Combine(threatened, ".config"));
            string prevent = OperatingSystem.IsWindows()
                ? $"(if not exist {storage} mkdir {storage}) & mklink /J {link} {storage}"
                : $"mkdir -p {storage} && ln -s . {link}";
            return new(What, false, "the SDK will write it where the extension does not look", prevent);
        }
        return new(What, true, "not misplaced");
    }

    private static IEnumerable<string> Storages() => Editors
        .Where(editor => editor.Has(Polyglot) || Directory.Exists(editor.StorageOf(Polyglot)))
        .Select(editor => editor.StorageOf(Polyglot));

    private static bool IsMisplaced(string storage) => File.Exists(Path.Combine(storage, "dotnet-tools.json"))
        && !File.Exists(Path.Combine(storage, ".config", "dotnet-tools.json"));

    private static bool WillBeMisplaced(string storage) => !Path.Exists(Path.Combine(storage, ".config"));

    /// <summary>A VS Code on this computer's desktop. Its user folder depends on the system.</summary>
    private static Editor Desktop(string extensions, string name)
    {
        string[] parents =
        [
            ApplicationData, Path.Combine(Home, ".config"), Path.Combine(Home, "Library", "Application Support"),
        ];
        string user = parents.Distinct().Select(parent => Path.Combine(parent, name, "User"))
            .FirstOrDefault(Directory.Exists, Path.Combine(ApplicationData, name, "User"));
        return new(Path.Combine(Home, extensions, "extensions"), user);
    }

    /// <summary>The part of VS Code that runs in a container or on a remote computer.</summary>
    private static Editor Server(string folder) =>
        new(Path.Combine(Home, folder, "extensions"), Path.Combine(Home, folder, "data", "User"));

    private sealed record Editor(string Extensions, string User)
    {
        public bool Has(string extension) =>
            Directory.Exists(Extensions) && Directory.EnumerateDirectories(Extensions, extension + "-*").Any();

        public string StorageOf(string extension) => Path.Combine(User, "globalStorage", extension);
    }
}
