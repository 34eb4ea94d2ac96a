namespace Attention.Lib.Internal;

/// <summary>
/// Parts of a mask. Joining takes O(1), so that a mask of many parts is built in linear time; the parts are put into
/// one array when they are first read.
/// </summary>
internal sealed class MaskParts<T>
{
    private readonly MaskParts<T>? _first;
    private readonly MaskParts<T>? _second;
    private T[]? _items;

    public MaskParts(params T[] items) => _items = items;

    private MaskParts(MaskParts<T> first, MaskParts<T> second) => (_first, _second) = (first, second);

    /// <summary>All parts, in order. Not to be changed.</summary>
    public T[] Items => _items ??= Gather();

    public static MaskParts<T>? Join(MaskParts<T>? x, MaskParts<T>? y) =>
        x is null ? y
        : y is null ? x
        : new(x, y);

    private T[] Gather()
    {
        // Iterative: the depth of a recursion would be the number of joins.
        List<T> items = [];
        Stack<MaskParts<T>> waiting = new([this]);
        while (waiting.TryPop(out MaskParts<T>? parts))
        {
            if (parts._items is { } known)
            {
                items.AddRange(known);
            }
            else
            {
                waiting.Push(parts._second!);
                waiting.Push(parts._first!);
            }
        }

        return [.. items];
    }
}
