using System.Runtime.InteropServices;
using Attention.Lib;

namespace Attention.Course.RealModel;

/// <summary>
/// The trained numbers of an ONNX file: its float tensors by name, and which matrix is multiplied before which bias is
/// added.
/// </summary>
/// <remarks>
/// An exporter names a bias after the layer it belongs to, but a matrix that it has transposed only by a number. So the
/// graph is asked: the matrix of a bias b is the W of <c>Add(b, MatMul(x, W))</c>. Source: onnx.proto, ONNX 1.19.
/// </remarks>
internal sealed class OnnxFile
{
    // ModelProto, GraphProto, NodeProto and TensorProto: the numbers of the fields that are read.
    private const int Graph = 7;
    private const int Node = 1, Initializer = 5;
    private const int Input = 1, Output = 2, Operator = 4;
    private const int Dims = 1, DataType = 2, Name = 8, RawData = 9;

    private const int FloatNumbers = 1;

    private readonly Dictionary<string, Tensor> _tensors = [];
    private readonly Dictionary<string, string> _matrixOfProduct = []; // by the name of the product
    private readonly List<string[]> _sums = [];

    private OnnxFile(ReadOnlySpan<byte> file)
    {
        var model = new Protobuf(file);
        while (model.Next())
        {
            if (model.Field == Graph)
            {
                ReadGraph(model.Value);
            }
        }
    }

    /// <summary>Reads the file. The result does not keep <paramref name="file"/>.</summary>
    /// <exception cref="InvalidDataException">The file is no ONNX file, or is damaged.</exception>
    public static OnnxFile Read(ReadOnlySpan<byte> file) => new(file);

    /// <summary>Whether there is a float tensor of this name.</summary>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>How many numbers a tensor of one dimension holds.</summary>
    /// <exception cref="InvalidDataException">It is not there, or has another shape.</exception>
    public int Length(string name) => Find(name, [null]).Numbers.Length;

    /// <summary>A tensor of one dimension.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="length">How many numbers it must hold.</param>
    /// <exception cref="InvalidDataException">It is not there, or has another shape.</exception>
    public float[] Vector(string name, int length) => Find(name, [length]).Numbers;

    /// <summary>A tensor of two dimensions.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rows">How many rows it must have; null for any number.</param>
    /// <param name="columns">How many columns it must have; null for any number.</param>
    /// <exception cref="InvalidDataException">It is not there, or has another shape.</exception>
    public ReadOnlyMatrixView Matrix(string name, int? rows = null, int? columns = null)
    {
        Tensor tensor = Find(name, [rows, columns]);
        return new(tensor.Numbers, (int)tensor.Dims[0], (int)tensor.Dims[1]);
    }

    /// <summary>The matrix whose product the bias is added to.</summary>
    /// <param name="bias">The name of the bias.</param>
    /// <param name="rows">How many rows the matrix must have.</param>
    /// <param name="columns">How many columns the matrix must have.</param>
    /// <exception cref="InvalidDataException">There is no such product, or its matrix has another shape.</exception>
    public ReadOnlyMatrixView MatrixBefore(string bias, int rows, int columns)
    {
        string? product = _sums.Find(sum => sum.Contains(bias))?.FirstOrDefault(_matrixOfProduct.ContainsKey);
        return product is null
            ? throw new InvalidDataException($"The file adds {bias} to no matrix product.")
            : Matrix(_matrixOfProduct[product], rows, columns);
    }

    private void ReadGraph(ReadOnlySpan<byte> bytes)
    {
        var graph = new Protobuf(bytes);
        while (graph.Next())
        {
            if (graph.Field == Initializer)
            {
                ReadTensor(graph.Value);
            }
            else if (graph.Field == Node)
            {
                ReadNode(graph.Value);
            }
        }
    }

    private void ReadNode(ReadOnlySpan<byte> bytes)
    {
        List<string> inputs = [];
        (string output, string type) = ("", "");
        var node = new Protobuf(bytes);
        while (node.Next())
        {
            switch (node.Field)
            {
                case Input:
                    inputs.Add(node.Text);
                    break;
                case Output:
                    output = node.Text;
                    break;
                case Operator:
                    type = node.Text;
                    break;
            }
        }

        if (type == "MatMul" && inputs.Count == 2)
        {
            _matrixOfProduct[output] = inputs[1];
        }
        else if (type == "Add")
        {
            _sums.Add([.. inputs]);
        }
    }

    /// <summary>Keeps a float tensor whose numbers are its raw data; of the others nothing is needed.</summary>
    private void ReadTensor(ReadOnlySpan<byte> bytes)
    {
        List<long> dims = [];
        (string name, ulong type) = ("", 0);
        ReadOnlySpan<byte> data = default;
        var tensor = new Protobuf(bytes);
        while (tensor.Next())
        {
            switch (tensor.Field)
            {
                case Dims when tensor.IsNumber:
                    dims.Add((long)tensor.Number);
                    break;
                case DataType:
                    type = tensor.Number;
                    break;
                case Name:
                    name = tensor.Text;
                    break;
                case RawData:
                    data = tensor.Value;
                    break;
            }
        }

        if (type == FloatNumbers)
        {
            _tensors[name] = new(name, [.. dims], data);
        }
    }

    private Tensor Find(string name, int?[] dims)
    {
        Tensor tensor = _tensors.TryGetValue(name, out Tensor? found)
            ? found
            : throw new InvalidDataException($"The file holds no tensor {name} of 32-bit floats.");
        bool fits = tensor.Dims.Length == dims.Length
            && tensor.Dims.Zip(dims).All(pair => pair.Second is null || pair.First == pair.Second);
        return fits
            ? tensor
            : throw new InvalidDataException(
                $"{name} is {string.Join(" × ", tensor.Dims)}; expected is "
                + $"{string.Join(" × ", dims.Select(dim => dim?.ToString() ?? "any"))}.");
    }

    /// <summary>A shape and its numbers.</summary>
    private sealed class Tensor
    {
        public Tensor(string name, long[] dims, ReadOnlySpan<byte> data)
        {
            long count = data.Length / sizeof(float), left = count;
            foreach (long dim in dims)
            {
                // Divided and not multiplied, so that no shape can overflow.
                left = dim > 0 && left % dim == 0 ? left / dim : -1;
            }

            if (left != 1 || data.Length % sizeof(float) != 0)
            {
                throw new InvalidDataException(
                    $"{name} is said to be {string.Join(" × ", dims)}, and its data are {data.Length} bytes.");
            }

            (Dims, Numbers) = (dims, MemoryMarshal.Cast<byte, float>(data).ToArray());
        }

        public long[] Dims { get; }

        public float[] Numbers { get; }
    }
}
