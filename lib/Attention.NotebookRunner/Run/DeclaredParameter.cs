using Attention.NotebookRunner.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Attention.NotebookRunner.Run;

/// <summary>A variable that the cell tagged <c>parameters</c> declares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as it is written; the type of the value where <c>var</c> is written.</param>
/// <param name="Standard">The value that the notebook gives it, as it is written.</param>
/// <param name="IsFixed">Whether it is a constant, or readonly: it takes no other value.</param>
internal sealed record DeclaredParameter(string Name, string Type, string Standard, bool IsFixed)
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    /// <summary>The cell that declares a notebook's parameters; null when it has none.</summary>
    public static Cell? CellOf(NotebookDocument notebook) =>
        notebook.Cells.FirstOrDefault(c => c.Type == "code" && c.Has("parameters"));

    public static DeclaredParameter[] In(Cell cell) =>
    [
        .. CSharpSyntaxTree.ParseText(cell.Source, Script).GetRoot().ChildNodes()
            .SelectMany(node => node switch
            {
                FieldDeclarationSyntax field => Of(field.Declaration, field.Modifiers),
                GlobalStatementSyntax { Statement: LocalDeclarationStatementSyntax local } =>
                    Of(local.Declaration, local.Modifiers),
                _ => [],
            }),
    ];

    private static IEnumerable<DeclaredParameter> Of(VariableDeclarationSyntax declaration, SyntaxTokenList modifiers)
    {
        bool isFixed = modifiers.Any(SyntaxKind.ConstKeyword) || modifiers.Any(SyntaxKind.ReadOnlyKeyword);
        return declaration.Variables.Select(variable => Of(declaration.Type, variable, isFixed));
    }

    private static DeclaredParameter Of(TypeSyntax type, VariableDeclaratorSyntax variable, bool isFixed)
    {
        ExpressionSyntax? value = variable.Initializer?.Value;
        string written = type.IsVar ? TypeOf(value) : type.ToString();
        return new DeclaredParameter(variable.Identifier.ValueText, written, value?.ToString() ?? "", isFixed);
    }

    /// <summary>
    /// The type of a literal, with or without a sign. Of any other value the compiler alone knows it.
    /// </summary>
    private static string TypeOf(ExpressionSyntax? value) => value switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus => TypeOf(minus.Operand),
        LiteralExpressionSyntax literal => literal.Token.Value switch
        {
            int => "int",
            long => "long",
            uint => "uint",
            ulong => "ulong",
            float => "float",
            double => "double",
            decimal => "decimal",
            bool => "bool",
            char => "char",
            string => "string",
            _ => "var",
        },
        _ => "var",
    };
}
