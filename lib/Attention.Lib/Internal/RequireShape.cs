using System.Runtime.CompilerServices;

namespace Attention.Lib.Internal;

/// <summary>
/// Checks of shapes and of shared memory. Messages name both sides; exceptions carry the name of the parameter.
/// </summary>
internal static class RequireShape
{
    /// <summary>
    /// One of the four sizes of a tensor. For a matrix messages say Rows and Columns instead of Tokens and Features.
    /// </summary>
    public enum Size
    {
        Batch,
        Heads,
        Tokens,
        Features,
    }

    /// <summary>An array holds exactly rows × columns values.</summary>
    public static void Filled(int length, int rows, int columns)
    {
        if (length != (long)rows * columns)
        {
            throw Require.Wrong(
                $"A {rows} x {columns} matrix needs {(long)rows * columns} values but values.Length is {length}.",
                "values");
        }
    }

    /// <summary>An array holds exactly batch · heads · tokens · features values. Returns that number.</summary>
    public static int Filled(int length, int batch, int heads, int tokens, int features)
    {
        int count = Require.ElementCount(batch, heads, tokens, features);
        return length == count
            ? count
            : throw Require.Wrong(
                $"A {batch} x {heads} x {tokens} x {features} tensor needs {count} values but values.Length is "
                    + $"{length}.",
                "values"
            );
    }

    /// <summary>A strided view lies within an array. Returns where it ends; 0 if it is empty.</summary>
    public static long Inside(int length, int start, int rows, int columns, int rowStride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(rowStride);
        if (rowStride < columns)
        {
            throw new ArgumentException(
                $"rowStride is {rowStride} but columns is {columns}; the rows would overlap.", nameof(rowStride));
        }

        // In 64 bits: rows · rowStride of a wrong call may well be beyond an int.
        long end = rows == 0 || columns == 0 ? 0 : start + (rows - 1L) * rowStride + columns;
        return end <= length
            ? end
            : throw Require.Wrong(
                $"A {rows} x {columns} view with row stride {rowStride} from {start} on ends at {end} but "
                    + $"values.Length is {length}.",
                "values"
            );
    }

    /// <summary>One size of x equals one size of y.</summary>
    public static void Equal(
        in ReadOnlyHeadTensor x, Size xSize, in ReadOnlyHeadTensor y, Size ySize,
        [CallerArgumentExpression(nameof(x))] string xName = "",
        [CallerArgumentExpression(nameof(y))] string yName = "")
    {
        if (Of(x, xSize) != Of(y, ySize))
        {
            // Build the message only on failure.
            Require.Equal(Of(x, xSize), Of(y, ySize), Name(x, xSize, xName), Name(y, ySize, yName));
        }
    }

    /// <summary>Two tensors have the same four sizes.</summary>
    public static void Same(
        in ReadOnlyHeadTensor x, in ReadOnlyHeadTensor y, [CallerArgumentExpression(nameof(x))] string xName = "",
        [CallerArgumentExpression(nameof(y))] string yName = "")
    {
        for (Size size = Size.Batch; size <= Size.Features; size++)
        {
            Equal(x, size, y, size, xName, yName);
        }
    }

    /// <summary>Queries, keys and a mask fit together; the query heads are a multiple of the key heads.</summary>
    public static void QueriesAndKeys(
        in ReadOnlyHeadTensor queries, in ReadOnlyHeadTensor keys, in AttentionMask mask, in AttentionOptions options)
    {
        Equal(queries, Size.Batch, keys, Size.Batch);
        Equal(queries, Size.Features, keys, Size.Features);
        GroupedHeads(queries.Heads, keys.Heads);
        ScaleKnown(queries, options);
        mask.Check(queries.Batch, queries.Heads, queries.Tokens, keys.Tokens);
    }

    /// <summary>Queries, a cache and a mask fit together; the query heads are a multiple of the key heads.</summary>
    public static void CachedKeys(
        in ReadOnlyHeadTensor queries, KeyValueCache cache, in AttentionMask mask, in AttentionOptions options)
    {
        Require.Equal(queries.Batch, cache.Batch);
        Require.Equal(queries.Features, cache.Features);
        GroupedHeads(queries.Heads, cache.Heads);
        ScaleKnown(queries, options);
        mask.Check(queries.Batch, queries.Heads, queries.Tokens, cache.Length);
    }

    /// <summary>The features of one head, where the columns of a matrix are those of all heads.</summary>
    public static int HeadSize(
        int columns, int heads, [CallerArgumentExpression(nameof(columns))] string columnsName = "",
        string headsName = "heads") =>
        columns % heads == 0
            ? columns / heads
            : throw new ArgumentException(
                $"{columnsName} is {columns} but {headsName} is {heads}; the columns cannot be shared out evenly.",
                headsName);

    /// <summary>Query heads share key heads evenly.</summary>
    public static void GroupedHeads(
        int heads, int keyHeads, [CallerArgumentExpression(nameof(heads))] string name = "",
        [CallerArgumentExpression(nameof(keyHeads))] string keyName = "")
    {
        if (keyHeads == 0 ? heads != 0 : heads % keyHeads != 0)
        {
            throw new ArgumentException(
                $"{name} is {heads} but {keyName} is {keyHeads}; the first must be a multiple of the second.",
                Require.Parameter(name));
        }
    }

    /// <summary>One value for each key of each head.</summary>
    public static void Values(in ReadOnlyHeadTensor keys, in ReadOnlyHeadTensor values)
    {
        Equal(keys, Size.Batch, values, Size.Batch);
        Equal(keys, Size.Heads, values, Size.Heads);
        Equal(keys, Size.Tokens, values, Size.Tokens);
    }

    /// <summary>Same batch, heads and tokens as the queries; features are not checked.</summary>
    public static void PerQuery(
        in ReadOnlyHeadTensor output, in ReadOnlyHeadTensor queries,
        [CallerArgumentExpression(nameof(output))] string name = "")
    {
        Equal(output, Size.Batch, queries, Size.Batch, name);
        Equal(output, Size.Heads, queries, Size.Heads, name);
        Equal(output, Size.Tokens, queries, Size.Tokens, name);
    }

    /// <summary>One number for each query of each head, if the tensor is given.</summary>
    public static void NumberPerQuery(
        in ReadOnlyHeadTensor? numbers, in ReadOnlyHeadTensor queries,
        [CallerArgumentExpression(nameof(numbers))] string name = "")
    {
        if (numbers is { } given)
        {
            PerQuery(given, queries, name);
            if (given.Features != 1)
            {
                Require.Equal(given.Features, 1, Name(given, Size.Features, name), "its only possible size");
            }
        }
    }

    /// <summary>A size is 1 (broadcast) or equals that of the queries.</summary>
    public static void Broadcasts(int masked, int actual, string what, string name = "mask")
    {
        if (masked != 1 && masked != actual)
        {
            throw new ArgumentException(
                $"{name} has {masked} {what} but the queries have {actual}; they must be equal, or one for all.", name);
        }
    }

    /// <summary>A list has one number for every batch entry, or one for all.</summary>
    public static void OnePerEntry(
        int count, int batch, string what, string parameter = "mask", string batchName = "queries.Batch")
    {
        if (count != 1 && count != batch)
        {
            throw Require.Wrong(
                $"{parameter} has {count} {what} but {batchName} is {batch}; they must be equal, or one for all.",
                parameter);
        }
    }

    /// <summary>
    /// Nothing that is written shares an element with anything else: kernels still read after their first write.
    /// </summary>
    public static void Apart(ReadOnlySpan<Named> written, ReadOnlySpan<Named> read)
    {
        for (int i = 0; i < written.Length; i++)
        {
            NotOverlapping(written[i], written[(i + 1)..]);
            NotOverlapping(written[i], read);
        }
    }

    /// <summary>What is written shares no element with another tensor.</summary>
    public static void NotOverlapping(
        in ReadOnlyHeadTensor written, in ReadOnlyHeadTensor other,
        [CallerArgumentExpression(nameof(written))] string writtenName = "",
        [CallerArgumentExpression(nameof(other))] string otherName = "")
    {
        if (written.Overlaps(other))
        {
            throw new ArgumentException($"{writtenName} shares memory with {otherName}.", writtenName);
        }
    }

    private static void NotOverlapping(in Named written, ReadOnlySpan<Named> others)
    {
        foreach (ref readonly Named other in others)
        {
            NotOverlapping(written.Tensor, other.Tensor, written.Name, other.Name);
        }
    }

    private static void ScaleKnown(in ReadOnlyHeadTensor queries, in AttentionOptions options)
    {
        if (queries.Features == 0 && options.Scale is null)
        {
            throw new ArgumentException(
                "The queries and keys have 0 features, for which the scale 1/√d does not exist; give "
                    + "AttentionOptions.Scale.",
                nameof(options)
            );
        }
    }

    private static int Of(in ReadOnlyHeadTensor tensor, Size size) =>
        size switch
        {
            Size.Batch => tensor.Batch,
            Size.Heads => tensor.Heads,
            Size.Tokens => tensor.Tokens,
            _ => tensor.Features,
        };

    private static string Name(in ReadOnlyHeadTensor tensor, Size size, string name) =>
        size switch
        {
            Size.Tokens when tensor.IsMatrix => $"{name}.{nameof(MatrixView.Rows)}",
            Size.Features when tensor.IsMatrix => $"{name}.{nameof(MatrixView.Columns)}",
            _ => $"{name}.{size}",
        };

    /// <summary>A tensor and what its parameter is called.</summary>
    public readonly record struct Named(
        ReadOnlyHeadTensor Tensor, [CallerArgumentExpression(nameof(Tensor))] string Name = "");
}
