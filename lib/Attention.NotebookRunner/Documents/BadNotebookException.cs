namespace Attention.NotebookRunner.Documents;

/// <summary>
/// The file is no notebook that this program can read. The message is one line: which file, where, what.
/// </summary>
internal sealed class BadNotebookException(string path, string problem) :
    Exception($"{Printable.Line(path)}: {Printable.Line(problem.TrimEnd('.'))}.");
