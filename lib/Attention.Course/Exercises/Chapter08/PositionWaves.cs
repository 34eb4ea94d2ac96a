namespace Attention.Course;

internal static partial class Chapter08
{
    public static Exercise<Func<int, int, float[]>> PositionWaves { get; } = new(Syllabus.PositionWaves)
    {
        Task = "Write the d features that say where place p is; d is even. Feature f = 0, 2, 4, … is "
            + "sin(p · 10000^(−f/d)), and feature f + 1 is the cosine of the same angle.",
        Attempt = "MyWaves",
        Starter = """
            float[] MyWaves(int p, int d)
            {
                throw new NotImplementedException();   // your code; d features
            }
            """,
        Solution = """
            float[] MyWaves(int p, int d)
            {
                var waves = new float[d];
                for (int f = 0; f < d; f += 2)
                {
                    double angle = p * Math.Pow(10000, -(double)f / d);
                    waves[f] = (float)Math.Sin(angle);
                    waves[f + 1] = (float)Math.Cos(angle);
                }
                return waves;
            }
            """,
        Hints =
        [
            "Two features, a sine and a cosine, share one angle. The angle grows with p, and more slowly in each "
                + "further pair.",
            "A loop over f in steps of 2: compute the angle p · 10000^(−f/d), put its sine into f and its cosine "
                + "into f + 1.",
            "`Math.Pow(10000, -(double)f / d)`: without (double) the quotient of two whole numbers is cut to 0.",
        ],
        Insight = "The first pair turns a whole circle in about 6 places, with 16 features the last one in about 20,000: "
            + "a clock with many hands.",
        Inputs = ["p", "d"],
        Cases =
        [
            new("place 0: every sine is 0, every cosine 1", 0, 4),
            new("place 1 with one pair", 1, 2),
            new("place 1 with two pairs", 1, 4),
            new("place 2 with two pairs", 2, 4),
            new("place 3 with three pairs", 3, 6),
            new("place 10 with four pairs", 10, 8),
            new("place 100 with six pairs", 100, 12),
            new("place 37 with five pairs", 37, 10),
        ],
        Reference = (p, d) => Waves(d, f => p * Speed(f, d)),
        WrongIdeas =
        [
            new("has one wave for all",
                "All pairs have the same wave. If you wrote f / d: in C# the quotient of two whole numbers is cut "
                    + "to 0, so write (double)f / d.",
                (p, d) => Waves(d, _ => p)),
            new("exchanges sine and cosine",
                "Sine and cosine have changed places: the sine stands in the even features.",
                (p, d) => Interleaved(d, f => Math.Cos(p * Speed(f, d)), f => Math.Sin(p * Speed(f, d)))),
            new("puts all sines first",
                "The sines stand in the first half and the cosines in the second. Some programs do so; here sine and "
                    + "cosine of a pair are neighbours.",
                (p, d) => Halves(Waves(d, f => p * Speed(f, d)))),
            new("has sines only", "Every feature is a sine. Feature f + 1 is the cosine of the same angle.",
                (p, d) => Interleaved(d, f => Math.Sin(p * Speed(f, d)), f => Math.Sin(p * Speed(f, d))),
                (p, d) => [.. Enumerable.Range(0, d).Select(f => (float)Math.Sin(p * Speed(f, d)))]),
            new("gives the cosine an angle of its own",
                "The cosine has another angle than its sine. Both use f, the even number: f/d, not (f + 1)/d.",
                (p, d) => Interleaved(d, f => Math.Sin(p * Speed(f, d)), f => Math.Cos(p * Speed(f + 1, d)))),
            new("leaves every other cosine out",
                "The features f + 1 are still 0. Each pair has a sine and a cosine.",
                (p, d) => Interleaved(d, f => Math.Sin(p * Speed(f, d)), _ => 0)),
            new("doubles the exponent",
                "The exponent is twice too large. f already counts in steps of 2: f/d, not 2f/d.",
                (p, d) => Waves(d, f => p * Speed(2 * f, d))),
            new("halves the exponent",
                "The exponent is half of what it should be. It is f/d with the even f = 0, 2, 4, …, not the number of "
                    + "the pair.",
                (p, d) => Waves(d, f => p * Speed(f / 2, d))),
            new("counts places from 1", "The waves begin one place too early: place 0 has sines of 0.",
                (p, d) => Waves(d, f => (p + 1) * Speed(f, d))),
            new("makes later pairs faster",
                "Later pairs turn faster. The exponent is negative, −f/d: they turn more slowly.",
                (p, d) => Waves(d, f => p / Speed(f, d))),
            new("forgets the place", "The result does not depend on p. The angle is p times 10000^(−f/d).",
                (_, d) => Waves(d, f => Speed(f, d))),
            new("turns in degrees", "Math.Sin and Math.Cos take radians. The angle needs no conversion.",
                (p, d) => Waves(d, f => p * Speed(f, d) * Math.PI / 180)),
            new("turns full circles", "You multiplied by 2π. The angle is p · 10000^(−f/d), as it is.",
                (p, d) => Waves(d, f => p * Speed(f, d) * 2 * Math.PI)),
            new("adds instead of multiplying", "You added p to 10000^(−f/d). The angle is their product.",
                (p, d) => Waves(d, f => p + Speed(f, d))),
        ],
    };

    /// <summary>By how many radians the pair of feature f turns from one place to the next.</summary>
    private static double Speed(int f, int d) => Math.Pow(10_000, -(double)f / d);

    private static float[] Waves(int d, Func<int, double> angle)
        => Interleaved(d, f => Math.Sin(angle(f)), f => Math.Cos(angle(f)));

    private static float[] Interleaved(int d, Func<int, double> even, Func<int, double> odd)
        => [.. Enumerable.Range(0, d).Select(f => (float)(f % 2 == 0 ? even(f) : odd(f - 1)))];

    /// <summary>The even features, then the odd ones.</summary>
    private static float[] Halves(float[] all)
        => [.. all.Where((_, f) => f % 2 == 0), .. all.Where((_, f) => f % 2 == 1)];
}
