using System.Text;
using Attention.Display;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course.Tests;

public class CorpusTests
{
    private static readonly Dictionary<string, string> s_generated =
        CourseData.Generate().ToDictionary(file => file.Name, file => file.Text);

    [Theory]
    [InlineData("corpus.tsv")]
    [InlineData("word-vectors.tsv")]
    public void The_published_file_is_byte_for_byte_what_the_generator_makes(string name)
        => Assert.Equal(Encoding.UTF8.GetBytes(s_generated[name]), Bytes(name));

    /// <summary>
    /// Logarithms may differ in the last bit (2⁻⁵³) between machines. Ten thousand times as much changes nothing.
    /// </summary>
    [Fact]
    public void No_difference_between_machines_can_change_a_digit_of_the_vectors()
    {
        Matrix<double> similarity = CourseData.Similarity(s_generated["corpus.tsv"]);
        var random = new SplitMix64(1);
        for (int trial = 0; trial < 20; trial++)
        {
            Matrix<double> noise = similarity.Map(_ => 1e-12 * (random.Uniform() - 0.5));
            Matrix<double> disturbed = similarity + similarity.PointwiseMultiply(noise + noise.Transpose());

            string text =
                WordVectors.Format(Corpus.Vocabulary.Words, PpmiVectors.Factorize(disturbed, CourseData.MaxDimension));

            Assert.Equal(s_generated["word-vectors.tsv"], text);
        }
    }

    /// <summary>Why the test above holds for every disturbance, not only for the twenty that it tried.</summary>
    [Fact]
    public void The_vectors_are_well_determined_and_far_from_every_rounding_boundary()
    {
        Matrix<double> similarity = CourseData.Similarity(s_generated["corpus.tsv"]);
        double[] eigenvalues = [.. PpmiVectors.Eigen(similarity).Values.Reverse().Take(CourseData.MaxDimension + 1)];
        Matrix<double> vectors = PpmiVectors.Factorize(similarity, CourseData.MaxDimension);

        // A change of E turns an eigenvector by at most about |E| / gap (Davis and Kahan).
        Assert.True(eigenvalues.Zip(eigenvalues.Skip(1), (larger, smaller) => larger - smaller).Min() > 0.01);

        // Rounding to two decimals decides at odd multiples of 0.005.
        Assert.True(vectors.Enumerate().Min(x => Math.Abs(Math.Abs(100 * x) % 1 - 0.5) / 100) > 1e-6);

        // The sign of a feature hangs on the sum of its column.
        Assert.All(vectors.ColumnSums(), sum => Assert.True(sum > 1e-3));
    }

    [Fact]
    public void The_corpus_is_600_sentences_of_32_words()
    {
        Assert.Equal(600, Corpus.Sentences.Count);
        Assert.Equal(32, Corpus.Vocabulary.Words.Count);
        Assert.Equal(
            Corpus.Vocabulary.Words.Order(), Corpus.Sentences.SelectMany(sentence => sentence.Words).Distinct()
            .Order());
        Assert.Equal(Corpus.Vocabulary.Words, Corpus.Vectors.Words);
        Assert.Contains(Corpus.Sentence, Corpus.Sentences);
    }

    [Fact]
    public void Every_sentence_speaks_of_the_same_things_in_both_languages()
    {
        foreach (Sentence sentence in Corpus.Sentences)
        {
            // "ride" is in the English as "riding", so a last e does not count.
            Assert.All(sentence.Words, word =>
                Assert.Contains(Corpus.Gloss(word).TrimEnd('e'), sentence.English, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void The_running_sentence_has_eight_words_each_with_a_vector_and_a_gloss()
    {
        Assert.Equal(["我", "喜欢", "吃", "苹果", "因为", "苹果", "很", "甜"], Corpus.Sentence.Words);
        Assert.Equal(new Label("apple", "苹果"), Corpus.Sentence.Labels[3]);
        Assert.Equal("我喜欢吃苹果，因为苹果很甜", Corpus.Sentence.ToString());
        Assert.Equal(Corpus.Vectors["苹果"], Corpus.Sentence.Vectors.Row(5));
        Assert.Equal((8, 6), (Corpus.Sentence.Vectors.RowCount, Corpus.Sentence.Vectors.ColumnCount));
    }

    [Fact]
    public void Words_are_found_by_their_English_as_by_their_Chinese()
    {
        Assert.All(
            Corpus.Vocabulary.Words,
            word => Assert.Equal(Corpus.Vectors[word], Corpus.Vectors[Corpus.Gloss(word)])
        );
        Assert.Equal(Corpus.Vectors.Rows(["我", "苹果"]), Corpus.Vectors.Rows(["I", " Apple "]));
        Assert.Equal(Corpus.HandVectors["甜"], Corpus.HandVectors["sweet"]);
        Assert.Equal(new Label("apple", "苹果"), Corpus.Labels(["apple"])[0]);
        Assert.Equal(Corpus.Labels(["苹果"]), Corpus.Labels(["apple"]));
    }

    [Fact]
    public void Neighbours_of_some_words_are_counted_among_all_words()
    {
        Matrix<double> counts = Corpus.NeighbourCounts(["apple", "sweet"]);

        // 甜 follows two words after 苹果; an earlier 苹果 of the same sentence is too far away to count.
        int near = Corpus.Sentences.Count(sentence => sentence.Chinese.Contains("苹果 很 甜", StringComparison.Ordinal));
        Assert.Equal(near, counts[0, 1]);
        Assert.Equal(counts[0, 1], counts[1, 0]);
        Assert.True(Corpus.TimesChance(["apple", "sweet"])[0, 1] > 4);
        Assert.True(Corpus.TimesChance(["苹果", "like"])[0, 1] < 1);
    }

    [Fact]
    public void A_smaller_dimension_keeps_the_first_features()
    {
        Assert.Equal(Corpus.Vectors["甜"].SubVector(0, 4), Corpus.VectorsOf(4)["甜"]);
        Assert.Equal(Corpus.Vectors["甜"], Corpus.VectorsOf(8)["甜"].SubVector(0, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => Corpus.VectorsOf(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Corpus.VectorsOf(9));
    }

    [Fact]
    public void A_vector_that_was_handed_out_can_be_changed_without_harm()
    {
        Corpus.Vectors["甜"].Clear();

        Assert.True(Corpus.Vectors["甜"].L2Norm() > 1);
    }

    [Fact]
    public void An_unknown_word_is_answered_with_the_words_that_there_are()
    {
        string message = Assert.Throws<KeyNotFoundException>(() => Corpus.Vectors["梨"]).Message;

        Assert.Contains("梨", message, StringComparison.Ordinal);
        Assert.Contains("苹果", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_and_rows_must_be_equally_many()
        => Assert.Throws<ArgumentException>(() => new WordVectors(["a"], Matrix<float>.Build.Dense(2, 3)));

    private static byte[] Bytes(string name)
    {
        using Stream stream = typeof(Corpus).Assembly.GetManifestResourceStream(name)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    [Fact]
    public void The_topic_vectors_name_every_word_in_order_and_hold_the_numbers_that_chapter_4_writes()
    {
        Assert.Equal(Corpus.Vocabulary.Words, Corpus.TopicVectors.Words);
        Assert.Equal(4, Corpus.TopicVectors.Dimension);
        Assert.Equal([1, 0, 1, 2], Corpus.TopicVectors["apple"]);
        Assert.Equal([0, 1, 1, 0], Corpus.TopicVectors["sweet"]);
        Assert.Equal([1, 0, 0, 0], Corpus.TopicVectors["I"]);
        Assert.Equal([0, 0, 1, 0], Corpus.TopicVectors["eat"]);
        Assert.All(["like", "because", "very"], word => Assert.Equal([0, 0, 0, 0], Corpus.TopicVectors[word]));
    }
}
