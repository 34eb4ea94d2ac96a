using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Attention.Course.Tests.Exercises.Mutation;

/// <summary>
/// Changes of whole statements and of the result: left out, done once only, not reset, returned too early.
/// </summary>
internal static class StatementMutations
{
    public static IEnumerable<(string Change, MethodDeclarationSyntax Method)> Of(MethodDeclarationSyntax method) =>
        [.. Deleted(method), .. NotReset(method), .. Loops(method), .. Constants(method), .. Results(method)];

    private static IEnumerable<(string, MethodDeclarationSyntax)> Deleted(MethodDeclarationSyntax method)
    {
        foreach (StatementSyntax statement in method.DescendantNodes().OfType<StatementSyntax>())
        {
            if (statement is ExpressionStatementSyntax or IfStatementSyntax)
            {
                yield return ($"without “{Line(statement)}”", method.ReplaceNode(statement, EmptyStatement()));
            }

            if (statement is IfStatementSyntax choice)
            {
                yield return ($"always “{Line(choice.Statement)}”", method.ReplaceNode(statement, choice.Statement));
            }
        }
    }

    /// <summary>
    /// A variable that is declared in a loop is declared before all loops instead, and keeps its value from turn to
    /// turn.
    /// </summary>
    private static IEnumerable<(string, MethodDeclarationSyntax)> NotReset(MethodDeclarationSyntax method)
    {
        foreach (
            LocalDeclarationStatementSyntax local in method.DescendantNodes().OfType<LocalDeclarationStatementSyntax>()
        )
        {
            if (
                local.Ancestors().OfType<BlockSyntax>().FirstOrDefault(block => IsLoop(block.Parent)) is not null
                && method.Body is { } body
            )
            {
                MethodDeclarationSyntax marked = method.TrackNodes(local, body);
                marked = marked.ReplaceNode(marked.GetCurrentNode(local)!, EmptyStatement());
                BlockSyntax current = marked.GetCurrentNode(body)!;
                yield return (
                    $"“{Line(local)}” before the loops",
                    marked.ReplaceNode(current, current.WithStatements(current.Statements.Insert(0, local)))
                );
            }
        }
    }

    private static IEnumerable<(string, MethodDeclarationSyntax)> Loops(MethodDeclarationSyntax method)
    {
        ReturnStatementSyntax? last = method.Body?.Statements.LastOrDefault() as ReturnStatementSyntax;
        foreach (SyntaxNode loop in method.DescendantNodes().Where(IsLoop))
        {
            StatementSyntax body = Body(loop);
            yield return ($"one turn only: “{Line(loop)}”", method.ReplaceNode(body, Block(body, BreakStatement())));
            if (last is not null)
            {
                yield return (
                    $"“{Line(last)}” at the end of “{Line(loop)}”",
                    method.ReplaceNode(body, Block(body, last))
                );
            }
        }
    }

    /// <summary>A constant in place of what a variable is computed from.</summary>
    private static IEnumerable<(string, MethodDeclarationSyntax)> Constants(MethodDeclarationSyntax method)
    {
        foreach (EqualsValueClauseSyntax initial in method.DescendantNodes().OfType<EqualsValueClauseSyntax>())
        {
            foreach (string constant in new[] { "0", "1", "2" })
            {
                if ($"{initial.Value}" != constant)
                {
                    yield return (
                        $"“{Line(initial.Parent!)}” as {constant}",
                        method.ReplaceNode(initial.Value, ParseExpression(constant))
                    );
                }
            }
        }
    }

    private static IEnumerable<(string, MethodDeclarationSyntax)> Results(MethodDeclarationSyntax method)
    {
        string[] forms = $"{method.ReturnType}" switch
        {
            "float" =>
            [
                "MathF.Abs({0})",
                "MathF.Max(0, {0})",
                "(float)(int)({0})",
                "-({0})",
                "({0}) + 1",
                "2 * ({0})",
                "0",
                "1",
                "1 - ({0})",
                "({0}) * ({0})",
                "1 / ({0})",
            ],
            "double" =>
            [
                "Math.Sqrt({0})",
                "({0}) * 2",
                "({0}) / 2",
                "({0}) + 1",
                "1",
                "0",
                "({0}) * ({0})",
                "(int)({0})",
            ],
            "int" => ["({0}) + 1", "({0}) - 1", "2 * ({0})", "({0}) / 2", "0"],
            "bool" => ["!({0})", "true", "false"],
            "float[]" =>
            [
                "[.. ({0}).Reverse()]",
                "[.. ({0}).Select(x => 2 * x)]",
                "[.. ({0}).Select(x => MathF.Max(0.1f, x))]",
                "[.. ({0}).Order()]",
                "[.. ({0}).Select(x => MathF.Round(x, 2))]",
                "[.. ({0}).Skip(1)]",
            ],
            "Matrix<float>" =>
            [
                "({0}).Transpose()",
                "({0}) * 2",
                "({0}).PointwiseAbs()",
                "-({0})",
                "({0}).PointwiseMaximum(0)",
                "({0}).NormalizeRows(1)",
                "({0}).NormalizeRows(2)",
                "({0}).LowerTriangle()",
                "({0}).UpperTriangle()",
                "({0}).Map(x => MathF.Round(x))",
            ],
            "Matrix<float>[]" =>
            [
                "[.. ({0}).Reverse()]",
                "[.. ({0}).Select(x => x.Transpose())]",
                "[.. ({0}).Skip(1)]",
            ],
            _ => [],
        };
        ExpressionSyntax[] results =
        [
            .. method.ExpressionBody is { } arrow ? [arrow.Expression] : Array.Empty<ExpressionSyntax>(),
            .. method.Body?.Statements.OfType<ReturnStatementSyntax>().Select(one => one.Expression!) ?? [],
        ];
        foreach (ExpressionSyntax result in results)
        {
            foreach (string form in forms)
            {
                string text = string.Format(null, form, result);
                yield return (
                    $"result: {string.Format(null, form, "…")}",
                    method.ReplaceNode(result, ParseExpression(text))
                );
            }
        }
    }

    private static bool IsLoop(SyntaxNode? node) =>
        node is ForStatementSyntax or WhileStatementSyntax or ForEachStatementSyntax;

    private static StatementSyntax Body(SyntaxNode loop) =>
        loop switch
        {
            ForStatementSyntax one => one.Statement,
            WhileStatementSyntax one => one.Statement,
            _ => ((ForEachStatementSyntax)loop).Statement,
        };

    private static string Line(SyntaxNode node) =>
        string.Join(
            ' ',
            node.ToString().Split('\n')[0].Split("//")[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
}
