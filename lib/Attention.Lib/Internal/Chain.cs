namespace Attention.Lib.Internal;

/// <summary>An immutable list: composing masks shares its links, and walking it allocates nothing.</summary>
internal sealed record Chain<T>(T First, Chain<T>? Rest)
{
    public static Chain<T>? Concat(Chain<T>? x, Chain<T>? y) => x is null ? y : y is null ? x : new(x.First, Concat(x.Rest, y));
}
