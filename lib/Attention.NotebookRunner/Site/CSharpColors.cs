using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Attention.NotebookRunner.Site;

/// <summary>C# as HTML, coloured by the compiler's own parser.</summary>
internal static class CSharpColors
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    public static string ToHtml(string code)
    {
        var html = new StringBuilder();
        foreach (SyntaxToken token in CSharpSyntaxTree.ParseText(code, Script).GetRoot().DescendantTokens())
        {
            Append(html, token.LeadingTrivia);
            Append(html, token.Text, KindOf(token));
            Append(html, token.TrailingTrivia);
        }
        return html.ToString();
    }

    private static void Append(StringBuilder html, SyntaxTriviaList list)
    {
        foreach (SyntaxTrivia trivia in list)
        {
            Append(html, trivia.ToFullString(), trivia.IsDirective ? "d" : trivia.ToString().StartsWith('/') ? "c" : "");
        }
    }

    private static void Append(StringBuilder html, string text, string kind)
    {
        string encoded = WebUtility.HtmlEncode(text);
        html.Append(kind.Length == 0 || text.Length == 0 ? encoded : $"<span class=\"{kind}\">{encoded}</span>");
    }

    /// <summary>k keyword, s string, n number, t type, m method.</summary>
    private static string KindOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "n",
        SyntaxKind.IdentifierToken => KindOfName(token),
        SyntaxKind kind when kind.ToString().Contains("String", StringComparison.Ordinal) || kind is SyntaxKind.CharacterLiteralToken => "s",
        SyntaxKind kind when SyntaxFacts.IsKeywordKind(kind) || SyntaxFacts.IsContextualKeyword(kind) => "k",
        _ => "",
    };

    private static string KindOfName(SyntaxToken name) => name.Parent switch
    {
        IdentifierNameSyntax { IsVar: true } => "k",
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => "m",
        BaseTypeDeclarationSyntax or TypeParameterSyntax => "t",
        SimpleNameSyntax { Parent: InvocationExpressionSyntax } => "m",
        SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access } called when access.Name == called && call.Expression == access => "m",
        GenericNameSyntax => "t",
        // Not semantics, but the language's naming rule: what is dotted into and starts with a capital is a type.
        IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax access } left when access.Expression == left && char.IsUpper(name.Text[0]) && name.Text.Length > 1 => "t",
        IdentifierNameSyntax { Parent: ObjectCreationExpressionSyntax or TypeArgumentListSyntax or ParameterSyntax or VariableDeclarationSyntax or ArrayTypeSyntax or NullableTypeSyntax or CastExpressionSyntax { Type: IdentifierNameSyntax } } type
            when type.Parent is not CastExpressionSyntax cast || cast.Type == type => "t",
        _ => "",
    };
}
