using Attention.Course.RealModel;

namespace Attention.Course.Tests.RealModel;

/// <summary>The pieces expected here are those that BERT's uncased tokenizer gives.</summary>
public class WordPieceTests
{
    private const string Vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\ncafe\nun\n##aff\n##able\n##a\na\nb\n我\n!\n"
        + "'\ndon\nt\nか\nᄒ\n##ᅡ\n##ᆫ\nё\nе\n$\n—\nstrasse\ni\nο\n";

    private static readonly WordPiece s_pieces = new(Vocabulary);

    [Theory]
    [InlineData("", "")]
    [InlineData("unaffable", "un ##aff ##able")]
    [InlineData("UNAFFABLE", "un ##aff ##able")]
    [InlineData("aa", "a ##a")]
    [InlineData("don't!", "don ' t !")]
    [InlineData("a$b—a", "a $ b — a")]
    [InlineData("我a我", "我 a 我")]
    [InlineData("a\t\n\u00A0 b", "a b")]
    [InlineData("a\u200Ba\0", "a ##a")]                                                 // invisible characters go
    [InlineData("xyz", "[UNK]")]
    [InlineData("unx", "[UNK]")]                                                        // the whole word, not its rest
    [InlineData("喜", "[UNK]")]
    [InlineData("😀", "[UNK]")]
    public void A_text_is_cut_into_pieces(string text, string pieces) => Assert.Equal(pieces, Cut(text));

    [Theory]
    [InlineData("Café", "cafe")]
    [InlineData("cafe\u0301", "cafe")]                                                  // the accent by itself
    [InlineData("CAFÉ", "cafe")]
    [InlineData("ấ", "a")]                                                              // two accents on one letter
    [InlineData("İ", "i")]
    [InlineData("ё", "е")]
    [InlineData("Ό", "ο")]
    [InlineData("が", "か")]
    [InlineData("한", "ᄒ ##ᅡ ##ᆫ")]
    public void Accents_are_taken_off_without_the_data_of_ICU(string text, string pieces)
        => Assert.Equal(pieces, Cut(text));

    [Fact]
    public void A_word_of_100_characters_is_cut_and_a_longer_one_is_unknown()
    {
        Assert.Equal(100, Cut(new string('a', 100)).Split(' ').Length);
        Assert.Equal("[UNK]", Cut(new string('a', 101)));
    }

    [Fact]
    public void A_vocabulary_may_end_its_lines_in_either_way()
        => Assert.Equal(s_pieces.Encode("café 我"), new WordPiece(Vocabulary.Replace("\n", "\r\n")).Encode("café 我"));

    [Fact]
    public void A_vocabulary_without_a_special_piece_is_refused()
    {
        var refused = Assert.Throws<InvalidDataException>(() => new WordPiece("[UNK]\n[CLS]\na"));
        Assert.Contains("[SEP]", refused.Message);
    }

    private static string Cut(string text)
    {
        int[] ids = s_pieces.Encode(text);
        Assert.Equal(("[CLS]", "[SEP]"), (s_pieces[ids[0]], s_pieces[ids[^1]]));
        return string.Join(' ', ids[1..^1].Select(id => s_pieces[id]));
    }
}
