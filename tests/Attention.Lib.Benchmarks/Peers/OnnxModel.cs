using System.Text;
using Attention.Course.RealModel;

namespace Attention.Lib.Benchmarks.Peers;

/// <summary>
/// An ONNX file with a single operator: the few fields of onnx.proto that it takes, as protobuf bytes.
/// </summary>
internal static class OnnxModel
{
    // TensorProto.DataType and AttributeProto.AttributeType
    private const int FloatElements = 1,
        BoolElements = 9,
        FloatAttribute = 1,
        IntegerAttribute = 2;

    public static byte[] Of(OnnxOperator what, IReadOnlyList<OnnxInput> inputs, (string Name, int[] Dims) output)
    {
        // NodeProto: input = 1, output = 2, op_type = 4, attribute = 5, domain = 7
        var node = new Message();
        foreach (OnnxInput input in inputs)
        {
            node.Add(1, input.Name);
        }

        node.Add(2, output.Name).Add(4, what.Type).Add(7, what.Domain);

        // AttributeProto: name = 1, f = 2, i = 3, type = 20
        foreach ((string name, long value) in what.Integers)
        {
            node.Add(5, new Message().Add(1, name).Add(3, value).Add(20, IntegerAttribute));
        }

        foreach ((string name, float value) in what.Floats)
        {
            node.Add(5, new Message().Add(1, name).Add(2, value).Add(20, FloatAttribute));
        }

        // GraphProto: node = 1, name = 2, input = 11, output = 12
        Message graph = new Message().Add(1, node).Add(2, what.Type);
        foreach (OnnxInput input in inputs)
        {
            graph.Add(11, Value(input.Name, input.Dims, input.Flags is null ? FloatElements : BoolElements));
        }

        graph.Add(12, Value(output.Name, output.Dims, FloatElements));

        // ModelProto: ir_version = 1, graph = 7, opset_import = 8 (domain = 1, version = 2).
        // Operator set 23 is the first with the standard operator Attention, and needs version 11 of the file format.
        return new Message()
            .Add(1, 11)
            .Add(7, graph)
            .Add(8, new Message().Add(1, "").Add(2, 23))
            .Add(8, new Message().Add(1, "com.microsoft").Add(2, 1))
            .ToArray();
    }

    /// <summary>The names of what the operators of one type hand out, in the order of the graph.</summary>
    public static string[] Outputs(ReadOnlySpan<byte> model, string type)
    {
        var outputs = new List<string>();
        var file = new Protobuf(model);
        while (file.Next())
        {
            var graph = new Protobuf(file.Field == 7 ? file.Value : default);
            while (graph.Next())
            {
                (string output, string of) = ("", "");
                var node = new Protobuf(graph.Field == 1 ? graph.Value : default);
                while (node.Next())
                {
                    output = node.Field == 2 ? node.Text : output;
                    of = node.Field == 4 ? node.Text : of;
                }

                outputs.AddRange(of == type ? [output] : []);
            }
        }

        return [.. outputs];
    }

    /// <summary>Bytes to append to a model, so that it also hands out these float tensors.</summary>
    /// <remarks>A second message in a field that holds one is merged with the first.</remarks>
    public static byte[] MoreOutputs(IEnumerable<string> names)
    {
        var graph = new Message();
        foreach (string name in names)
        {
            Message tensor = new Message().Add(1, FloatElements);
            graph.Add(12, new Message().Add(1, name).Add(2, new Message().Add(1, tensor)));
        }

        return new Message().Add(7, graph).ToArray();
    }

    private static Message Value(string name, int[] dims, int elements)
    {
        // TensorShapeProto: dim = 1 (dim_value = 1); TypeProto.Tensor: elem_type = 1, shape = 2;
        // ValueInfoProto: name = 1, type = 2
        var shape = new Message();
        foreach (int dim in dims)
        {
            shape.Add(1, new Message().Add(1, dim));
        }

        Message tensor = new Message().Add(1, elements).Add(2, shape);
        return new Message().Add(1, name).Add(2, new Message().Add(1, tensor));
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

        public Message Add(int field, float value)
        {
            Varint((ulong)field << 3 | 5);
            _bytes.AddRange(BitConverter.GetBytes(value));
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
