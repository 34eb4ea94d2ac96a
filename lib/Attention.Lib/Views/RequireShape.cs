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
