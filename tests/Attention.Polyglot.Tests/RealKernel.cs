using System.Net;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Cells;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.DotNet.Interactive.PackageManagement;

namespace Attention.Polyglot.Tests;

/// <summary>The kernel of Polyglot Notebooks, put together as its command line tool does for VS Code and Jupyter.</summary>
internal sealed partial class RealKernel : IDisposable
{
    private const string Language = "csharp";
    private readonly CompositeKernel _kernel;

    static RealKernel()
    {
        Formatter.DefaultMimeType = "text/html";
        Formatter.SetPreferredMimeTypesFor(typeof(string), "text/plain");
    }

    public RealKernel()
    {
        var csharp = new CSharpKernel();
        csharp.UseNugetDirective(AddAsync);
        csharp.UseKernelHelpers().UseWho().UseValueSharing();
        _kernel = new CompositeKernel { csharp };
        _kernel.DefaultKernelName = Language;
    }

    /// <summary>Runs a cell in the current folder and tells what it showed in the runner's words.</summary>
    public async Task<IReadOnlyList<CellEvent>> RunAsync(string code, CancellationToken cancel)
    {
        var result = await _kernel.SendAsync(new SubmitCode(code, Language), cancel);
        return [.. result.Events.Select(Translate).OfType<CellEvent>()];
    }

    public void Dispose() => _kernel.Dispose();

    private static CellEvent? Translate(KernelEvent shown) => shown switch
    {
        StandardOutputValueProduced text => new(CellEventKind.Stdout, Text(text)),
        StandardErrorValueProduced text => new(CellEventKind.Stderr, Text(text)),
        DisplayedValueProduced { Value: { } value } when value.GetType().Name == "InstallPackagesMessage" => null, // the kernel's own progress
        DisplayedValueProduced value => new(CellEventKind.Display, Data: Data(value)),
        ReturnValueProduced value => new(CellEventKind.Result, Data: Data(value)),
        CommandFailed { Exception: { } thrown } failure when thrown.GetType().Name != "CodeSubmissionCompilationErrorException" => new(CellEventKind.Error, Lines(thrown.Message), thrown.GetType().FullName!),
        CommandFailed failure => new(CellEventKind.Error, Lines(failure.Message), "CompilationError"),
        _ => null,
    };

    private static string Text(DisplayEvent shown) => Lines(string.Concat(shown.FormattedValues.Select(v => v.Value)));

    /// <summary>The kernel wraps numbers and the like into HTML, the runner leaves them plain.</summary>
    private static Dictionary<string, string> Data(DisplayEvent shown)
    {
        var data = shown.FormattedValues.ToDictionary(v => v.MimeType, v => Lines(v.Value));
        return data.Count == 1 && data.TryGetValue("text/html", out string? html) && Wrapped().Match(html) is { Success: true } match
            ? new() { ["text/plain"] = WebUtility.HtmlDecode(match.Groups[1].Value) }
            : data;
    }

    private static string Lines(string text) => text.ReplaceLineEndings("\n");

    /// <summary>Adds a package to the session, and loads what it brings for the kernel itself: Plotly.NET.Interactive teaches it to draw charts.</summary>
    private static async Task AddAsync(CSharpKernel kernel, IReadOnlyList<ResolvedPackageReference> packages)
    {
        kernel.AddAssemblyReferences(packages.SelectMany(p => p.AssemblyPaths));
        IEnumerable<string> folders = packages.Select(p => Path.Combine(p.PackageRoot ?? "", "interactive-extensions", "dotnet")).Where(Directory.Exists).Distinct();
        foreach (string assembly in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll")))
        {
            foreach (Type type in AssemblyLoadContext.Default.LoadFromAssemblyPath(assembly).ExportedTypes.Where(t => !t.IsAbstract && typeof(IKernelExtension).IsAssignableFrom(t)))
            {
                await ((IKernelExtension)Activator.CreateInstance(type)!).OnLoadAsync(kernel);
            }
        }
    }

    [GeneratedRegex("""^<div class="dni-plaintext"><pre>(.*?)</pre></div>""", RegexOptions.Singleline)]
    private static partial Regex Wrapped();
}
