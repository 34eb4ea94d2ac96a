using System.Text.RegularExpressions;

namespace Attention.Notebooks.Tests;

/// <summary>The folders of the library's sources point one way.</summary>
public partial class FolderOrderTests
{
    /// <summary>Each folder may use those before it; the public operations lie in no folder.</summary>
    private static readonly string[] s_order = ["Internal", "Simd", "Views", "Masks", "Kernels", ""];

    [Fact]
    public void No_source_file_uses_a_type_from_a_folder_above_its_own()
    {
        (string Folder, string Name, string Code)[] files = [.. Sources()];
        Assert.Equal(s_order.Order(), files.Select(file => file.Folder).Distinct().Order());
        (string Folder, string Type)[] types =
        [
            .. files.SelectMany(file =>
                Declaration().Matches(file.Code).Select(match => (file.Folder, match.Groups[1].Value))),
        ];
        Assert.Contains(("Kernels", "FlashTile"), types);

        IEnumerable<string> upwards =
            from file in files
            from type in types
            where Array.IndexOf(s_order, type.Folder) > Array.IndexOf(s_order, file.Folder)
                && Regex.IsMatch(file.Code, $@"\b{type.Type}\b")
            select $"{file.Folder}/{file.Name} uses {type.Type} of {type.Folder}";
        Assert.Empty(upwards);
    }

    private static IEnumerable<(string Folder, string Name, string Code)> Sources()
    {
        string library = Files.FullPath("lib/Attention.Lib");
        string[] folders = [library, .. Directory.GetDirectories(library)];
        foreach (string folder in folders.Where(folder => Path.GetFileName(folder) is not ("bin" or "obj")))
        {
            string name = folder == library ? "" : Path.GetFileName(folder);
            foreach (string path in Directory.GetFiles(folder, "*.cs"))
            {
                yield return (name, Path.GetFileName(path), CommentOrString().Replace(File.ReadAllText(path), ""));
            }
        }
    }

    [GeneratedRegex("""//[^\n]*|"(\\.|[^"\\\n])*(?:"|$)""", RegexOptions.Multiline)]
    private static partial Regex CommentOrString();

    [GeneratedRegex(
        @"^(?:public|internal)[\w ]*\b(?:class|struct|interface|enum|record)\s+(?:struct\s+)?(\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
