using Attention.Course.Experiments;

namespace Attention.Course.Tests.Experiments;

public class PublishedDataTests
{
    [Fact]
    public void The_published_files_are_byte_for_byte_what_the_generator_makes()
        => Assert.All(PublishedData.Generate(), file => Assert.Equal(file.Text, Corpus.Resource(file.Name)));

    [Fact]
    public void A_quarter_of_the_128_sentences_is_held_out_and_every_word_is_trained_on()
    {
        string[] Words(bool heldOut) =>
            [.. Anaphora.All.Where(sentence => sentence.HeldOut == heldOut)
            .SelectMany(sentence => sentence.Sentence.Words).Distinct()];

        Assert.Equal(128, Anaphora.All.Select(sentence => sentence.Sentence.Chinese).Distinct().Count());
        Assert.Equal(32, Anaphora.All.Count(sentence => sentence.HeldOut));
        Assert.Empty(Words(heldOut: true).Except(Words(heldOut: false)));
        Assert.Equal(
            Anaphora.Nouns.Order(), Anaphora.All.Where(sentence => !sentence.HeldOut).Select(sentence => sentence.Noun)
            .Distinct().Order());
    }

    [Fact]
    public void Both_languages_say_the_same_and_the_adjective_decides_which_noun_is_meant()
    {
        string[] states = [.. Anaphora.Vocabulary.Class("state")];
        foreach (Anaphora sentence in Anaphora.All)
        {
            IReadOnlyList<string> words = sentence.Sentence.Words;
            Assert.Equal(
                words[states.Contains(words[^1]) ? 0 : words.Index().First(word => word.Item == "因为").Index - 1],
                sentence.Noun);
            Assert.All(
                words, word =>
                Assert.Contains(
                Anaphora.Vocabulary.Gloss(word)
                .TrimEnd('e'), sentence.Sentence.English, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Every_word_of_the_running_sentence_has_a_vector()
        => Assert.All(Corpus.Sentence.Words, word => Assert.Equal(Corpus.Gloss(word), Anaphora.Vocabulary.Gloss(word)));

    [Fact]
    public void A_look_up_is_answered_by_its_list()
    {
        LookUp lookUp = LookUp.Parse(["c=1 a=2 b=1 e=2 f=1 d=0", "d b", ""]);

        Assert.Equal([0, 1], lookUp.Answers);
        Assert.Equal("c=1 a=2 b=1 e=2 f=1 d=0\td b\t0 1", lookUp.ToString());
        Assert.All(PublishedData.KeyRecall.Concat(PublishedData.TwoLookUps), list =>
            Assert.Equal(6, list.Letters.Distinct().Count()));
        Assert.All(PublishedData.TwoLookUps, list => Assert.NotEqual(list.Asked[0], list.Asked[1]));
        Assert.Equal((200, 200), (PublishedData.KeyRecall.Count, PublishedData.TwoLookUps.Count));
    }

    [Fact]
    public void With_fixed_roles_the_first_question_is_for_a_b_or_c_and_the_second_for_d_e_or_f()
    {
        Assert.Equal(200, PublishedData.FixedRoles.Count);
        Assert.Equal([0, 1, 2], PublishedData.FixedRoles.Select(list => list.Asked[0]).Distinct().Order());
        Assert.Equal([3, 4, 5], PublishedData.FixedRoles.Select(list => list.Asked[1]).Distinct().Order());
    }

    [Fact]
    public void A_sequence_is_copied_reversed_and_shifted()
    {
        var sequence = TokenSequence.Parse(["ABCDEFGH"]);

        Assert.Equal("ABCDEFGH\tHGFEDCBA\t-ABCDEFG\tBCDEFGH-", sequence.ToString());
        Assert.Equal(
            (8, 7, 7),
            (sequence.ToExample(SequenceTask.Copy).Answers.Length, sequence.ToExample(
            SequenceTask.Previous).Answers.Length, sequence.ToExample(SequenceTask.Next).Answers.Length));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], sequence.ToExample(SequenceTask.Next, causal: true).Visible);
        Assert.Equal([8, 8, 8, 8, 8, 8, 8], sequence.ToExample(SequenceTask.Next).Visible);
    }

    /// <summary>The held-out examples must not be those that training draws.</summary>
    [Fact]
    public void Training_does_not_draw_the_held_out_examples()
    {
        HashSet<string> heldOut = [.. PublishedData.RandomTokens.Select(tokens => tokens.ToString())];
        List<string> drawn = [];
        Candidate candidate = SequenceModel.Start("copy", 1);

        candidate.Train(PublishedData.Seed, random =>
        {
            TokenSequence tokens = TokenSequence.Draw(random);
            drawn.Add(tokens.ToString());
            return tokens.ToExample(SequenceTask.Copy);
        }, batch: 10, steps: 20, rate: 0, _ => new double[1, 1]);

        Assert.Equal(200, drawn.Count);
        Assert.Empty(heldOut.Intersect(drawn));
    }
}
