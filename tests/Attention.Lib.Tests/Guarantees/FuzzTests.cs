namespace Attention.Lib.Tests;

/// <summary>Random calls, most of them slightly wrong: they either work or end with a documented exception.</summary>
public class FuzzTests
{
    private const int Calls = 30_000;

    [Fact]
    public void Any_call_succeeds_or_ends_with_a_documented_exception()
    {
        int succeeded = 0,
            refused = 0;
        for (int seed = 0; seed < Calls; seed++)
        {
            var random = new Random(seed);
            try
            {
                Call(random);
                succeeded++;
            }
            catch (Exception exception)
                when (exception is ArgumentException or InvalidOperationException { Source: "Attention.Lib" })
            {
                // ArgumentNullException and ArgumentOutOfRangeException are ArgumentExceptions.
                Assert.False(string.IsNullOrWhiteSpace(exception.Message));
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}: {exception}");
            }
        }

        // If one outcome were rare, the calls would test only the other.
        Assert.InRange(succeeded, Calls / 5, Calls);
        Assert.InRange(refused, Calls / 5, Calls);
    }

    private static void Call(Random random)
    {
        int batch = Size(random, 2),
            keyHeads = Size(random, 2),
            heads = Mostly(random, keyHeads * random.Next(1, 3)),
            queries = Size(random, 9),
            keys = Size(random, 20);
        int features = Size(random, 9),
            valueFeatures = Size(random, 9);
        HeadTensor q = Tensor(random, batch, heads, queries, features),
            k = Tensor(random, batch, keyHeads, keys, features);
        HeadTensor v = Tensor(random, batch, keyHeads, keys, valueFeatures),
            o = Tensor(random, batch, heads, queries, valueFeatures);
        o = random.Next(30) == 0 ? q : o;
        AttentionMask mask = Mask(random, batch, heads, queries, keys);
        AttentionOptions options = new()
        {
            Scale = random.Next(3) == 0 ? Number(random) : null,
            Softcap = random.Next(4) == 0 ? Math.Abs(Number(random)) : 0,
            DegreeOfParallelism = random.Next(3) switch
            {
                0 => 1,
                1 => random.Next(20) == 0 ? 0 : 3,
                _ => null,
            },
        };
        switch (random.Next(9))
        {
            case 0:
                ScaledDotProductAttention.Naive(q, k, v, mask, o, options);
                break;
            case 1:
                ScaledDotProductAttention.Compute(
                    q, k, v, mask, o, options,
                    random.Next(2) == 0 ? Tensor(random, batch, heads, queries, keys) : null);
                break;
            case 2:
                ScaledDotProductAttention.Scores(
                    q, k, mask, (ScoreStage)random.Next(-1, 5), Tensor(random, batch, heads, queries, keys), options);
                break;
            case 3:
                ScaledDotProductAttention.Backward(
                    q, k, v, mask, o, Tensor(random, batch, heads, queries, features),
                    Tensor(random, batch, keyHeads, keys, features),
                    Tensor(random, batch, keyHeads, keys, valueFeatures), options,
                    random.Next(2) == 0 ? Tensor(random, Math.Min(1, batch), heads, Math.Min(1, queries), keys) : null);
                break;
            case 4:
                FlashAttention.Compute(
                    q.Head(random.Next(-1, batch), 0), k.Head(0, random.Next(keyHeads + 1)), v.Head(0, 0), mask,
                    o.Head(0, 0), options, random.Next(2) == 0 ? new MatrixView(Mostly(random, queries), 1) : null);
                break;
            case 5:
                var cache = new KeyValueCache(
                    batch, keyHeads, Mostly(random, keys + 3), features, valueFeatures,
                    (StorageFormat)random.Next(-1, 4));
                Decode(random, cache, q, k, v, mask, o, options);
                break;
            case 6:
                mask.Materialize(
                    Mostly(random, queries), Mostly(random, keys), random.Next(-1, batch + 1),
                    random.Next(-1, heads + 1));
                break;
            case 7:
                ComputeLayer(random, mask, heads, keyHeads, queries, keys, features, valueFeatures, options);
                break;
            default:
                FlashAttention.Compute(
                    q, k, v, mask, o, options, random.Next(2) == 0 ? Tensor(random, batch, heads, queries, 1) : null);
                break;
        }
    }

    private static void Decode(
        Random random, KeyValueCache cache, HeadTensor q, HeadTensor k, HeadTensor v, AttentionMask mask, HeadTensor o,
        AttentionOptions options)
    {
        cache.Append(k, v, [random.Next(-1, k.Tokens + 2)]);
        cache.Append(k.SliceTokens(0, Math.Min(1, k.Tokens)), v.SliceTokens(0, Math.Min(1, k.Tokens)));
        cache.Attend(q, mask, o, options);
    }

    private static void ComputeLayer(
        Random random, AttentionMask mask, int heads, int keyHeads, int queries, int keys, int features,
        int valueFeatures, AttentionOptions options)
    {
        MatrixView x = Matrix(random, queries, features),
            y = Matrix(random, keys, valueFeatures);
        var layer = new MultiHeadAttention(
            Matrix(random, features, heads * 3), Matrix(random, valueFeatures, keyHeads * 3),
            Matrix(random, valueFeatures, keyHeads * 2), Matrix(random, heads * 2, 5), heads, keyHeads);
        layer.Compute(x, y, mask, new MatrixView(queries, 5), options);
    }

    private static AttentionMask Mask(Random random, int batch, int heads, int queries, int keys)
    {
        AttentionMask mask = AttentionMask.None;
        for (int part = random.Next(4); part > 0; part--)
        {
            QueryOffset offset = random.Next(5) switch
            {
                0 => QueryOffset.TopLeft,
                1 => QueryOffset.BottomRight,
                2 => QueryOffset.LastValidKey,
                3 => QueryOffset.AfterPast(Integer(random)),
                _ => QueryOffset.PerBatchEntry([
                    .. Enumerable.Range(0, Mostly(random, batch)).Select(_ => Integer(random)),
                ]),
            };
            int maskBatch = random.Next(2) == 0 ? 1 : Mostly(random, batch),
                maskHeads = random.Next(2) == 0 ? 1 : Mostly(random, heads);
            int maskQueries = random.Next(2) == 0 ? 1 : Mostly(random, queries),
                maskKeys = Mostly(random, random.Next(keys + 1));
            mask &= random.Next(6) switch
            {
                0 => AttentionMask.Causal(offset),
                1 => AttentionMask.SlidingWindow(
                    random.Next(-1, 5), random.Next(20) == 0 ? Integer(random) : random.Next(-1, 5), offset),
                2 => AttentionMask.Padding([
                    .. Enumerable
                        .Range(0, random.Next(2) == 0 ? 1 : Mostly(random, batch))
                        .Select(_ => Mostly(random, random.Next(keys + 1))),
                ]),
                3 => AttentionMask.Boolean(
                    [
                        .. Enumerable
                            .Range(0, Math.Max(0, Mostly(random, maskBatch * maskHeads * maskQueries * maskKeys)))
                            .Select(_ => random.Next(3) > 0),
                    ],
                    maskQueries,
                    maskKeys,
                    maskHeads,
                    maskBatch
                ),
                4 => AttentionMask.Bias(Tensor(random, maskBatch, maskHeads, maskQueries, maskKeys)),
                _ => AttentionMask.None,
            };
        }

        return mask;
    }

    private static HeadTensor Tensor(Random random, int batch, int heads, int tokens, int features)
    {
        if (random.Next(60) == 0)
        {
            return default;
        }

        (batch, heads, tokens, features) = (
            Mostly(random, batch), Mostly(random, heads), Mostly(random, tokens), Mostly(random, features));
        float[] values = new float[Math.Max(0, Mostly(random, batch * heads * tokens * features))];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.Next(12) == 0 ? Number(random) : random.NextSingle();
        }

        return random.Next(2) == 0
            ? HeadTensor.HeadMajor(values, batch, heads, tokens, features)
            : HeadTensor.TokenMajor(values, batch, heads, tokens, features);
    }

    private static MatrixView Matrix(Random random, int rows, int columns)
    {
        rows = Mostly(random, rows);
        columns = Mostly(random, columns);
        int stride = random.Next(4) == 0 ? columns + random.Next(-1, 3) : columns,
            start = random.Next(4) == 0 ? random.Next(3) : 0;
        return new(new float[Math.Max(0, Mostly(random, start + rows * stride))], start, rows, columns, stride);
    }

    private static int Size(Random random, int usual) => random.Next(8) == 0 ? 0 : random.Next(1, usual + 1);

    /// <summary>The right number, but now and then one beside it.</summary>
    private static int Mostly(Random random, int right) => random.Next(60) == 0 ? right + random.Next(-2, 3) : right;

    private static int Integer(Random random) =>
        random.Next(6) switch
        {
            0 => int.MinValue,
            1 => int.MaxValue,
            2 => 0,
            _ => random.Next(-9, 25),
        };

    private static float Number(Random random) =>
        random.Next(7) switch
        {
            0 => float.NaN,
            1 => float.PositiveInfinity,
            2 => float.NegativeInfinity,
            3 => float.MaxValue,
            4 => float.Epsilon,
            5 => 0,
            _ => 4 * random.NextSingle() - 2,
        };
}
