using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Attention.Course.Tests.Exercises.Mutation;

/// <summary>All ways to change one thing in a function. Many do not compile; those are dropped later.</summary>
internal static class Mutations
{
    private static readonly string[] s_assignments = ["=", "+=", "-=", "*="];

    public static IEnumerable<(string Change, MethodDeclarationSyntax Method)> Of(MethodDeclarationSyntax method)
    {
        string[] names = [.. Names(method).Distinct()];
        foreach (SyntaxNode node in method.DescendantNodes())
        {
            foreach (string text in Texts(node, names).Distinct())
            {
                if (text != node.ToString())
                {
                    yield return ($"{OneLine(node.ToString())} → {OneLine(text)}", Replace(method, node, text));
                }
            }
        }

        foreach ((string change, MethodDeclarationSyntax changed) in StatementMutations.Of(method))
        {
            yield return (change, changed);
        }
    }

    private static MethodDeclarationSyntax Replace(MethodDeclarationSyntax method, SyntaxNode node, string text) =>
        method.ReplaceNode(node, ParseExpression($"({text})").WithTriviaFrom(node));

    /// <summary>The texts that may stand in place of an expression.</summary>
    private static IEnumerable<string> Texts(SyntaxNode node, string[] names) =>
        node switch
        {
            BinaryExpressionSyntax binary => Binary(binary),
            LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression } literal => Literal(literal),
            PrefixUnaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.LogicalNotExpression or (int)SyntaxKind.UnaryMinusExpression
            } prefix => [$"{prefix.Operand}"],
            PostfixUnaryExpressionSyntax postfix => [$"{postfix.Operand} += 2", $"{postfix.Operand}--"],
            AssignmentExpressionSyntax { RawKind: not (int)SyntaxKind.SimpleAssignmentExpression } assignment =>
                s_assignments.Select(sign => $"{assignment.Left} {sign} {assignment.Right}"),
            ConditionalExpressionSyntax choice =>
            [
                $"{choice.WhenTrue}",
                $"{choice.WhenFalse}",
                $"{choice.Condition} ? {choice.WhenFalse} : {choice.WhenTrue}",
            ],
            InvocationExpressionSyntax call => Call(call),
            ElementAccessExpressionSyntax { ArgumentList.Arguments: [var row, var column] } access =>
            [
                $"{access.Expression}[{column}, {row}]",
            ],
            MemberAccessExpressionSyntax member => Member(member),
            IdentifierNameSyntax identifier when IsValue(identifier, names) => names,
            _ => [],
        };

    private static IEnumerable<string> Binary(BinaryExpressionSyntax binary)
    {
        (string left, string sign, string right) = ($"{binary.Left}", binary.OperatorToken.Text, $"{binary.Right}");
        string[][] groups =
        [
            ["+", "-", "*", "/"],
            ["<", "<=", ">", ">=", "==", "!="],
            ["&&", "||"],
        ];
        foreach (string other in groups.FirstOrDefault(group => group.Contains(sign)) ?? [])
        {
            yield return $"{left} {other} {right}";
        }

        yield return left;
        yield return right;
        yield return $"{right} {sign} {left}";
        yield return $"{left} {sign} {right} {sign} {right}";
        if (sign is "<" or "<=" or ">" or ">=")
        {
            yield return $"{left} {sign} {right} - 1";
            yield return $"{left} {sign} {right} + 1";
            yield return $"{left} {sign} 1";
            yield return "true";
            yield return "false";
        }
    }

    private static IEnumerable<string> Literal(LiteralExpressionSyntax literal) =>
        literal.Token.Value switch
        {
            int number => [$"{number + 1}", $"{number - 1}", $"{number + 2}"],
            float or double => [$"2 * {literal}", $"{literal} + 1", $"-{literal}", "0f"],
            _ => [],
        };

    private static IEnumerable<string> Call(InvocationExpressionSyntax call)
    {
        string[] arguments = [.. call.ArgumentList.Arguments.Select(argument => $"{argument}")];
        for (int i = 0; i + 1 < arguments.Length; i++)
        {
            string[] exchanged = [.. arguments];
            (exchanged[i], exchanged[i + 1]) = (arguments[i + 1], arguments[i]);
            yield return $"{call.Expression}({string.Join(", ", exchanged)})";
        }

        if (call.Expression is not MemberAccessExpressionSyntax member)
        {
            yield break;
        }

        string receiver = $"{member.Expression}",
            all = string.Join(", ", arguments);
        foreach (string name in OtherNames(member.Name.Identifier.Text))
        {
            yield return $"{receiver}.{name}({all})";
        }

        foreach (string text in Arithmetic(member.Name.Identifier.Text, receiver, arguments))
        {
            yield return text;
        }
    }

    private static string[] OtherNames(string name) =>
        name switch
        {
            "Max" => ["Min", "First", "Last", "Sum", "Average"],
            "Maximum" => ["Minimum", "Sum", "Average", "First"],
            "Min" => ["Max"],
            "Sum" => ["Max", "Average", "First", "Last", "Count"],
            "Any" => ["All"],
            "All" => ["Any"],
            "Append" => ["Stack", "Add", "Subtract"],
            "Row" => ["Column"],
            "SetRow" => ["SetColumn"],
            "RowSums" => ["ColumnSums"],
            "NormalizeRows" => ["NormalizeColumns"],
            "EnumerateRows" => ["EnumerateColumns"],
            "DenseOfRows" => ["DenseOfColumns"],
            "DenseOfRowArrays" => ["DenseOfColumnArrays"],
            "ToRowMajorArray" => ["ToColumnMajorArray"],
            "Floor" => ["Ceiling", "Round"],
            "Ceiling" => ["Floor", "Round"],
            "Exp" => ["Sqrt", "Abs", "Tanh", "Exp2"],
            "Sqrt" => ["Cbrt", "Abs", "Exp"],
            _ => [],
        };

    private static IEnumerable<string> Arithmetic(string name, string receiver, string[] arguments) =>
        (name, arguments) switch
        {
            ("Exp", [var x]) =>
            [
                x,
                $"{receiver}.Pow(2.718f, {x})",
                $"{receiver}.Exp(-({x}))",
                $"{receiver}.Exp({receiver}.Min({x}, 50))",
            ],
            ("Sqrt", [var x]) =>
            [
                x,
                $"({x}) / 2",
                $"{receiver}.Floor({receiver}.Sqrt({x}))",
                $"1 / {receiver}.Sqrt({x})",
            ],
            ("Max" or "Min", [var x, var y]) => [x, y],
            ("Transpose" or "Clone" or "Maximum" or "PointwiseExp", []) => [receiver],
            ("Append", [var right]) => [receiver, $"{right}.Append({receiver})"],
            ("NormalizeRows" or "Where", _) => [receiver],
            ("SubMatrix", [var row, var rows, var column, var columns]) =>
            [
                $"{receiver}.SubMatrix({column}, {columns}, {row}, {rows})",
            ],
            _ => [],
        };

    private static IEnumerable<string> Member(MemberAccessExpressionSyntax member) =>
        member.Name.Identifier.Text switch
        {
            "RowCount" => [$"{member.Expression}.ColumnCount", $"{member} - 1", $"{member} + 1", "1"],
            "ColumnCount" => [$"{member.Expression}.RowCount", $"{member} - 1", $"{member} + 1", "1"],
            "Length" => [$"{member} - 1", $"{member} + 1", "1", $"Math.Min({member}, 1000)"],
            "NegativeInfinity" => ["-1e20f", "-1e9f", "-1e4f", "0f", "float.MinValue", "float.NaN"],
            _ => [],
        };

    private static bool IsValue(IdentifierNameSyntax identifier, string[] names) =>
        names.Contains(identifier.Identifier.Text)
        && identifier.Parent is not NameColonSyntax
        && !(identifier.Parent is MemberAccessExpressionSyntax access && access.Name == identifier);

    private static IEnumerable<string> Names(MethodDeclarationSyntax method) =>
        method
            .DescendantNodes()
            .SelectMany(node =>
                node switch
                {
                    ParameterSyntax parameter => [parameter.Identifier.Text],
                    VariableDeclaratorSyntax variable => [variable.Identifier.Text],
                    SingleVariableDesignationSyntax variable => [variable.Identifier.Text],
                    _ => Array.Empty<string>(),
                }
            );

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
