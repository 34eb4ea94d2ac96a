using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Attention.KernelHost.Output;
using Attention.KernelHost.Protocol;
using Attention.KernelHost.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.PackageManagement;

namespace Attention.KernelHost;

/// <summary>
/// The C# kernel of .NET Interactive, put together as its command line tool does for VS Code and Jupyter, and the rules
/// that a chapter keeps beyond those of the kernel.
/// </summary>
internal sealed class KernelSession : IDisposable
{
    public const string Language = "csharp";

    private static readonly CSharpParseOptions Script = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    private readonly CSharpKernel _csharp = new();
    private readonly CompositeKernel _kernel;
    private readonly PackageAssemblies _assemblies;
    private readonly Dictionary<PackageId, RestoredPackage> _packages = [];
    private readonly LateText _late;

    /// <param name="late">Watches the console for what the threads of a cell print after its end.</param>
    /// <param name="assemblies">Knows the packages of all notebooks that this process runs.</param>
    public KernelSession(LateText late, PackageAssemblies assemblies)
    {
        (_late, _assemblies) = (late, assemblies);
        _csharp.UseKernelHelpers().UseWho().UseValueSharing();
        // The directive is the kernel's own; only the restore is ours, because all sessions share one cache.
        _csharp.UseNugetDirective((_, _) => Task.CompletedTask);
        _csharp.RegisterCommandHandler<AddPackage>((command, _) => AddAsync(command));
        _csharp.AddMiddleware((command, context, next) =>
            command.ToString() == "Directive: #!nuget-restore" ? Task.CompletedTask
            : command is SubmitCode ? _late.WatchAsync(() => next(command, context))
            : next(command, context));
        _kernel = new CompositeKernel { _csharp };
        _kernel.DefaultKernelName = Language;
    }

    /// <summary>
    /// Compiles once before the first cell, so that the compiler's start is not part of the cell's time, and so that a
    /// first cell is one like any other to the kernel.
    /// </summary>
    public async Task WarmUpAsync()
    {
        await _kernel.SendAsync(new SubmitCode("{ Console.Write(\"\"); display(1); }", Language));
    }

    /// <summary>
    /// Runs a cell. What it shows goes to <paramref name="output"/> at once, and <paramref name="find"/> restores a
    /// package.
    /// </summary>
    /// <exception cref="PackageMissing">A package of the cell cannot be had.</exception>
    /// <exception cref="CellFailure">The cell broke a rule, did not compile or threw.</exception>
    public async Task RunAsync(
        string code, string cell, ReferenceRule references, Func<PackageId, RestoredPackage> find, CellOutput output)
    {
        foreach (PackageId package in CellDirectives.Check(code, references.Check))
        {
            _packages.TryAdd(package, find(package));
        }
        NameSource(cell);
        var shown = new CellEvents(output);
        KernelCommandResult result;
        _late.Begin(cell);
        using (_kernel.KernelEvents.Subscribe(shown))
        {
            result = await _kernel.SendAsync(new SubmitCode(code, Language));
        }
        _late.End();
        if (result.Events.OfType<CommandFailed>().LastOrDefault() is { } failure)
        {
            throw CommandErrors.Of(failure, cell);
        }
        if (shown.Refusal is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>Evaluates an expression of the prose and formats its value; the session stays as it was.</summary>
    /// <exception cref="CellFailure">It is not an expression, does not compile, throws or has no value.</exception>
    public async Task<string> EvaluateAsync(string expression, string? format)
    {
        if (!IsExpression(expression))
        {
            throw new CellFailure("Expression", "this is not an expression with a value");
        }
        ScriptState before = _csharp.ScriptState;
        ScriptState<object> state;
        try
        {
            Script<object> script = before.Script.ContinueWith<object>(expression, Options(_csharp));
            state = await script.RunFromAsync(before, _ => true);
        }
        catch (CompilationErrorException e)
        {
            throw new CellFailure("CompilationError", string.Join('\n', e.Diagnostics.Select(d => d.ToString())));
        }
        if (state.Exception is { } exception)
        {
            throw CellErrors.Of(exception, "");
        }
        string value = string.Format(
            CultureInfo.InvariantCulture, format is null ? "{0}" : $"{{0:{format}}}", state.ReturnValue);
        return value.Length > 0 ? value : throw new CellFailure("Expression", "the expression has no value to compare");
    }

    public EditorService EditorFor(Connection connection) => new(_kernel, connection);

    public void Dispose()
    {
        _kernel.Dispose();
        _assemblies.EndNotebook();
    }

    private static bool IsExpression(string text) =>
        CSharpSyntaxTree.ParseText(text, Script).GetRoot() is CompilationUnitSyntax
        {
            Members:
            [
                GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } },
            ],
        };

    private async Task AddAsync(AddPackage command)
    {
        var package = new PackageId(command.PackageName, command.PackageVersion);
        if (_packages.TryGetValue(package, out RestoredPackage? files))
        {
            await _assemblies.AddAsync(_csharp, files);
        }
    }

    /// <summary>With line numbers and the cell's name, an exception tells where in the cells it was thrown.</summary>
    private void NameSource(string cell) => Options(_csharp) = Options(_csharp)
        .WithEmitDebugInformation(true)
        .WithFileEncoding(Encoding.UTF8)
        .WithFilePath(cell);

    /// <summary>The kernel has no public way to its compiler's options; the version of its package is fixed.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_scriptOptions")]
    private static extern ref ScriptOptions Options(CSharpKernel kernel);
}
