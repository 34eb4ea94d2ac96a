using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Commands;

/// <summary><c>run --list-params</c>: the parameters that notebooks declare.</summary>
internal static class ParameterList
{
    /// <summary>A file that is no notebook is named, and the others are listed all the same.</summary>
    public static int Print(string[] named)
    {
        try
        {
            NotebookSource[] sources = NotebookSource.Find(named, Repository.Find());
            return sources.Count(TryPrint) == sources.Length ? ExitCode.Success : ExitCode.BadNotebook;
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine(Printable.Line(e.Message));
            return ExitCode.Usage;
        }
    }

    private static bool TryPrint(NotebookSource source)
    {
        try
        {
            Print(source, NotebookDocument.Read(source.Path, source.Shown));
            return true;
        }
        catch (BadNotebookException e)
        {
            Console.Error.WriteLine(Printable.Line(e.Message));
            return false;
        }
    }

    private static void Print(NotebookSource source, NotebookDocument notebook)
    {
        DeclaredParameter[] declared =
            DeclaredParameter.CellOf(notebook) is { } cell ? DeclaredParameter.In(cell) : [];
        Console.WriteLine($"{Printable.Line(source.Name)}: {(declared.Length == 0 ? "no parameters" : "")}".TrimEnd());
        foreach (DeclaredParameter parameter in declared)
        {
            string standard = parameter.Standard.Length > 0 ? $" = {parameter.Standard}" : "";
            string type = (parameter.IsFixed ? "const " : "") + parameter.Type;
            Console.WriteLine("  " + Printable.Line($"{type} {parameter.Name}{standard}"));
        }
    }
}
