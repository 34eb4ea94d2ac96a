using System.Text;
using Attention.Course.RealModel;
using Attention.Lib;
using static Attention.Course.Tests.RealModel.TinyOnnx;

namespace Attention.Course.Tests.RealModel;

public class OnnxFileTests
{
    [Fact]
    public void A_tensor_has_the_shape_and_the_numbers_of_the_file()
    {
        OnnxFile file = OnnxFile.Read(File());
        ReadOnlyMatrixView positions = file.Matrix("embeddings.position_embeddings.weight", Positions, Width);
        var random = new SplitMix64(1);
        random.Normal(Pieces.Count(letter => letter == '\n') * Width); // the tensor before it
        float[] numbers = [.. Enumerable.Range(0, Positions).SelectMany(row => positions.Row(row).ToArray())];
        Assert.Equal(random.Normal(Positions * Width), numbers);
    }

    [Fact]
    public void The_matrix_of_a_bias_is_the_one_whose_product_it_is_added_to()
    {
        OnnxFile file = OnnxFile.Read(File());
        // The sixth linear layer is the second matrix of the feed-forward part.
        Assert.Equal(
            file.Matrix("905").Row(3), file.MatrixBefore("encoder.layer.0.output.dense.bias", Inner, Width).Row(3));
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused_in_a_sentence()
    {
        byte[] whole = File();
        for (int length = 3; length < whole.Length; length += 7)
        {
            string message = Assert.Throws<InvalidDataException>(() => Load(whole[..length])).Message;
            Assert.StartsWith("The file ends too early", message);
        }
    }

    [Fact]
    public void A_file_with_any_byte_changed_is_read_or_refused_and_nothing_else_happens()
    {
        byte[] whole = File();
        var random = new SplitMix64(2);
        for (int i = 0; i < 2000; i++)
        {
            byte[] changed = [.. whole];
            changed[random.Below(400)] = (byte)random.Below(256);                       // names and lengths
            changed[random.Below(whole.Length)] = (byte)random.Below(256);
            Exception? thrown = Record.Exception(() => Load(changed));
            Assert.True(thrown is null or InvalidDataException, $"{i}: {thrown}");
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F }, "ends too early")]
    [InlineData(new byte[] { 8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1 }, "more than 64 bits")]
    [InlineData(new byte[] { 0x3B }, "unknown kind 3")]
    [InlineData(new byte[] { 0x00 }, "no valid number")]
    [InlineData(new byte[0], "holds no tensor")]
    public void Bytes_that_are_no_ONNX_file_are_refused_in_a_sentence(byte[] bytes, string part)
        => Assert.Contains(part, Assert.Throws<InvalidDataException>(() => Load(bytes)).Message);

    [Theory]
    [InlineData(new[] { 1_000_000, 1_000_000 })]                                        // a terabyte
    [InlineData(new[] { 2 })]
    [InlineData(new[] { 4, 0 })]
    [InlineData(new[] { -1, -4 })]
    [InlineData(new int[0])]
    public void A_tensor_whose_shape_does_not_fit_its_bytes_is_refused(int[] dims)
    {
        byte[] tensor =
        [
            .. dims.SelectMany(dim => Field(1, dim)), .. Field(2, 1), .. Field(8, Encoding.UTF8.GetBytes("w")),
            .. Field(9, new byte[16]),
        ];
        string message = Assert.Throws<InvalidDataException>(() => OnnxFile.Read(Field(7, Field(5, tensor)))).Message;
        Assert.Contains("16 bytes", message);
    }

    [Fact]
    public void A_tensor_of_another_shape_than_asked_for_is_named_with_both_shapes()
    {
        OnnxFile file = OnnxFile.Read(File());
        string message = Assert.Throws<InvalidDataException>(() => file.Matrix("905", 5, null)).Message;
        Assert.Equal("905 is 12 × 8; expected is 5 × any.", message);
    }

    private static MiniLm Load(byte[] bytes) => new(OnnxFile.Read(bytes), new WordPiece(Pieces), Heads);
}
