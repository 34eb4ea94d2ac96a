using System.Text;

namespace Attention.NotebookRunner.Documents;

/// <summary>
/// File names that some file systems take for one: they differ in case, or write é as one character or as two.
/// </summary>
internal static class FileNames
{
    public static IEqualityComparer<string> Comparer { get; } = EqualityComparer<string>.Create(
        (one, other) => string.Equals(Form(one), Form(other), StringComparison.OrdinalIgnoreCase),
        name => StringComparer.OrdinalIgnoreCase.GetHashCode(Form(name)!));

    private static string? Form(string? name)
    {
        try
        {
            return name?.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException) // half a character
        {
            return name;
        }
    }
}
