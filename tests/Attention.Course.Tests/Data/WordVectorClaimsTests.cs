namespace Attention.Course.Tests;

/// <summary>What the course and <c>data/README.md</c> say about the word vectors.</summary>
public class WordVectorClaimsTests
{
    [Theory]
    [InlineData("苹果", "香蕉", 0.94)]
    [InlineData("苹果", "西瓜", 1.00)]
    [InlineData("苹果", "葡萄", 0.99)]
    [InlineData("苹果", "甜", 0.96)]
    [InlineData("苹果", "吃", 0.68)]
    [InlineData("苹果", "我", 0.38)]
    [InlineData("苹果", "柠檬", 0.07)]
    [InlineData("柠檬", "酸", 0.96)]
    [InlineData("猫", "狗", 1.00)]
    public void The_cosine_is_as_printed(string x, string y, double cosine) =>
        Assert.Equal(cosine, Cosine(6, x, y), 0.005);

    [Theory]
    [InlineData("甜", 0.89)]
    [InlineData("苹果", 0.68)]
    [InlineData("吃", 0.65)]
    [InlineData("很", 0.47)]
    [InlineData("因为", 0.25)]
    [InlineData("我", 0.23)]
    [InlineData("喜欢", 0.10)]
    public void The_row_of_apple_in_the_sentence_is_as_printed(string word, double dot)
        => Assert.Equal(dot, Corpus.Vectors["苹果"] * Corpus.Vectors[word], 0.005);

    [Fact]
    public void By_hand_apple_and_sweet_score_24_and_a_person_scores_0()
    {
        Assert.Equal(24, Corpus.HandVectors["苹果"] * Corpus.HandVectors["甜"]);
        Assert.Equal(0, Corpus.HandVectors["苹果"] * Corpus.HandVectors["我"]);
        Assert.All(Corpus.HandVectors.Words, word => Assert.Equal(5, Corpus.HandVectors[word].L2Norm()));
    }

    [Fact]
    public void Half_the_rows_of_the_sentence_have_their_largest_entry_off_the_diagonal()
    {
        var scores = Corpus.Sentence.Vectors * Corpus.Sentence.Vectors.Transpose();

        string[] restless =
            [.. Enumerable.Range(0, 8).Where(i => scores.Row(i).Max() > scores[i, i])
            .Select(i => Corpus.Sentence.Words[i])];

        Assert.Equal(["我", "苹果", "因为", "苹果"], restless);
    }

    [Fact]
    public void Two_thirds_of_all_words_have_a_higher_dot_product_with_another_word_than_with_themselves()
    {
        WordVectors v = Corpus.Vectors;

        Assert.Equal(21, v.Words.Count(word => v.Words.Any(other => v[word] * v[other] > v[word] * v[word])));
    }

    [Fact]
    public void The_dot_product_prefers_sweet_to_watermelon_and_the_cosine_does_not()
    {
        WordVectors v = Corpus.Vectors;

        Assert.True(v["苹果"] * v["甜"] > v["苹果"] * v["西瓜"]);
        Assert.True(Cosine(6, "苹果", "甜") < Cosine(6, "苹果", "西瓜"));
    }

    [Fact]
    public void Four_features_cannot_tell_sweet_from_sour_fruit_and_eight_tell_apples_from_bananas()
    {
        Assert.True(Cosine(4, "苹果", "柠檬") > 0.8);
        Assert.True(Cosine(6, "苹果", "柠檬") < 0.1);
        Assert.True(Cosine(6, "苹果", "香蕉") > 0.9);
        Assert.True(Cosine(8, "苹果", "香蕉") < 0.3);
    }

    private static double Cosine(int dimension, string x, string y)
    {
        var vectors = Corpus.VectorsOf(dimension);
        return vectors[x] * vectors[y] / (vectors[x].L2Norm() * vectors[y].L2Norm());
    }
}
