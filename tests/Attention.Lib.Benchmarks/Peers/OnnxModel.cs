using System.Text;

namespace Attention.Lib.Benchmarks.Peers;

/// <summary>
/// Writes an ONNX file with a single operator: the few fields of onnx.proto that it takes, as protobuf bytes.
/// </summary>
internal static class OnnxModel
{
    public static void Write(
        string path,
        string operatorType,
        string domain,
        IReadOnlyList<(string Name, int[] Dims)> inputs,
        (string Name, int[] Dims) output,
        params (string Name, long Value)[] attributes
    )
    {
        // NodeProto: input = 1, output = 2, op_type = 4, attribute = 5, domain = 7
        var node = new Message();
        foreach ((string name, _) in inputs)
        {
            node.Add(1, name);
        }

        node.Add(2, output.Name).Add(4, operatorType).Add(7, domain);
        foreach ((string name, long value) in attributes)
        {
            // AttributeProto: name = 1, i = 3, type = 20 (2: integer)
            node.Add(5, new Message().Add(1, name).Add(3, value).Add(20, 2));
        }

        // GraphProto: node = 1, name = 2, input = 11, output = 12
        Message graph = new Message().Add(1, node).Add(2, operatorType);
        foreach ((string name, int[] dims) in inputs)
        {
            graph.Add(11, Value(name, dims));
        }

        graph.Add(12, Value(output.Name, output.Dims));

        // ModelProto: ir_version = 1, graph = 7, opset_import = 8 (domain = 1, version = 2)
        Message model = new Message()
            .Add(1, 8)
            .Add(7, graph)
            .Add(8, new Message().Add(1, "").Add(2, 17))
            .Add(8, new Message().Add(1, "com.microsoft").Add(2, 1));
        File.WriteAllBytes(path, model.ToArray());
    }

    private static Message Value(string name, int[] dims)
    {
        // TensorShapeProto: dim = 1 (dim_value = 1); TypeProto.Tensor: elem_type = 1 (1: float), shape = 2;
        // ValueInfoProto: name = 1, type = 2
        var shape = new Message();
        foreach (int dim in dims)
        {
            shape.Add(1, new Message().Add(1, dim));
        }

        return new Message().Add(1, name).Add(2, new Message().Add(1, new Message().Add(1, 1).Add(2, shape)));
    }

    /// <summary>A protobuf message: each field is a tag (number · 8 + wire type) and its value.</summary>
    private sealed class Message
    {
        private readonly List<byte> _bytes = [];

        public Message Add(int field, long value)
        {
            Varint((ulong)field << 3);
            Varint((ulong)value);
            return this;
        }

        public Message Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

        public Message Add(int field, Message value) => Add(field, value.ToArray());

        public byte[] ToArray() => [.. _bytes];

        private Message Add(int field, byte[] value)
        {
            Varint((ulong)field << 3 | 2);
            Varint((ulong)value.Length);
            _bytes.AddRange(value);
            return this;
        }

        private void Varint(ulong value)
        {
            for (; value >= 0x80; value >>= 7)
            {
                _bytes.Add((byte)(value | 0x80));
            }

            _bytes.Add((byte)value);
        }
    }
}
