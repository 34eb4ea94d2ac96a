using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;
using Microsoft.CodeAnalysis.Text;
using Microsoft.DotNet.Interactive;

namespace Attention.NotebookRunner.Session;

/// <summary>One notebook's C# state: each cell is compiled as .NET Interactive compiles it and sees what the cells before it declared.</summary>
internal sealed class CSharpSession(References references, Packages packages) : IDisposable
{
    // Exactly the kernel's: with one more, a cell would pass here and fail in every other front end.
    private static readonly string[] Usings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
        "Microsoft.DotNet.Interactive.Kernel",
    ];

    private static readonly CSharpParseOptions Syntax = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);
    private readonly InteractiveAssemblyLoader _loader = new();
    private ScriptOptions _options = ScriptOptions.Default
        .WithLanguageVersion(LanguageVersion.CSharp14)
        .WithImports(Usings)
        .WithReferences(Framework())
        .WithMetadataResolver(references)
        .WithSourceResolver(null!) // no #load
        .WithOptimizationLevel(OptimizationLevel.Debug)
        .WithEmitDebugInformation(true)
        .WithFileEncoding(Encoding.UTF8);

    private ScriptState<object>? _state;

    /// <summary>Has the compiler compiled before the first cell, whose time would else be the compiler's.</summary>
    public Task WarmUpAsync() => RunAsync(CSharpScript.Create<object>("1 + 1", _options, assemblyLoader: _loader));

    /// <summary>Runs a cell.</summary>
    /// <returns>The value of its last expression, and whether it has one.</returns>
    public async Task<(bool HasValue, object? Value)> RunAsync(string code, string cell)
    {
        Script<object> script = Compile(code, cell);
        _state = await RunAsync(script);
        return _state.Exception is { } exception
            ? throw new CellException(exception.GetType().FullName!, Describe(exception, cell))
            : (_state.ReturnValue is not null and not DisplayedValue || EndsInNull(script), _state.ReturnValue);
    }

    /// <summary>Evaluates an expression from the prose and formats it; what it declares is forgotten.</summary>
    public async Task<string> EvaluateAsync(string expression, string? format, string cell)
    {
        ScriptState<object> state = await RunAsync(Compile(expression, cell));
        return state.Exception is { } exception
            ? throw new CellException(exception.GetType().FullName!, Describe(exception, cell))
            : string.Format(CultureInfo.InvariantCulture, format is null ? "{0}" : $"{{0:{format}}}", state.ReturnValue);
    }

    public void Dispose() => _loader.Dispose();

    private Script<object> Compile(string code, string cell)
    {
        Directives directives = Directives.Read(code, Syntax);
        foreach (string assembly in directives.Packages.SelectMany(packages.Resolve))
        {
            _options = _options.AddReferences(MetadataReference.CreateFromFile(assembly));
        }
        ScriptOptions options = _options.WithFilePath(cell);
        Script<object> script = _state is null
            ? CSharpScript.Create<object>(directives.Code, options, assemblyLoader: _loader)
            : _state.Script.ContinueWith<object>(directives.Code, options);
        string[] errors = [.. script.Compile().Where(d => d.Severity == DiagnosticSeverity.Error).Select(Describe)];
        return errors.Length == 0 ? script : throw new CellException("CompilationError", string.Join('\n', errors));
    }

    /// <remarks>The state is kept also when the cell threw: what it assigned before stays, as in the kernel.</remarks>
    private Task<ScriptState<object>> RunAsync(Script<object> script) =>
        _state is null ? script.RunAsync(null, _ => true) : script.RunFromAsync(_state, _ => true);

    /// <summary>Whether the last expression has a type, and is null only by value.</summary>
    private static bool EndsInNull(Script script)
    {
        Compilation compilation = script.GetCompilation();
        SyntaxTree tree = compilation.SyntaxTrees.Single();
        return tree.GetCompilationUnitRoot().Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }
            && compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type is { SpecialType: not SpecialType.System_Void } type
            && type.Name != nameof(DisplayedValue);
    }

    private static string Describe(Diagnostic diagnostic)
    {
        LinePosition start = diagnostic.Location.GetLineSpan().StartLinePosition;
        return $"({start.Line + 1},{start.Character + 1}): error {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
    }

    /// <summary>The message, and where in the cells it happened: frames outside the cells would name machine paths and help nobody.</summary>
    private static string Describe(Exception exception, string cell)
    {
        var text = new StringBuilder(exception.Message);
        foreach (StackFrame frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetFileLineNumber() is > 0 and int line && frame.GetMethod()?.DeclaringType?.FullName?.StartsWith("Submission#", StringComparison.Ordinal) == true)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n   at line {line}{(frame.GetFileName() == cell ? "" : $" of {frame.GetFileName()}")}");
            }
        }
        return text.ToString();
    }

    private static IEnumerable<MetadataReference> Framework()
    {
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == folder)
            .Append(typeof(Kernel).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}
