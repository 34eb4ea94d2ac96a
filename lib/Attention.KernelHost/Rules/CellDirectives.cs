using Attention.KernelHost.Protocol;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Attention.KernelHost.Rules;

/// <summary>
/// Checks the lines of a cell that start with <c>#</c> before the kernel acts on them: it takes any path, any version
/// range and many magic commands, and a chapter may use few of them.
/// </summary>
internal static class CellDirectives
{
    private const string Known = "#!csharp, #r \"path\" and #r \"nuget: Id, Version\"";

    private static readonly CSharpParseOptions Script = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    /// <summary>The packages that the cell names.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="checkReference">Called with what each <c>#r "path"</c> names; it may throw.</param>
    /// <exception cref="CellFailure">A line that a chapter may not use.</exception>
    public static IReadOnlyList<PackageId> Check(string code, Action<string> checkReference)
    {
        var packages = new List<PackageId>();
        foreach (SyntaxTrivia directive in Directives(code))
        {
            int line = directive.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            string text = directive.ToString().Trim();
            if (directive.GetStructure() is ReferenceDirectiveTriviaSyntax reference)
            {
                if (reference.File.ValueText.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
                {
                    packages.Add(PackageId.Parse(reference.File.ValueText) ?? throw NotExact(line));
                }
                else
                {
                    checkReference(reference.File.ValueText);
                }
            }
            else if (IsMagic(directive, text) && text != "#!csharp")
            {
                throw new CellFailure(
                    "UnknownMagic",
                    $"line {line}: the runner does not know the magic command “{text}”; it knows {Known}.");
            }
        }
        return packages;
    }

    // The syntax tree is asked and not the lines of the text, because a raw string may hold a line that looks the same.
    private static IEnumerable<SyntaxTrivia> Directives(string code) => CSharpSyntaxTree.ParseText(code, Script)
        .GetRoot()
        .DescendantTrivia(node => node.ContainsDirectives)
        .Where(trivia => trivia.IsDirective);

    private static bool IsMagic(SyntaxTrivia directive, string text) =>
        text.StartsWith("#!", StringComparison.Ordinal)
        || text.StartsWith("#i ", StringComparison.Ordinal)
        || directive.IsKind(SyntaxKind.LoadDirectiveTrivia);

    private static CellFailure NotExact(int line) => new(
        "PackageReference",
        $"line {line}: write an exact version, as in #r \"nuget: MathNet.Numerics, 5.0.0\".");
}
