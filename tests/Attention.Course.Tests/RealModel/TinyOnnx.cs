using System.Text;
using Attention.Course.RealModel;

namespace Attention.Course.Tests.RealModel;

/// <summary>An encoder with few numbers, as an ONNX file: the fields of onnx.proto that the reader takes.</summary>
internal static class TinyOnnx
{
    public const int Width = 8, Inner = 12, Heads = 2, Layers = 2, Positions = 16;

    public const string Pieces = "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\nb\nc\n##d\ncafe\nwork\n##ing\n,\n我\n!\n";

    public static MiniLm Model => new(OnnxFile.Read(File()), new WordPiece(Pieces), Heads);

    /// <summary>The whole file; the same seed gives the same numbers.</summary>
    public static byte[] File(ulong seed = 1) => [.. Field(1, 8), .. Field(7, Graph(seed))];

    private static byte[] Graph(ulong seed)
    {
        var random = new SplitMix64(seed);
        var bytes = new List<byte>();
        int products = 0;
        Tensor("embeddings.word_embeddings.weight", Pieces.Count(letter => letter == '\n'), Width);
        Tensor("embeddings.position_embeddings.weight", Positions, Width);
        Tensor("embeddings.token_type_embeddings.weight", 2, Width);
        Norm("embeddings.LayerNorm");
        for (int layer = 0; layer < Layers; layer++)
        {
            string name = $"encoder.layer.{layer}";
            foreach (string part in new[] { "self.query", "self.key", "self.value", "output.dense" })
            {
                Linear($"{name}.attention.{part}.bias", Width, Width);
            }

            Norm($"{name}.attention.output.LayerNorm");
            Linear($"{name}.intermediate.dense.bias", Width, Inner);
            Linear($"{name}.output.dense.bias", Inner, Width);
            Norm($"{name}.output.LayerNorm");
        }

        return [.. bytes];

        void Tensor(string name, params int[] dims) => bytes.AddRange(Field(5, Initializer(name, dims, random)));

        void Norm(string name)
        {
            Tensor($"{name}.weight", Width);
            Tensor($"{name}.bias", Width);
        }

        // As the exporter of the real model: the matrix has a number for a name, and the bias stands first or last.
        void Linear(string bias, int rows, int columns)
        {
            (string matrix, string product) = ($"{900 + products}", $"product{products}");
            Tensor(bias, columns);
            Tensor(matrix, rows, columns);
            bytes.AddRange(Field(1, Node("MatMul", product, "x", matrix)));
            bytes.AddRange(Field(1, products++ % 2 == 0
                ? Node("Add", $"sum{products}", bias, product) : Node("Add", $"sum{products}", product, bias)));
        }
    }

    /// <summary>A TensorProto of 32-bit floats.</summary>
    public static byte[] Initializer(string name, int[] dims, SplitMix64 random)
    {
        float[] numbers = random.Normal(dims.Aggregate(1, (x, y) => x * y));
        return
        [
            .. dims.SelectMany(dim => Field(1, dim)), .. Field(2, 1), .. Field(8, Encoding.UTF8.GetBytes(name)),
            .. Field(9, [.. numbers.SelectMany(BitConverter.GetBytes)]),
        ];
    }

    public static byte[] Field(int number, long value) => [.. Varint((ulong)number << 3), .. Varint((ulong)value)];

    public static byte[] Field(int number, byte[] value)
        => [.. Varint(((ulong)number << 3) | 2), .. Varint((ulong)value.Length), .. value];

    private static byte[] Node(string type, string output, params string[] inputs) =>
    [
        .. inputs.SelectMany(input => Field(1, Encoding.UTF8.GetBytes(input))),
        .. Field(2, Encoding.UTF8.GetBytes(output)), .. Field(4, Encoding.UTF8.GetBytes(type)),
    ];

    public static IEnumerable<byte> Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }
}
