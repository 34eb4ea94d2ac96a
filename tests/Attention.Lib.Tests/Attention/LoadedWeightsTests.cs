namespace Attention.Lib.Tests;

/// <summary>Layers whose weights come from elsewhere, against values that PyTorch computed.</summary>
/// <remarks>
/// The numbers are those of PyTorch 1.13 on a processor, printed with nine digits by
/// <code>
/// torch.manual_seed(1)
/// layer = torch.nn.MultiheadAttention(4, 2, batch_first=True)
/// torch.nn.init.uniform_(layer.in_proj_bias, -0.5, 0.5)
/// torch.nn.init.uniform_(layer.out_proj.bias, -0.5, 0.5)
/// x, c = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
/// y, _ = layer(x, x, x, attn_mask=torch.ones(3, 3).triu(1).bool())
/// z, _ = layer(x, c, c)
/// </code>
/// </remarks>
public class LoadedWeightsTests
{
    private const int Size = 4, Batch = 2;

    public static TheoryData<string> Formats => ["PyTorch", "BERT", "GPT-2"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_layer_loaded_from_any_packing_gives_what_PyTorch_gives(string format)
    {
        MultiHeadAttention layer = Load(format);
        Assert.Equal(4 * Size * Size + 4 * Size, layer.ParameterCount);
        HeadTensor x = Tokens(s_x, 3), c = Tokens(s_c, 5), output = new(Batch, 1, 3, Size);
        layer.Compute(x, AttentionMask.Causal(), output);
        AssertNear(s_self, output);
        layer.Compute(x, c, AttentionMask.None, output);
        AssertNear(s_cross, output);
        layer.Compute(x, c, AttentionMask.None, output, weights: new(Batch, 2, 3, 5));
        AssertNear(s_cross, output);
        layer.Naive(x, AttentionMask.Causal(), output);
        AssertNear(s_self, output);
        layer.Naive(x, c, AttentionMask.None, output);
        AssertNear(s_cross, output);
    }

    [Fact]
    public void Token_by_token_with_a_cache_the_layer_gives_the_same()
    {
        MultiHeadAttention layer = Load("GPT-2");
        HeadTensor x = Tokens(s_x, 3), output = new(Batch, 1, 3, Size);
        var cache = new KeyValueCache(Batch, 2, 3, Size / 2);
        for (int token = 0; token < 3; token++)
        {
            layer.Decode(x.SliceTokens(token, 1), cache, output.SliceTokens(token, 1));
        }
        AssertNear(s_self, output);
        Assert.Throws<InvalidOperationException>(
            () => layer.Decode(x.SliceTokens(0, 1), cache, output.SliceTokens(0, 1)));
        Assert.Throws<ArgumentNullException>(() => layer.Decode(x, null!, output));
    }

    [Fact]
    public void Weights_and_biases_that_do_not_fit_are_refused_with_both_sides_named()
    {
        MatrixView w = new(Size, Size);
        Assert.Equal(
            "biases.Key.Length is 3 but keyWeights.Columns is 4; they must be equal.",
            ArgumentErrors.Message(() => _ = new MultiHeadAttention(w, w, w, w, 2, biases: new(Key: new float[3]))));
        Assert.Equal(
            "inProjectionWeight.Rows is 4 but 3 · inProjectionWeight.Columns is 12; they must be equal.",
            ArgumentErrors.Message(() => MultiHeadAttention.FromPyTorch(w, default, w, default, 2)));
        Assert.Equal(
            "attentionWeight.Columns is 4 but 3 · attentionWeight.Rows is 12; they must be equal.",
            ArgumentErrors.Message(() => MultiHeadAttention.FromGpt2(w, default, w, default, 2)));
    }

    [Fact]
    public void Each_packing_names_its_own_parameter_when_one_does_not_fit()
    {
        MatrixView w = new(Size, Size), tall = new(Size + 1, Size), wide = new(Size, Size + 1);
        MatrixView below = new(3 * Size, Size), beside = new(Size, 3 * Size);
        float[] three = new float[3 * Size], one = new float[Size], wrong = new float[5];
        AssertNamed("inProjectionBias", () => MultiHeadAttention.FromPyTorch(below, wrong, w, one, 2));
        AssertNamed("outProjectionWeight", () => MultiHeadAttention.FromPyTorch(below, three, wide, one, 2));
        AssertNamed("outProjectionBias", () => MultiHeadAttention.FromPyTorch(below, three, w, wrong, 2));
        AssertNamed("heads", () => MultiHeadAttention.FromPyTorch(below, three, w, one, 3));
        AssertNamed("attentionBias", () => MultiHeadAttention.FromGpt2(beside, wrong, w, one, 2));
        AssertNamed("projectionWeight", () => MultiHeadAttention.FromGpt2(beside, three, tall, one, 2));
        AssertNamed("projectionBias", () => MultiHeadAttention.FromGpt2(beside, three, w, wrong, 2));
        AssertNamed("outputWeights", () => MultiHeadAttention.FromLinear(w, w, w, wide, 2));

        static void AssertNamed(string parameter, Func<MultiHeadAttention> create) =>
            Assert.Throws<ArgumentException>(parameter, () => { create(); });
    }

    private static MultiHeadAttention Load(string format)
    {
        var inWeight = new MatrixView(s_inWeight, 3 * Size, Size);
        var outWeight = new MatrixView(s_outWeight, Size, Size);
        MatrixView Part(int third) => inWeight.SliceRows(third * Size, Size);
        float[] Bias(int third) => s_inBias[(third * Size)..((third + 1) * Size)];
        return format switch
        {
            "PyTorch" => MultiHeadAttention.FromPyTorch(inWeight, s_inBias, outWeight, s_outBias, 2),
            "GPT-2" => MultiHeadAttention.FromGpt2(
                Transposed(inWeight), s_inBias, Transposed(outWeight), s_outBias, 2),
            _ => MultiHeadAttention.FromLinear(
                Part(0), Part(1), Part(2), outWeight, 2, biases: new(Bias(0), Bias(1), Bias(2), s_outBias)),
        };
    }

    private static MatrixView Transposed(MatrixView x)
    {
        MatrixView result = new(x.Columns, x.Rows);
        for (int at = 0; at < x.Rows * x.Columns; at++)
        {
            result[at % x.Columns, at / x.Columns] = x[at / x.Columns, at % x.Columns];
        }
        return result;
    }

    private static HeadTensor Tokens(float[] values, int tokens) =>
        HeadTensor.HeadMajor(values, Batch, 1, tokens, Size);

    private static void AssertNear(float[] expected, HeadTensor actual) => Assert.Equal(
        expected,
        Enumerable.Range(0, Batch).SelectMany(batch => Sample.ToArray(actual.Head(batch, 0))),
        (a, b) => Math.Abs(a - b) < 1e-6f);

    private static readonly float[] s_inWeight =
    [
        -0.228051335f, -0.369849294f, -0.102643207f, -0.264141172f, -0.196233854f, 0.0293213744f,
        0.365052223f, 0.33284688f, -0.598625243f, 0.379622221f, 0.171074733f, 0.580869257f, 0.404202461f,
        -0.557955623f, -0.582248867f, -0.295366913f, 0.537731409f, -0.102002263f, 0.262070566f,
        -0.284576476f, 0.600870848f, -0.259093821f, 0.459233284f, 0.00725150341f, -0.322608501f,
        0.314768523f, -0.325059623f, 0.180101618f, -0.176826954f, -0.0671370849f, -0.588727593f,
        -0.291967988f, 0.332294136f, -0.148853824f, 0.609953284f, 0.490870655f, -0.0286734961f,
        -0.408748269f, 0.372911662f, 0.190054134f, -0.395849645f, 0.397763222f, 0.371772408f, 0.543110013f,
        -0.343271285f, -0.100800164f, -0.0118627977f, 0.0894415826f,
    ];

    private static readonly float[] s_inBias =
    [
        -0.379459143f, -0.354811192f, 0.27200228f, -0.117245972f, 0.244236708f, 0.0285049677f, 0.164172411f,
        0.109944344f, 0.18179971f, 0.247855365f, -0.463056028f, 0.251675725f,
    ];

    private static readonly float[] s_outWeight =
    [
        0.2576316f, -0.220689118f, -0.0969307423f, 0.234684467f, -0.470718443f, 0.29985863f, -0.102862656f,
        0.254371941f, 0.0695084929f, -0.0612220764f, 0.138680458f, 0.0246658921f, 0.182614088f,
        -0.194850504f, -0.0364543796f, -0.0450136662f,
    ];

    private static readonly float[] s_outBias =
    [
        -0.351561606f, -0.377254486f, 0.0304071903f, -0.085203588f,
    ];

    private static readonly float[] s_x =
    [
        -1.4343859f, -0.500813067f, 0.171633139f, -0.159993127f, -0.50467217f, -1.47457373f, -0.34157753f,
        -0.300258279f, 1.24656832f, 0.50572139f, 0.950511217f, 1.29664826f, 0.873796284f, -0.560259402f,
        1.28578448f, 0.81682384f, -1.4647994f, -1.26292837f, 1.12201881f, 1.56633413f, 2.55813837f,
        -0.233363882f, -0.0134721296f, 1.8606348f,
    ];

    private static readonly float[] s_c =
    [
        1.54962051f, 0.347629249f, 0.0930080265f, 0.614740312f, 0.712364554f, -1.77650726f, 0.35386458f,
        1.19961321f, -0.712258935f, -0.620034397f, -0.228134945f, -0.789274633f, -1.61111176f, -1.87161291f,
        0.543083608f, 0.660678625f, 0.27052772f, 0.559691966f, -0.3183963f, 1.51172066f, -1.36326718f,
        -0.983219624f, 1.51126671f, 0.641870737f, -0.624036312f, -0.977296114f, 0.874842823f, 0.987281382f,
        0.250467598f, -0.793032587f, 0.523101032f, 1.22360575f, -0.403461546f, -0.959145188f,
        -0.00520770391f, -0.0788631365f, -0.389119476f, -0.0796003565f, 0.760478079f, -1.00251746f,
    ];

    private static readonly float[] s_self =
    [
        -0.32392025f, 0.0822835565f, -0.0124750435f, -0.254142523f, -0.306063294f, 0.114212573f,
        -0.0959186405f, -0.235992193f, -0.348145753f, -0.232361555f, 0.00264741108f, -0.165575892f,
        -0.116699964f, -0.842744112f, 0.0712382123f, 0.0220203102f, -0.103856415f, -0.642356515f,
        0.15757665f, -0.0839508921f, -0.231737852f, -0.614116073f, 0.0626786277f, -0.0937101617f,
    ];

    private static readonly float[] s_cross =
    [
        -0.221600771f, -0.374226242f, 0.00731373206f, -0.0998772457f, -0.206019998f, -0.313578397f,
        -0.017307736f, -0.105527639f, -0.260733038f, -0.323068768f, -0.00471352041f, -0.126718014f,
        -0.225947604f, -0.324846923f, 0.0343127735f, -0.148121521f, -0.221923262f, -0.335371584f,
        0.0475234017f, -0.146976173f, -0.22475265f, -0.316803575f, 0.0163261369f, -0.146020487f,
    ];
}
