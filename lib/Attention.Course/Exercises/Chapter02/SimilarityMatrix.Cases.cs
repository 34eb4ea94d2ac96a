namespace Attention.Course;

internal static partial class Chapter02
{
    private static IReadOnlyList<Case> CasesOfSimilarityMatrix =>
    [
        new(
            "two words with two features",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 2 },
                    { 3, 4 },
                }
            )
        ),
        new(
            "a single word",
            Sample.Matrix(
                new float[,]
                {
                    { 2, 1, 2 },
                }
            )
        ),
        new(
            "words with one feature",
            Sample.Matrix(
                new float[,]
                {
                    { 2 },
                    { -3 },
                    { 4 },
                }
            )
        ),
        new(
            "three words with two features",
            Sample.Matrix(
                new float[,]
                {
                    { 3, 4 },
                    { 4, 3 },
                    { 0, 1 },
                }
            )
        ),
        new(
            "two words with three features",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 0, 2 },
                    { 0, 3, 1 },
                }
            )
        ),
        new(
            "negative numbers",
            Sample.Matrix(
                new float[,]
                {
                    { 1, -1 },
                    { -2, 1 },
                    { 0, -3 },
                }
            )
        ),
        new(
            "three words with three features",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 2, 3 },
                    { 0.5f, 1, -1 },
                    { 2, -2, 1.5f },
                }
            )
        ),
        new("the sentence", Corpus.Sentence.Vectors) { Given = "X = Corpus.Sentence.Vectors" },
    ];
}
