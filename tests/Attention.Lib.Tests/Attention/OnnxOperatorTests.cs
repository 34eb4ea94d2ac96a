namespace Attention.Lib.Tests;

/// <summary>
/// Everything that the ONNX operator Attention (opset 23 to 25) can say can be said with this library, and means the
/// same.
/// </summary>
public class OnnxOperatorTests
{
    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    private static readonly Dictionary<string, OnnxCase> Cases = new()
    {
        ["4-D"] = new(),
        ["3-D"] = new() { Is3D = true },
        ["3-D, grouped queries"] = new()
        {
            Is3D = true,
            Heads = 6,
            KeyHeads = 2,
        },
        ["grouped queries"] = new() { Heads = 9, KeyHeads = 3 },
        ["one key head for all"] = new() { Heads = 4, KeyHeads = 1 },
        ["own head size of values"] = new() { ValueFeatures = 10 },
        ["3-D, own head size of values"] = new() { Is3D = true, ValueFeatures = 10 },
        ["own scale"] = new() { Scale = 0.01f },
        ["softcap"] = new() { Softcap = 2 },
        ["3-D, softcap"] = new() { Is3D = true, Softcap = 3 },
        ["causal"] = new() { IsCausal = true },
        ["causal, more queries than keys"] = new()
        {
            IsCausal = true,
            Queries = 7,
            Keys = 4,
        },
        ["3-D, causal"] = new() { Is3D = true, IsCausal = true },
        ["boolean mask of rank 2"] = new() { Mask = [4, 6], IsBoolean = true },
        ["boolean mask of rank 3"] = new() { Mask = [3, 4, 6], IsBoolean = true },
        ["boolean mask of rank 4"] = new() { Mask = [2, 3, 4, 6], IsBoolean = true },
        ["boolean mask of rank 4, one head for all"] = new() { Mask = [2, 1, 4, 6], IsBoolean = true },
        ["boolean mask, one query for all"] = new() { Mask = [2, 1, 1, 6], IsBoolean = true },
        ["float mask of rank 2"] = new() { Mask = [4, 6] },
        ["float mask of rank 3"] = new() { Mask = [3, 4, 6] },
        ["float mask of rank 3, one for all heads"] = new() { Mask = [1, 4, 6] },
        ["float mask of rank 4"] = new() { Mask = [2, 3, 4, 6] },
        ["float mask and causal"] = new() { Mask = [2, 1, 4, 6], IsCausal = true },
        ["boolean mask and causal"] = new()
        {
            Mask = [4, 6],
            IsBoolean = true,
            IsCausal = true,
        },
        ["boolean mask shorter than the keys"] = new() { Mask = [4, 4], IsBoolean = true },
        ["float mask shorter than the keys"] = new() { Mask = [2, 3, 4, 5] },
        ["past and present"] = new() { Past = 5 },
        ["3-D, past and present"] = new() { Is3D = true, Past = 5 },
        ["past and present, causal"] = new()
        {
            Past = 5,
            IsCausal = true,
            Keys = 4,
        },
        ["past and present, float mask over all"] = new() { Past = 5, Mask = [4, 11] },
        ["past and present, grouped, causal, softcap, own value size"] = new()
        {
            Past = 3,
            Heads = 6,
            KeyHeads = 2,
            IsCausal = true,
            Softcap = 4,
            ValueFeatures = 5,
            Keys = 4,
        },
        ["valid lengths"] = new() { ValidKeys = [3, 6] },
        ["valid lengths, causal"] = new() { ValidKeys = [4, 6], IsCausal = true },
        ["valid lengths, causal, fewer than the queries"] = new() { ValidKeys = [2, 0], IsCausal = true },
        ["valid lengths, causal, boolean mask"] = new()
        {
            ValidKeys = [5, 4],
            IsCausal = true,
            Mask = [2, 1, 4, 6],
            IsBoolean = true,
        },
        ["3-D, valid lengths, short float mask"] = new()
        {
            Is3D = true,
            ValidKeys = [3, 4],
            Mask = [4, 5],
        },
        ["window"] = new() { Left = 1, Right = 2 },
        ["window to the left, causal, past"] = new()
        {
            Past = 5,
            Left = 2,
            IsCausal = true,
            Keys = 4,
        },
        ["window, valid lengths"] = new()
        {
            ValidKeys = [6, 5],
            Left = 2,
            Right = 0,
        },
        ["one query, many keys"] = new()
        {
            Queries = 1,
            Keys = 40,
            Past = 90,
            IsCausal = true,
            Heads = 8,
            KeyHeads = 2,
        },
        ["wide heads"] = new()
        {
            Features = 128,
            ValueFeatures = 64,
            Queries = 20,
            Keys = 33,
        },
    };

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Output_and_scores_at_every_stage_equal_the_definition(string name)
    {
        OnnxCase c = Cases[name];
        OnnxInputs inputs = new(c);
        HeadTensor output = c.Tensor(c.Heads, c.Queries, c.ValueFeatures);
        FlashAttention.Compute(
            inputs.Queries, inputs.PresentKeys, inputs.PresentValues, inputs.Mask, output, c.Options);
        HeadTensor[] stages =
        [
            .. Enum.GetValues<ScoreStage>()
                .Select(stage =>
                {
                    HeadTensor scores = new(c.Batch, c.Heads, c.Queries, c.Past + c.Keys);
                    ScaledDotProductAttention.Scores(
                        inputs.Queries, inputs.PresentKeys, inputs.Mask, stage, scores, c.Options);
                    return scores;
                }),
        ];

        for (int batch = 0; batch < c.Batch; batch++)
        {
            for (int head = 0; head < c.Heads; head++)
            {
                int keyHead = head / (c.Heads / c.KeyHeads);
                Reference expected = Oracle.Attention(
                    inputs.Queries.Head(batch, head), inputs.PresentKeys.Head(batch, keyHead),
                    inputs.PresentValues.Head(batch, keyHead), (i, j) => c.Bias(inputs, batch, head, i, j), c.Options);
                Oracle.AssertWithinBound(expected, output.Head(batch, head), name);
                Assert.InRange(Oracle.MaxError(expected.Raw, stages[0].Head(batch, head)), 0, 1e-5);
                Assert.InRange(Oracle.MaxError(expected.Capped, stages[1].Head(batch, head)), 0, 1e-5);
                Assert.InRange(Oracle.MaxError(expected.Masked, stages[2].Head(batch, head)), 0, 1e-5);
                Assert.InRange(Oracle.MaxError(expected.Weights, stages[3].Head(batch, head)), 0, 1e-5);
            }
        }
    }

    /// <summary>Attributes and shapes of one call, under their ONNX meaning.</summary>
    private sealed record OnnxCase
    {
        public bool Is3D { get; init; }
        public int Batch { get; init; } = 2;
        public int Heads { get; init; } = 3;
        public int KeyHeads
        {
            get => field == 0 ? Heads : field;
            init;
        }
        public int Queries { get; init; } = 4;
        public int Keys { get; init; } = 6;
        public int Features { get; init; } = 8;
        public int ValueFeatures { get; init; } = 8;
        public int Past { get; init; }
        public bool IsCausal { get; init; }
        public int Left { get; init; } = -1;
        public int Right { get; init; } = -1;
        public float? Scale { get; init; }
        public float Softcap { get; init; }
        public int[]? Mask { get; init; }
        public bool IsBoolean { get; init; }
        public int[]? ValidKeys { get; init; }

        public AttentionOptions Options => new() { Scale = Scale, Softcap = Softcap };

        public HeadTensor Tensor(int heads, int tokens, int features, int? seed = null)
        {
            float[] values = seed is null
                ? new float[Batch * heads * tokens * features]
                : Sample.Vector(Batch * heads * tokens * features, seed.Value);
            return Is3D
                ? HeadTensor.TokenMajor(values, Batch, heads, tokens, features)
                : HeadTensor.HeadMajor(values, Batch, heads, tokens, features);
        }

        /// <summary>The specification once more, one pair at a time and in its own words.</summary>
        public double Bias(OnnxInputs inputs, int batch, int head, int query, int key)
        {
            int offset =
                Past > 0 ? Past
                : ValidKeys is not null ? ValidKeys[batch] - Queries
                : 0;
            int position = offset + query;
            bool visible =
                (!IsCausal || key <= position)
                && (Left < 0 || key >= position - Left)
                && (Right < 0 || key <= position + Right)
                && (ValidKeys is null || key < ValidKeys[batch]);
            if (!visible || Mask is null)
            {
                return visible ? 0 : Oracle.Hidden;
            }

            // Missing leading dimensions are 1; size 1 is broadcast; a last dimension that is too short hides the rest.
            int[] shape = [.. Enumerable.Repeat(1, 4 - Mask.Length), .. Mask];
            if (key >= shape[3])
            {
                return Oracle.Hidden;
            }

            int at = (((batch % shape[0] * shape[1]) + head % shape[1]) * shape[2] + query % shape[2]) * shape[3] + key;
            return IsBoolean
                ? inputs.Booleans[at]
                    ? 0
                    : Oracle.Hidden
                : inputs.Floats[at];
        }
    }

    /// <summary>The call's tensors, and its masks as this library says them.</summary>
    private sealed class OnnxInputs
    {
        public OnnxInputs(OnnxCase c)
        {
            Queries = c.Tensor(c.Heads, c.Queries, c.Features, 1);
            PresentKeys = Append(c, c.Features, 2);
            PresentValues = Append(c, c.ValueFeatures, 4);

            QueryOffset offset =
                c.Past > 0 ? c.Past
                : c.ValidKeys is not null ? QueryOffset.LastValidKey
                : QueryOffset.TopLeft;
            Mask = AttentionMask.SlidingWindow(c.Left, c.Right, offset);
            Mask = c.IsCausal ? Mask & AttentionMask.Causal(offset) : Mask;
            Mask = c.ValidKeys is not null ? Mask & AttentionMask.Padding(c.ValidKeys) : Mask;
            if (c.Mask is not null)
            {
                int[] shape = [.. Enumerable.Repeat(1, 4 - c.Mask.Length), .. c.Mask];
                Floats = Sample.Vector(shape.Aggregate((x, y) => x * y), 6);
                Booleans = [.. Floats.Select(x => x > -0.4f)];
                Mask &= c.IsBoolean
                    ? AttentionMask.Boolean(Booleans, shape[2], shape[3], shape[1], shape[0])
                    : AttentionMask.Bias(HeadTensor.HeadMajor(Floats, shape[0], shape[1], shape[2], shape[3]));
            }
        }

        public HeadTensor Queries { get; }
        public HeadTensor PresentKeys { get; }
        public HeadTensor PresentValues { get; }
        public AttentionMask Mask { get; }
        public float[] Floats { get; } = [];
        public bool[] Booleans { get; } = [];

        private static HeadTensor Append(OnnxCase c, int features, int seed)
        {
            HeadTensor present = new(c.Batch, c.KeyHeads, c.Past + c.Keys, features);
            Sample.Tensor(c.Batch, c.KeyHeads, c.Past, features, seed).CopyTo(present.SliceTokens(0, c.Past));
            c.Tensor(c.KeyHeads, c.Keys, features, seed + 1).CopyTo(present.SliceTokens(c.Past, c.Keys));
            return present;
        }
    }
}
