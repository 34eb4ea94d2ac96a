using System.CommandLine;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Commands;

/// <summary>Which notebooks a command line means.</summary>
internal static class Notebooks
{
    public static Argument<string[]> Argument()
    {
        var argument = new Argument<string[]>("notebooks") { Description = "Notebook files or folders of them; none means every chapter.", Arity = ArgumentArity.ZeroOrMore };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(t => t.Value.StartsWith('-')) is { } option)
            {
                result.AddError($"There is no option {option.Value}.");
            }
        });
        return argument;
    }

    /// <exception cref="BadNotebookException">One of them is none.</exception>
    public static NotebookDocument[] Read(string[] named, Repository? repository)
    {
        string[] paths = named.Length > 0
            ? [.. named.SelectMany(path => Directory.Exists(path) ? Repository.NotebooksIn(path) : [path])]
            : repository?.Notebooks() ?? [];
        return [.. paths.Select(path => NotebookDocument.Read(Path.GetFullPath(path), Shown(path)))];
    }

    private static string Shown(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path) is var relative && !relative.StartsWith("..", StringComparison.Ordinal) ? relative : path;
}
