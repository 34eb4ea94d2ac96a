using Attention.Lib;

namespace Attention.Course.RealModel;

/// <summary>
/// One layer of the encoder: attention, then two matrices with GELU between them; what goes in is added to what comes
/// out of each half, and the sum is normalised.
/// </summary>
/// <remarks>
/// Sources: Vaswani and others, Attention Is All You Need (2017), figure 1; Devlin and others, BERT (2018).
/// </remarks>
internal sealed class EncoderLayer
{
    private readonly MultiHeadAttention _attention;
    private readonly ReadOnlyMatrixView _queryWeights, _keyWeights, _valueWeights, _outputWeights;
    private readonly MultiHeadBiases _biases;
    private readonly PackedMatrix _innerWeights, _outerWeights;
    private readonly float[] _innerBias, _outerBias;
    private readonly LayerNorm _afterAttention, _afterAll;

    /// <summary>Reads the layer from the file.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, or has another shape.</exception>
    public EncoderLayer(OnnxFile file, int layer, int width, int heads)
    {
        string name = Prefix(layer);
        ReadOnlyMatrixView Square(string part) => file.MatrixBefore($"{name}.{part}.bias", width, width);
        float[] Bias(string part) => file.Vector($"{name}.{part}.bias", width);
        LayerNorm Norm(string part) => new(file.Vector($"{name}.{part}.LayerNorm.weight", width),
            file.Vector($"{name}.{part}.LayerNorm.bias", width));

        _queryWeights = Square("attention.self.query");
        _keyWeights = Square("attention.self.key");
        _valueWeights = Square("attention.self.value");
        _outputWeights = Square("attention.output.dense");
        _biases = new(Bias("attention.self.query"), Bias("attention.self.key"), Bias("attention.self.value"),
            Bias("attention.output.dense"));
        _attention = Attention(_outputWeights, heads);
        int inner = file.Length($"{name}.intermediate.dense.bias");
        _innerWeights = new(file.MatrixBefore($"{name}.intermediate.dense.bias", width, inner));
        _innerBias = file.Vector($"{name}.intermediate.dense.bias", inner);
        _outerWeights = new(file.MatrixBefore($"{name}.output.dense.bias", inner, width));
        _outerBias = Bias("output.dense");
        _afterAttention = Norm("attention.output");
        _afterAll = Norm("output");
    }

    /// <summary>Copies the layer, but leaves out heads: their rows of W_O are 0.</summary>
    private EncoderLayer(EncoderLayer layer, IEnumerable<int> withoutHeads)
    {
        (_queryWeights, _keyWeights, _valueWeights) = (layer._queryWeights, layer._keyWeights, layer._valueWeights);
        (_biases, _innerWeights, _innerBias) = (layer._biases, layer._innerWeights, layer._innerBias);
        (_outerWeights, _outerBias) = (layer._outerWeights, layer._outerBias);
        (_afterAttention, _afterAll) = (layer._afterAttention, layer._afterAll);
        MatrixView output = new(layer._outputWeights.Rows, layer._outputWeights.Columns);
        layer._outputWeights.CopyTo(output);
        int size = layer._attention.ValueSize;
        foreach (int head in withoutHeads)
        {
            output.SliceRows(head * size, size).Fill(0);
        }

        _outputWeights = output;
        _attention = Attention(output, layer._attention.Heads);
    }

    /// <summary>Whether the file has a layer of this number.</summary>
    public static bool IsIn(OnnxFile file, int layer) => file.Has($"{Prefix(layer)}.output.dense.bias");

    /// <summary>The same layer without what these heads add to its output.</summary>
    public EncoderLayer WithoutHeads(IEnumerable<int> heads) => new(this, heads);

    /// <summary>Computes the layer: the numbers in <paramref name="states"/> are replaced.</summary>
    /// <param name="states">X, tokens × features.</param>
    /// <param name="scratch">Memory for what stands between.</param>
    /// <param name="maps">If given, receives the attention weights: 1 × heads × tokens × tokens.</param>
    /// <param name="threads">The most threads to use; null for all processors.</param>
    public void Apply(MatrixView states, EncoderScratch scratch, HeadTensor? maps, int? threads)
    {
        (MatrixView change, MatrixView inner) = (scratch.Change, scratch.Inner);
        _attention.Compute(
            states, AttentionMask.None, change, new AttentionOptions { DegreeOfParallelism = threads }, maps);
        RowOperations.ForEach(states, threads, row =>
        {
            RowOperations.Add(change.Row(row), states.Row(row));
            _afterAttention.Apply(states.Row(row));
        });

        MatMul.ComputePacked(states, _innerWeights, inner, threads);
        RowOperations.ForEach(inner, threads, row =>
        {
            RowOperations.Add(_innerBias, inner.Row(row));
            Gelu.Apply(inner.Row(row));
        });

        MatMul.ComputePacked(inner, _outerWeights, change, threads);
        RowOperations.ForEach(states, threads, row =>
        {
            RowOperations.Add(_outerBias, change.Row(row));
            RowOperations.Add(change.Row(row), states.Row(row));
            _afterAll.Apply(states.Row(row));
        });
    }

    /// <summary>The values of one head, X W_V + b_V: tokens × head size.</summary>
    public MatrixView Values(ReadOnlyMatrixView states, int head)
    {
        int size = _attention.ValueSize;
        MatrixView values = new(states.Rows, size);
        MatMul.Compute(states, _valueWeights.SliceColumns(head * size, size), values);
        for (int row = 0; row < values.Rows; row++)
        {
            RowOperations.Add(_biases.Value.Span.Slice(head * size, size), values.Row(row));
        }

        return values;
    }

    /// <summary>The size of the feed-forward part.</summary>
    public int InnerSize => _innerBias.Length;

    private MultiHeadAttention Attention(ReadOnlyMatrixView outputWeights, int heads) =>
        new MultiHeadAttention(_queryWeights, _keyWeights, _valueWeights, outputWeights, heads, biases: _biases)
            .Packed();

    private static string Prefix(int layer) => $"encoder.layer.{layer}";
}
