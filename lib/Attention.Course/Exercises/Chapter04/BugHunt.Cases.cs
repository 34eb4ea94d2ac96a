using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter04
{
    private static IReadOnlyList<Case> CasesOfBugHunt =>
    [
        Trained("one head", 2, 2, 1, seed: 1),
        new("two heads, projections that change nothing",
            Sample.Random(2, 4, 2), Identity(4), Identity(4), Identity(4), 2),
        Trained("two heads", 3, 4, 2, seed: 3),
        Trained("as many words as features", 3, 3, 1, seed: 5),
        Trained("heads of three features", 2, 6, 2, seed: 6),
        Trained("heads of five features", 2, 10, 2, seed: 8),
        Trained("heads of one feature", 4, 3, 3, seed: 7),
        Trained("eight heads", 3, 16, 8, seed: 4, "3 words, 16 features, 8 heads"),
    ];

    private static Matrix<float> Identity(int size) => Matrix<float>.Build.DenseIdentity(size);

    private static Case Trained(string name, int words, int features, int heads, ulong seed, string? given = null) =>
        new(name,
            Sample.Random(words, features, seed),
            Sample.Random(features, features, seed + 100),
            Sample.Random(features, features, seed + 200),
            Sample.Random(features, features, seed + 300),
            heads)
        {
            Given = given,
        };
}
