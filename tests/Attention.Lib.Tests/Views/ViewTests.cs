namespace Attention.Lib.Tests;

/// <summary>MatrixView and HeadTensor: windows onto an array that never reach past it.</summary>
public class ViewTests
{
    [Fact]
    public void Slices_show_the_same_floats_as_the_matrix()
    {
        MatrixView matrix = new([.. Enumerable.Range(0, 20).Select(i => (float)i)], 4, 5);
        MatrixView slice = matrix.SliceRows(1, 2).SliceColumns(2, 3);

        Assert.Equal([7, 8, 9, 12, 13, 14], Sample.ToArray(slice));
        Assert.Equal((2, 3, 5), (slice.Rows, slice.Columns, slice.RowStride));
        slice[1, 0] = 100;
        Assert.Equal(100, matrix[2, 2]);
        Assert.Equal([7, 8, 9, 100, 13, 14], Sample.ToArray(new MatrixView(Sample.ToArray(matrix), 7, 2, 3, 5)));
    }

    [Fact]
    public void Both_layouts_are_views_of_one_array()
    {
        float[] values = [.. Enumerable.Range(0, 2 * 3 * 4 * 5).Select(i => (float)i)];
        HeadTensor headMajor = HeadTensor.HeadMajor(values, 2, 3, 4, 5),
            tokenMajor = HeadTensor.TokenMajor(values, 2, 3, 4, 5);
        for (int b = 0; b < 2; b++)
        {
            for (int h = 0; h < 3; h++)
            {
                for (int t = 0; t < 4; t++)
                {
                    for (int f = 0; f < 5; f++)
                    {
                        Assert.Equal(((b * 3 + h) * 4 + t) * 5 + f, headMajor[b, h, t, f]);
                        Assert.Equal(((b * 4 + t) * 3 + h) * 5 + f, tokenMajor[b, h, t, f]);
                        Assert.Equal(headMajor.Head(b, h)[t, f], headMajor[b, h, t, f]);
                    }
                }
            }
        }

        Assert.Equal(tokenMajor[1, 2, 3, 4], new MatrixView(values, 8, 15).SliceRows(4, 4).SplitHeads(3)[0, 2, 3, 4]);
        Assert.Equal(tokenMajor[1, 2, 3, 4], tokenMajor.SliceTokens(2, 2)[1, 2, 1, 4]);
        tokenMajor[0, 0, 0, 0] = 77;
        Assert.Equal(77, headMajor[0, 0, 0, 0]);
    }

    [Fact]
    public void A_copy_goes_over_from_one_layout_to_the_other()
    {
        HeadTensor source = Sample.Tensor(2, 3, 4, 5, 1),
            copy = HeadTensor.TokenMajor(new float[120], 2, 3, 4, 5);
        source.CopyTo(copy);
        Assert.Equal(Sample.ToArray(source.Head(1, 2)), Sample.ToArray(copy.Head(1, 2)));
        Assert.Equal(
            "destination.Tokens is 3 but this.Tokens is 4; they must be equal.",
            ArgumentErrors.Message(() => source.CopyTo(new(2, 3, 3, 5))));
        Assert.Throws<ArgumentException>(() => new MatrixView(2, 3).CopyTo(new(3, 2)));
    }

    [Fact]
    public void A_copy_that_would_overwrite_what_it_still_has_to_read_is_refused()
    {
        MatrixView matrix = Sample.Matrix(4, 1, 1);
        Assert.Equal(
            "destination shares memory with this.",
            ArgumentErrors.Message(() => matrix.SliceRows(0, 3).CopyTo(matrix.SliceRows(1, 3))));
        Assert.Equal(Sample.Vector(4, 1), Sample.ToArray(matrix));
        float[] values = Sample.Vector(8, 1);
        Assert.Throws<ArgumentException>(() =>
            HeadTensor.HeadMajor(values, 1, 2, 4, 1).CopyTo(HeadTensor.TokenMajor(values, 1, 2, 4, 1))
        );
        Assert.Equal(Sample.Vector(8, 1), values);
        matrix.SliceRows(0, 2).CopyTo(matrix.SliceRows(2, 2));
        Assert.Equal(matrix[0, 0], matrix[2, 0]);
    }

    [Fact]
    public void The_default_views_are_empty_and_harmless()
    {
        MatrixView matrix = default;
        HeadTensor tensor = default;
        Assert.Equal("0 x 0", matrix.ToString());
        Assert.Equal("0 x 0 x 0 x 0", tensor.ToString());
        matrix.Fill(1);
        tensor.Fill(1);
        matrix.CopyTo(default);
        tensor.CopyTo(default);
        Assert.Equal(
            0, matrix.SliceRows(0, 0).Rows + matrix.SliceColumns(0, 0).Columns + matrix.SplitHeads(3).Features);
        Assert.Equal(0, tensor.SliceTokens(0, 0).Tokens);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Row(0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Head(0, 0));
    }

    [Fact]
    public void Places_outside_are_refused_wherever_they_lie()
    {
        MatrixView matrix = new MatrixView(6, 7).SliceRows(1, 3).SliceColumns(1, 4);
        HeadTensor tensor = new(2, 3, 4, 5);
        foreach (int outside in (int[])[-1, 7, int.MinValue, int.MaxValue])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Row(outside).Length);
            Assert.Throws<ArgumentOutOfRangeException>(() => matrix[outside, 0]);
            Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, outside]);
            Assert.Throws<ArgumentOutOfRangeException>(() => matrix.SliceRows(outside, 0));
            Assert.Throws<ArgumentOutOfRangeException>(() => matrix.SliceRows(1, outside));
            Assert.Throws<ArgumentOutOfRangeException>(() => matrix.SliceColumns(outside, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => matrix.SliceColumns(4, outside));
            Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Head(outside, 0));
            Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Head(0, outside));
            Assert.Throws<ArgumentOutOfRangeException>(() => tensor[1, 2, outside, 0]);
            Assert.Throws<ArgumentOutOfRangeException>(() => tensor[1, 2, 0, outside]);
            Assert.Throws<ArgumentOutOfRangeException>(() => tensor.SliceTokens(2, outside));
        }
    }

    [Fact]
    public void Views_that_do_not_fit_their_array_are_refused_with_the_numbers()
    {
        Assert.Equal(
            "A 2 x 3 view with row stride 3 from 0 on ends at 6 but values.Length is 5.",
            ArgumentErrors.Message(() => _ = new MatrixView(new float[5], 2, 3)));
        Assert.Equal(
            "A 2 x 3 matrix needs 6 values but values.Length is 7.",
            ArgumentErrors.Message(() => _ = new MatrixView(new float[7], 2, 3)));
        Assert.Equal(
            "rowStride is 2 but columns is 3; the rows would overlap.",
            ArgumentErrors.Message(() => _ = new MatrixView(new float[9], 0, 2, 3, 2)));
        Assert.Equal(
            "A 2 x 3 view with row stride 4 from 3 on ends at 10 but values.Length is 9.",
            ArgumentErrors.Message(() => _ = new MatrixView(new float[9], 3, 2, 3, 4)));
        Assert.Equal(9, Sample.ToArray(new(new float[10], 3, 2, 3, 4)).Length + 3);
        Assert.Equal(
            "A 1 x 2 x 3 x 4 tensor needs 24 values but values.Length is 23.",
            ArgumentErrors.Message(() => HeadTensor.TokenMajor(new float[23], 1, 2, 3, 4)));
        Assert.Equal("values", Assert.Throws<ArgumentNullException>(() => new MatrixView(null!, 0, 0)).ParamName);
        Assert.Equal(
            "values", Assert.Throws<ArgumentNullException>(() => HeadTensor.HeadMajor(null!, 0, 0, 0, 0)).ParamName);
        Assert.Equal("rows", Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView(-1, 3)).ParamName);
        Assert.Equal("columns", Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView(3, -1)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView(new float[3], 3, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView(new float[3], -1, 1, 1, 1));
        Assert.Equal("heads", Assert.Throws<ArgumentOutOfRangeException>(() => new HeadTensor(1, -2, 1, 1)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView(2, 4).SplitHeads(0));
        Assert.Equal(
            "Columns is 4 but heads is 3; the columns cannot be shared out evenly.",
            ArgumentErrors.Message(() => _ = new MatrixView(2, 4).SplitHeads(3)));
    }

    [Fact]
    public void Overlap_is_told_exactly_element_by_element()
    {
        var random = new Random(1);
        for (int attempt = 0; attempt < 20_000; attempt++)
        {
            float[] values = new float[40];
            MatrixView x = RandomView(values),
                y = RandomView(values);
            y.Fill(1);
            bool touched = Sample.ToArray(x).Contains(1);
            Assert.Equal(touched, x.Overlaps(y));
            Assert.Equal(touched, y.Overlaps(x));
            Assert.Equal(touched, x.SplitHeads(x.Columns == 2 ? 2 : 1).Overlaps(y.SplitHeads(1)));
        }

        MatrixView RandomView(float[] values)
        {
            int columns = random.Next(0, 5),
                stride = columns + random.Next(0, 6),
                rows = random.Next(0, 5),
                start = random.Next(0, 8);
            return start + rows * stride + columns > values.Length
                ? default
                : new(values, start, rows, columns, stride);
        }
    }

    [Fact]
    public void Tensors_of_many_heads_in_one_array_overlap_only_where_they_share_an_element()
    {
        MatrixView all = new(6, 24);
        HeadTensor x = all.SliceColumns(0, 12).SplitHeads(4),
            y = all.SliceColumns(12, 12).SplitHeads(3),
            z = all.SliceColumns(9, 6).SplitHeads(2);
        Assert.Equal((false, true, true), (x.Overlaps(y), x.Overlaps(z), z.Overlaps(y)));
        Assert.False(x.SliceTokens(0, 3).Overlaps(z.SliceTokens(3, 3)));

        float[] values = new float[2 * 3 * 4 * 5];
        HeadTensor headMajor = HeadTensor.HeadMajor(values, 2, 3, 4, 5),
            tokenMajor = HeadTensor.TokenMajor(values, 2, 3, 4, 5);
        for (int start = 0; start < 4; start++)
        {
            for (int count = 0; count < 4 - start; count++)
            {
                tokenMajor.SliceTokens(start, count).Fill(1);
                HeadTensor later = headMajor.SliceTokens(count, 4 - count);
                bool touched = Enumerable.Range(0, 6).Any(i => Sample.ToArray(later.Head(i / 3, i % 3)).Contains(1));
                Assert.Equal(touched, later.Overlaps(tokenMajor.SliceTokens(start, count)));
                Assert.Equal(touched, tokenMajor.SliceTokens(start, count).Overlaps(later));
                tokenMajor.Fill(0);
            }
        }
    }
}
