using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Attention.KernelHost.Protocol;
using Attention.KernelHost.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Attention.Live.Script;

/// <summary>
/// Compiles and runs cells one after the other. Each is a submission of the compiler and sees what the ones before it
/// declared.
/// </summary>
internal sealed class ScriptSession
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    /// <summary>The namespaces that the kernel opens for every cell, and this program's <c>display</c>.</summary>
    private static readonly string[] Usings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks",
        "System.Linq", typeof(CellFunctions).FullName!,
    ];

    private readonly References _references = new();
    private readonly CSharpCompilationOptions _options;
    private CSharpCompilation? _last;
    private object?[] _states = new object?[16];
    private int _names, _count;

    public ScriptSession() => _options = new CSharpCompilationOptions(
        OutputKind.DynamicallyLinkedLibrary,
        usings: Usings,
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        metadataReferenceResolver: _references,
        concurrentBuild: false);

    /// <summary>Runs a cell.</summary>
    /// <returns>The value of its last expression; null when it has none, or ends with a semicolon.</returns>
    /// <exception cref="PackageMissing">A package of the cell cannot be had.</exception>
    /// <exception cref="CellFailure">The cell broke a rule or did not compile.</exception>
    public async Task<(bool HasValue, object? Value)> RunAsync(string code, string cell)
    {
        foreach (PackageId package in CellDirectives.Check(code, _references.Use))
        {
            _references.Use(package);
        }
        SyntaxTree tree = CSharpSyntaxTree.ParseText(SourceText.From(code, System.Text.Encoding.UTF8), Language, cell);
        var compilation = CSharpCompilation.CreateScriptCompilation(
            $"cell-{++_names}", tree, _references.Used, _options.WithScriptClassName($"Submission#{_names}"), _last,
            typeof(object));
        if (tree.GetRoot() is CompilationUnitSyntax { Members.Count: 0 })
        {
            Check(compilation, cell);
            _last = compilation;
            return (false, null); // directives alone leave nothing to run
        }
        Func<object?[], Task<object?>> run = Load(compilation, cell);
        _last = compilation;
        if (++_count + 1 > _states.Length)
        {
            Array.Resize(ref _states, 2 * _states.Length);
        }
        object? value = await run(_states);
        return (HasValue(compilation), value);
    }

    private static Func<object?[], Task<object?>> Load(CSharpCompilation compilation, string cell)
    {
        using var image = new MemoryStream();
        // Without a file of symbols: writing one waits for a task, and here is one thread only.
        EmitResult emitted = compilation.Emit(image);
        if (!emitted.Success)
        {
            Check(compilation, cell);
            throw new CellFailure("CompilationError", string.Join('\n', emitted.Diagnostics));
        }
        image.Position = 0;
        Assembly assembly = AssemblyLoadContext.Default.LoadFromStream(image);
        IMethodSymbol entry = compilation.GetEntryPoint(default)!;
        return assembly.GetType(entry.ContainingType.MetadataName)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
    }

    /// <summary>
    /// Fails with all errors. Asked only where there may be some: what emits needs no second look at its statements.
    /// </summary>
    /// <exception cref="CellFailure">The cell did not compile.</exception>
    private static void Check(CSharpCompilation compilation, string cell)
    {
        Diagnostic[] bad = [.. compilation.GetDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error)];
        if (bad.Length > 0)
        {
            string prefix = cell + "(";
            throw new CellFailure("CompilationError", string.Join('\n', bad.Select(one => one.ToString())
                .Select(line => line.StartsWith(prefix, StringComparison.Ordinal) ? line[cell.Length..] : line)));
        }
    }

    /// <summary>
    /// Whether the last statement is an expression without a semicolon. The compiler has no public way to ask it.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "HasSubmissionResult")]
    private static extern bool HasValue(CSharpCompilation compilation);
}
