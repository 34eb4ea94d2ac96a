using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Attention.Course.Tests.Exercises.Mutation;

/// <summary>
/// Compiles all variants of one exercise at once, each in a class of its own, into one assembly in memory.
/// </summary>
internal static class MutantCompiler
{
    private const string Usings = """
        using System; using System.Collections.Generic; using System.Linq; using System.Numerics.Tensors;
        using MathNet.Numerics.LinearAlgebra; using Attention.Lib; using static Earlier;
        """;

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path =>
                Path.GetFileName(path) is var name
                && (
                    name.StartsWith("System.", StringComparison.Ordinal)
                    || name.StartsWith("Attention.", StringComparison.Ordinal)
                    || name is "MathNet.Numerics.dll" or "netstandard.dll"
                )
            )
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly CSharpCompilationOptions s_options = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        reportSuppressedDiagnostics: false
    );

    /// <summary>The function of each text, in their order; null for a text that does not compile.</summary>
    /// <param name="function">The name of the function: <c>MyDot</c>.</param>
    /// <param name="type">Its type.</param>
    /// <param name="texts">The methods, each as the only thing that changes.</param>
    /// <param name="earlier">The functions of other exercises that it may call.</param>
    /// <param name="endsLoops">Whether <see cref="Fuel"/> ends loops without end.</param>
    public static Delegate?[] Compile(
        string function,
        Type type,
        IReadOnlyList<string> texts,
        IEnumerable<string> earlier,
        bool endsLoops
    )
    {
        string Text(MethodDeclarationSyntax method) => Public(endsLoops ? WithFuel(method) : method);
        SyntaxTree others = Parse(
            $"{Usings.Replace("using static Earlier;", "", StringComparison.Ordinal)}"
                + $"public static class Earlier {{ {string.Join('\n', earlier.SelectMany(Methods).Select(Public))} }}"
        );
        SyntaxTree[] trees =
        [
            .. texts.Select(
                (text, i) =>
                    Parse(
                        $"{Usings} public static class Variant{i} "
                            + $"{{ {string.Join('\n', Methods(text).Select(Text))} }}"
                    )
            ),
        ];
        CSharpCompilation compilation = CSharpCompilation.Create(
            $"Variants{Guid.NewGuid():N}",
            [others, .. trees],
            s_references,
            s_options
        );
        HashSet<SyntaxTree?> broken =
        [
            .. compilation
                .GetDiagnostics()
                .Where(one => one.Severity == DiagnosticSeverity.Error)
                .Select(one => one.Location.SourceTree),
        ];
        if (broken.Contains(others))
        {
            throw new InvalidOperationException(string.Join('\n', compilation.GetDiagnostics().Take(5)));
        }

        using var image = new MemoryStream();
        var result = compilation.RemoveSyntaxTrees(broken!).Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Take(5)));
        Assembly assembly = Assembly.Load(image.ToArray());
        return
        [
            .. trees.Select(
                (tree, i) =>
                    broken.Contains(tree)
                        ? null
                        : assembly.GetType($"Variant{i}")!.GetMethod(function)!.CreateDelegate(type)
            ),
        ];
    }

    /// <summary>The methods of a solution as it stands in a cell.</summary>
    public static IEnumerable<MethodDeclarationSyntax> Methods(string text) =>
        Parse($"class Cell {{ {text} }}")
            .GetRoot()
            .DescendantNodes()
            .OfType<ClassDeclarationSyntax>()
            .First()
            .Members.OfType<MethodDeclarationSyntax>();

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text);

    private static string Public(MethodDeclarationSyntax method) => $"public static {method.ToString().TrimStart()}\n";

    /// <summary>Every turn of every loop burns <see cref="Fuel"/>.</summary>
    private static MethodDeclarationSyntax WithFuel(MethodDeclarationSyntax method)
    {
        StatementSyntax burn = ParseStatement($"{typeof(Fuel).FullName}.{nameof(Fuel.Burn)}();");
        return method.ReplaceNodes(
            method
                .DescendantNodes()
                .OfType<StatementSyntax>()
                .Where(statement =>
                    statement.Parent is ForStatementSyntax or WhileStatementSyntax or ForEachStatementSyntax
                ),
            (_, body) => Block(burn, body)
        );
    }
}
