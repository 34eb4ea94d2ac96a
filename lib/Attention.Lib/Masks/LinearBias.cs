using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>
/// The part of a mask that adds a number proportional to the distance: slope · (key − position of the query).
/// </summary>
/// <param name="Slopes">One slope per head, or one for all.</param>
/// <param name="Offset">The position of the first query.</param>
internal sealed record LinearBias(float[] Slopes, QueryOffset Offset)
{
    private static readonly float[] s_steps = [.. Enumerable.Range(0, 16).Select(i => (float)i)];

    public void Check(int batch, int heads)
    {
        Require.Broadcasts(Slopes.Length, heads, "slopes");
        Offset.Check(batch);
    }

    public float SlopeOf(int head) => Slopes[Slopes.Length == 1 ? 0 : head];

    /// <summary>Adds <c>slope · (firstDistance + i)</c> to score i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<TSimd>(float slope, long firstDistance, Span<float> scores)
        where TSimd : struct, ISimd<TSimd>
    {
        ref float s = ref MemoryMarshal.GetReference(scores);
        TSimd factor = TSimd.Broadcast(slope), width = TSimd.Broadcast(TSimd.Width);
        TSimd distance = TSimd.Broadcast(firstDistance) + TSimd.Load(ref s_steps[0], 0);
        int i = 0;
        for (; i + TSimd.Width <= scores.Length; i += TSimd.Width)
        {
            TSimd.Store(TSimd.Load(ref s, (nuint)i) + factor * distance, ref s, (nuint)i);
            distance += width;
        }

        for (; i < scores.Length; i++)
        {
            scores[i] += slope * (firstDistance + i);
        }
    }
}
