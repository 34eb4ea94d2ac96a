using System.Runtime.CompilerServices;

namespace Attention.Course;

/// <summary>
/// A random generator written out, so that its numbers are the same on every machine and in every year.
/// </summary>
/// <remarks>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): a counter with a large
/// odd step, scrambled. Only integer arithmetic and exact divisions by powers of two are used, so no rounding can
/// differ. Good for data and experiments, useless for secrets.
/// </remarks>
/// <param name="seed">Any number; the same seed gives the same sequence.</param>
public sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>
    /// A whole number from 0 to <paramref name="limit"/> − 1, each equally likely (up to a bias below limit / 2⁶⁴).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not positive.</exception>
    public int Below(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return (int)Math.BigMul(Next(), (ulong)limit, out _);
    }

    /// <summary>A number in [0, 1), a multiple of 2⁻⁵³.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>
    /// A number with mean 0 and standard deviation 1, nearly normal: twelve uniform numbers, added, minus 6.
    /// </summary>
    /// <remarks>
    /// One uniform number has variance 1/12, hence twelve. The usual formulas need logarithm and cosine, whose last bit
    /// differs between operating systems; additions do not. Never beyond ±6.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // most data is made before the JIT would optimize this
    public float Normal()
    {
        double sum = -6;
        for (int i = 0; i < 12; i++)
        {
            sum += Uniform();
        }

        return (float)sum;
    }

    /// <summary>A vector of <paramref name="length"/> independent <see cref="Normal()"/> numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public float[] Normal(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var vector = new float[length];
        foreach (ref float value in vector.AsSpan())
        {
            value = Normal();
        }

        return vector;
    }

    /// <summary>The numbers 0 … <paramref name="count"/> − 1 in random order, every order equally likely.</summary>
    /// <remarks>Source: the shuffle of Fisher and Yates, as Durstenfeld wrote it (1964).</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] order = [.. Enumerable.Range(0, count)];
        for (int last = count - 1; last > 0; last--)
        {
            int other = Below(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }

        return order;
    }
}
