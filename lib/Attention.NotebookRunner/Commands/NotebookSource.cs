using System.CommandLine;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Commands;

/// <summary>A notebook file that the command line names.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Shown">The path as messages call it.</param>
/// <param name="Name">The file's name without extension or, where two have the same, the shown path. Reports use
/// it.</param>
internal sealed record NotebookSource(string Path, string Shown, string Name)
{
    public static Argument<string[]> Argument()
    {
        var argument = new Argument<string[]>("notebooks")
        {
            Description = "Notebook files or folders of them; none means every chapter.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        argument.Validators.Add(result =>
        {
            foreach (string value in result.Tokens.Select(t => t.Value))
            {
                if (value.StartsWith('-'))
                {
                    result.AddError($"There is no option {value}.");
                }
                else if (string.IsNullOrWhiteSpace(value))
                {
                    result.AddError("The name of a notebook is empty.");
                }
            }
        });
        return argument;
    }

    /// <exception cref="UsageException">A notebook is named twice, a folder cannot be read, or there is no
    /// notebook.</exception>
    public static NotebookSource[] Find(string[] named, Repository? repository)
    {
        string[] paths = named.Length > 0 ? [.. named.SelectMany(Files)] : repository?.Notebooks() ?? [];
        if (paths.Length == 0)
        {
            throw new UsageException(named.Length > 0
                ? $"There is no notebook in {string.Join(", ", named)}."
                : "There is no notebook to run: name one, or call this inside the repository.");
        }
        var names = paths.GroupBy(NameOf, FileNames.Comparer).Where(g => g.Count() > 1).Select(g => g.Key)
            .ToHashSet(FileNames.Comparer);
        NotebookSource[] sources =
        [
            .. paths.Select(path =>
            {
                string name = NameOf(path), shown = ShownPath(path);
                return new NotebookSource(
                    System.IO.Path.GetFullPath(path), shown,
                    names.Contains(name) ? System.IO.Path.ChangeExtension(shown, null) : name);
            }),
        ];
        CheckDistinct(sources);
        return sources;
    }

    private static string NameOf(string path) => System.IO.Path.GetFileNameWithoutExtension(path);

    private static string[] Files(string path)
    {
        try
        {
            return Directory.Exists(path) ? Repository.NotebooksIn(path) : [path];
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new UsageException($"{path}: the folder cannot be read.");
        }
    }

    private static void CheckDistinct(NotebookSource[] sources)
    {
        var seen = new Dictionary<string, NotebookSource>(StringComparer.Ordinal);
        foreach (NotebookSource source in sources)
        {
            FileFacts facts = FileFacts.Of(source.Path);
            // Hard links count as separate notebooks.
            string identity = facts is { Links: 1, Identity: not null } ? facts.Identity : source.Path;
            if (!seen.TryAdd(identity, source))
            {
                string other = seen[identity].Shown;
                throw new UsageException(other == source.Shown
                    ? $"{source.Shown} is named twice."
                    : $"{source.Shown} and {other} are the same notebook.");
            }
        }
    }

    private static string ShownPath(string path)
    {
        string relative = System.IO.Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
