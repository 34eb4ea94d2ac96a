using System.Text.Json.Nodes;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>
/// Gives the variables of a notebook's <c>parameters</c> cell other values, in a cell of its own after it.
/// </summary>
internal static class Parameters
{
    /// <summary>The tag of the cell with the values. papermill uses the same one.</summary>
    private const string InjectedTag = "injected-parameters";

    /// <summary>Values given in an earlier run are replaced, and recorded in the metadata.</summary>
    /// <exception cref="UsageException">The notebook declares no such parameter, or the value is not of its
    /// type.</exception>
    public static void Set(NotebookDocument notebook, IReadOnlyList<KeyValuePair<string, string>> given)
    {
        if (given.Count == 0)
        {
            return;
        }
        Cell cell = DeclaredParameter.CellOf(notebook)
            ?? throw new UsageException(
                $"{notebook.Name}: --param needs a code cell tagged “parameters”, and there is none.");
        DeclaredParameter[] declared = DeclaredParameter.In(cell);
        var lines = new List<string>();
        var record = new JsonObject();
        foreach ((string name, string text) in given)
        {
            DeclaredParameter parameter = Array.Find(declared, p => p.Name == name) ?? throw new UsageException(
                $"{notebook.Name}: there is no parameter {name}; there are: {string.Join(", ", declared.Select(p => p.Name))}.");
            if (record.ContainsKey(name))
            {
                throw new UsageException($"--param {name} is given twice.");
            }
            ParameterValue value = ParameterValue.Parse(parameter, text);
            lines.Add($"{Identifier(name)} = {value.Literal};");
            record[name] = value.Json;
        }
        string code = string.Join('\n', lines);
        if (notebook.Cells.FirstOrDefault(c => c.Type == "code" && c.Has(InjectedTag)) is { } earlier)
        {
            earlier.Source = code;
        }
        else
        {
            notebook.InsertAfter(cell, InjectedTag, InjectedTag, code);
        }
        notebook.RecordParameters(record);
    }

    /// <summary>A variable may have the name of a keyword, written with @ before it.</summary>
    private static string Identifier(string name) =>
        Microsoft.CodeAnalysis.CSharp.SyntaxFacts.GetKeywordKind(name) == Microsoft.CodeAnalysis.CSharp.SyntaxKind.None
            ? name
            : "@" + name;
}
