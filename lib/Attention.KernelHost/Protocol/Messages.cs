namespace Attention.KernelHost.Protocol;

/// <summary>What the host must know about a notebook before its first cell.</summary>
/// <param name="NotebookFolder">The folder that relative paths start from.</param>
/// <param name="AllowedFolders">The folders from which <c>#r "path"</c> may load.</param>
/// <param name="IsInteractive">
/// Whether a learner runs cells again and again: then only each cell's output has a limit, and the services of an
/// editor are made ready.
/// </param>
internal sealed record SessionSettings(string NotebookFolder, string[] AllowedFolders, bool IsInteractive = false);

/// <summary>One message of the runner to the host: exactly one of the four is set.</summary>
internal sealed record HostRequest(
    SessionSettings? Session = null,
    CellRequest? Cell = null,
    PackageAnswer? Package = null,
    EditorRequest? Editor = null);

/// <summary>Something to run.</summary>
/// <param name="Name">The cell's id.</param>
/// <param name="Code">The cell's source, or an expression of the prose.</param>
/// <param name="IsExpression">Whether to evaluate the code for the prose, and not to run it as a cell.</param>
/// <param name="Format">A .NET format for the value of an expression.</param>
/// <param name="TakesHigherVersions">Whether a package may have a higher version than the cell names.</param>
internal sealed record CellRequest(
    string Name,
    string Code,
    bool IsExpression = false,
    string? Format = null,
    bool TakesHigherVersions = false);

/// <summary>What a restore found.</summary>
/// <param name="Package">The package as the cell names it.</param>
/// <param name="Missing">Why it cannot be had; null when it can.</param>
/// <param name="Files">What was restored; null when it cannot be had.</param>
internal sealed record PackageAnswer(PackageId Package, string? Missing = null, RestoredPackage? Files = null);

/// <summary>The files of a package and of all packages that it depends on.</summary>
/// <param name="Version">The version that the source had.</param>
/// <param name="Assemblies">Full paths of the managed assemblies.</param>
/// <param name="NativeFiles">Full paths of the native libraries for this computer.</param>
/// <param name="Folders">The folders of the packages.</param>
internal sealed record RestoredPackage(string Version, string[] Assemblies, string[] NativeFiles, string[] Folders);

internal enum CellEventKind
{
    /// <summary>The host has started and waits for a session.</summary>
    Ready,
    Stdout,
    Stderr,

    /// <summary>A value that the cell displayed.</summary>
    Display,

    /// <summary>A new content for an earlier <see cref="Display"/> with the same id.</summary>
    Update,

    /// <summary>The value of the cell's last expression.</summary>
    Result,

    /// <summary>The formatted value of an expression of the prose.</summary>
    Value,
    Error,

    /// <summary>The host needs a package and waits for a <see cref="PackageAnswer"/>.</summary>
    PackageWanted,

    /// <summary>The cell ends because a package that it names cannot be had.</summary>
    PackageMissing,

    /// <summary>The last event of every cell.</summary>
    Done,

    /// <summary>The answer to an <see cref="EditorRequest"/>.</summary>
    EditorAnswer,

    /// <summary>A thread printed after the cell that started it had ended. It may come at any time.</summary>
    Late,
}

/// <summary>One thing that happened while a cell ran.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Text">Text of the console, the message of an error, or the value of an expression.</param>
/// <param name="Name">The type of an error, or the cell whose text came late.</param>
/// <param name="Data">What a front end can show: MIME type and text.</param>
/// <param name="DisplayId">Names a display, so that an update finds it.</param>
/// <param name="Package">The package that is wanted.</param>
/// <param name="TakesHigherVersions">Whether it may have a higher version.</param>
/// <param name="Editor">The answer to an editor's question.</param>
/// <param name="Notebook">
/// Whose cell's text came late: 1 for the first notebook that this process ran. Cells of two notebooks may have the
/// same name.
/// </param>
internal sealed record CellEvent(
    CellEventKind Kind,
    string Text = "",
    string Name = "",
    Dictionary<string, string>? Data = null,
    string? DisplayId = null,
    PackageId? Package = null,
    bool TakesHigherVersions = false,
    EditorAnswer? Editor = null,
    int Notebook = 0);
