using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Attention.NotebookRunner.Session;

/// <summary>The lines of a cell that are addressed to the notebook and not to the C# compiler.</summary>
internal sealed partial record Directives(string Code, IReadOnlyList<PackageId> Packages)
{
    /// <summary>
    /// Takes <c>#r "nuget: …"</c> and <c>#!csharp</c> out of the code, leaving empty lines so that line numbers stay. <c>#r "path"</c> stays:
    /// the compiler insists, as in every front end, that it comes before any code. Trivia of the syntax tree are asked and not lines of text,
    /// because a raw string may hold a line that looks like a directive.
    /// </summary>
    /// <exception cref="CellException">A magic command or a package reference that the runner does not know.</exception>
    public static Directives Read(string code, CSharpParseOptions options)
    {
        char[] rest = code.ToCharArray();
        var packages = new List<PackageId>();
        foreach (SyntaxTrivia trivia in CSharpSyntaxTree.ParseText(code, options).GetRoot().DescendantTrivia().Where(t => t.IsDirective))
        {
            string text = trivia.ToString().Trim();
            if (text.StartsWith("#!", StringComparison.Ordinal))
            {
                if (text != "#!csharp")
                {
                    throw new CellException("UnknownMagic", $"line {LineOf(trivia)}: the runner does not know the magic command “{text}”; it knows #!csharp, #r \"path\" and #r \"nuget: Id, Version\".");
                }
            }
            else if (trivia.GetStructure() is ReferenceDirectiveTriviaSyntax reference && reference.File.ValueText.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
            {
                packages.Add(PackageId.Parse(reference.File.ValueText)
                    ?? throw new CellException("PackageReference", $"line {LineOf(trivia)}: write an exact version, as in #r \"nuget: MathNet.Numerics, 5.0.0\"."));
            }
            else
            {
                continue;
            }
            rest.AsSpan(trivia.SpanStart, trivia.ToString().TrimEnd().Length).Fill(' ');
        }
        return new Directives(new string(rest), packages);
    }

    private static int LineOf(SyntaxTrivia trivia) => trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}

/// <summary>A package and its exact version.</summary>
internal sealed partial record PackageId(string Id, string Version)
{
    public static PackageId? Parse(string reference) =>
        Form().Match(reference) is { Success: true } match ? new PackageId(match.Groups["id"].Value, match.Groups["version"].Value) : null;

    /// <summary>A kernel extension plugs into .NET Interactive itself; outside that kernel it has nothing to plug into.</summary>
    public bool IsKernelExtension => Id.EndsWith(".Interactive", StringComparison.OrdinalIgnoreCase)
        || Id.StartsWith("Microsoft.DotNet.Interactive", StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{Id} {Version}";

    // The pattern is also what keeps a hostile reference from reaching a project file or a path.
    [GeneratedRegex(@"^nuget:\s*(?<id>[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*)\s*,\s*(?<version>\d+(\.\d+){1,3}(-[A-Za-z0-9.-]+)?)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
