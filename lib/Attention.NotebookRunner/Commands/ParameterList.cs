using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Commands;

/// <summary><c>run --list-params</c>: the parameters that notebooks declare.</summary>
internal static class ParameterList
{
    public static int Print(string[] named)
    {
        try
        {
            foreach (NotebookSource source in NotebookSource.Find(named, Repository.Find()))
            {
                Cell? cell = DeclaredParameter.CellOf(NotebookDocument.Read(source.Path, source.Shown));
                DeclaredParameter[] declared = cell is null ? [] : DeclaredParameter.In(cell);
                Console.WriteLine(
                    $"{Printable.Line(source.Name)}: {(declared.Length == 0 ? "no parameters" : "")}".TrimEnd());
                foreach (DeclaredParameter parameter in declared)
                {
                    string standard = parameter.Standard.Length > 0 ? $" = {parameter.Standard}" : "";
                    Console.WriteLine("  " + Printable.Line($"{parameter.Type} {parameter.Name}{standard}"));
                }
            }
            return ExitCode.Success;
        }
        catch (Exception e) when (e is UsageException or BadNotebookException)
        {
            Console.Error.WriteLine(e.Message);
            return e is UsageException ? ExitCode.Usage : ExitCode.BadNotebook;
        }
    }
}
