namespace Attention.Course;

internal static partial class Chapter02
{
    private static IReadOnlyList<Case> CasesOfLengthen =>
    [
        Prefers(
            "two words",
            Sample.Matrix(
                new float[,]
                {
                    { 2, 0 },
                    { 1, 1 },
                }
            ),
            0,
            1
        ),
        Prefers(
            "a third word that is in the lead",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 0 },
                    { 0.5f, 0.5f },
                    { 3, 1 },
                }
            ),
            0,
            1
        ),
        Prefers(
            "a word that is in the lead already",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 0 },
                    { 2, 1 },
                }
            ),
            0,
            1
        ),
        Prefers(
            "a nearly right angle",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 0 },
                    { 0.001f, 1 },
                    { 0.5f, 0 },
                }
            ),
            0,
            1
        ),
        Prefers(
            "an earlier word",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 1, 0 },
                    { 0, 2, 2 },
                    { 1, 3, 1 },
                }
            ),
            2,
            0
        ),
        Prefers(
            "a word that points away",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 0 },
                    { 0.5f, 0.5f },
                    { -3, 1 },
                }
            ),
            0,
            1
        ),
        Prefers(
            "the last word",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 2 },
                    { 5, 5 },
                    { 2, 1 },
                    { 1, 1 },
                }
            ),
            1,
            3
        ),
        Prefers(
            "short words",
            Sample.Matrix(
                new float[,]
                {
                    { 0.02f, 0 },
                    { 0.01f, 0.01f },
                    { 0.3f, 0.1f },
                }
            ),
            0,
            1
        ),
        Prefers(
            "long words",
            Sample.Matrix(
                new float[,]
                {
                    { 20_000, 0 },
                    { 10_000, 10_000 },
                }
            ),
            0,
            1
        ),
        Prefers(
            "吃 (eat) prefers the second 苹果 (apple)",
            Corpus.Sentence.Vectors,
            2,
            5,
            "X = Corpus.Sentence.Vectors, i = 2 (吃, eat), j = 5 (苹果, apple)"
        ),
    ];
}
