using System.Text.RegularExpressions;

namespace Attention.Course.Tests.Exercises.Mutation;

/// <summary>Mutants that are the same function in other words, each with the reason.</summary>
internal static class EquivalentMutants
{
    private static readonly (string Exercise, string Change, string Reason)[] s_all =
    [
    ];

    /// <summary>Why a mutant computes the same as the right answer; null when nobody has given a reason.</summary>
    public static string? Reason(Mutant mutant)
        => s_all.FirstOrDefault(one => one.Exercise == mutant.Exercise && Regex.IsMatch(mutant.Change, one.Change)).Reason;
}
