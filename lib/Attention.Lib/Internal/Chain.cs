namespace Attention.Lib.Internal;

/// <summary>An immutable list, in no order: composing masks shares its links, and walking it allocates nothing.</summary>
internal sealed record Chain<T>(T First, Chain<T>? Rest)
{
    /// <summary>All links of both. Those of x are shared and those of y, mostly the mask that is added last, are few.</summary>
    public static Chain<T>? Concat(Chain<T>? x, Chain<T>? y)
    {
        for (; y is not null; y = y.Rest)
        {
            x = new(y.First, x);
        }

        return x;
    }
}
