namespace Attention.Course;

internal static partial class Chapter08
{
    public static Exercise<Func<float[], int, float[]>> RotaryTurn { get; } = new(Syllabus.RotaryTurn)
    {
        Task = "Turn a query or key x, with an even number d of features, to place p. Features f and f + 1, for f = 0, "
            + "2, 4, …, are a pair. It turns by the angle p · 10000^(−f/d): (a, b) becomes (a·cos − b·sin, "
            + "a·sin + b·cos).",
        Attempt = "MyTurn",
        Starter = """
            float[] MyTurn(float[] x, int p)
            {
                throw new NotImplementedException();   // your code; as many features as x
            }
            """,
        Solution = """
            float[] MyTurn(float[] x, int p)
            {
                var turned = new float[x.Length];
                for (int f = 0; f < x.Length; f += 2)
                {
                    double angle = p * Math.Pow(10000, -(double)f / x.Length);
                    float cos = (float)Math.Cos(angle), sin = (float)Math.Sin(angle);
                    turned[f] = x[f] * cos - x[f + 1] * sin;
                    turned[f + 1] = x[f] * sin + x[f + 1] * cos;
                }
                return turned;
            }
            """,
        Hints =
        [
            "Each pair is an arrow in the plane. Turning keeps its length; each pair has an angle of its own.",
            "The angles are those of exercise 8.1. For each even f: compute cosine and sine, then both new features "
                + "from both old ones.",
            "`turned[f] = x[f] * cos - x[f + 1] * sin;`, and the second feature from x[f] and x[f + 1] again, not from "
                + "turned[f].",
        ],
        Insight = "A query at place p and a key at place r score as if only the query were turned, by p − r: "
            + "the distance is all that counts.",
        Inputs = ["x", "p"],
        Cases =
        [
            new("place 0 changes nothing", Sample.Vector(2, 3), 0),
            new("one pair at place 1", Sample.Vector(1, 0), 1),
            new("the second feature of a pair", Sample.Vector(0, 1), 1),
            new("one pair at place 2", Sample.Vector(2, 1), 2),
            new("two pairs at place 1", Sample.Vector(1, 2, 3, 4), 1),
            new("two pairs at place 5", Sample.Vector(1, -2, 3, 1), 5),
            new("three pairs at place 10", Sample.Vector(2, 1, -1, 3, 1, 2), 10),
            new("four pairs at place 37", Sample.Vector(1, 1, 2, -1, 3, 1, -2, 2), 37),
            new("1,004 features", Sample.Whole(1_004, 7), 2),
        ],
        Reference = (x, p) => Turned(x, p, (a, b, cos, sin) => (a * cos - b * sin, a * sin + b * cos)),
        WrongIdeas =
        [
            new("turns the other way",
                "You turned clockwise: the minus belongs to the first feature. Scores would come out right if queries "
                    + "and keys both turned so, but not beside weights that were trained with the usual turn.",
                (x, p) => Turned(x, p, (a, b, cos, sin) => (a * cos + b * sin, b * cos - a * sin))),
            new("uses the new first feature for the second",
                "The second feature is made from the new first one. Both new features need both old ones: keep a copy.",
                (x, p) => Turned(x, p, (a, b, cos, sin) => (a * cos - b * sin, (a * cos - b * sin) * sin + b * cos))),
            new("turns all pairs alike",
                "All pairs turn by the same angle. If you wrote f / x.Length: in C# the quotient of two whole numbers "
                    + "is cut to 0, so write (double)f / x.Length.",
                (x, p) => Turned(x, _ => p, Usual)),
            new("pairs the halves",
                "You paired feature f with the one half the features away. Many models do so, with weights trained "
                    + "for it; here neighbours are a pair.",
                TurnHalves),
            new("forgets the minus",
                "There is no minus: the first feature is a·cos − b·sin. Without it lengths change.",
                (x, p) => Turned(x, p, (a, b, cos, sin) => (a * cos + b * sin, a * sin + b * cos))),
            new("mirrors instead of turning",
                "You mirror the pair: the minus stands at b·cos. It belongs to b·sin, in the first feature.",
                (x, p) => Turned(x, p, (a, b, cos, sin) => (a * cos + b * sin, a * sin - b * cos))),
            new("exchanges sine and cosine",
                "Sine and cosine have changed places. At place 0 the cosine is 1 and nothing changes.",
                (x, p) => Turned(x, p, (a, b, cos, sin) => (a * sin - b * cos, a * cos + b * sin))),
            new("adds the waves",
                "You added sine and cosine to x, as sinusoidal positions do. Rotary positions turn each pair.",
                (x, p) => Turned(x, p, (a, b, cos, sin) => (a + sin, b + cos)),
                (x, p) => Turned(x, p, (a, b, cos, sin) => (a + cos, b + sin))),
            new("multiplies by the waves",
                "You multiplied the two features by cosine and sine. Each new feature needs both old ones.",
                (x, p) => Turned(x, p, (a, b, cos, sin) => (a * cos, b * sin)),
                (x, p) => Turned(x, p, (a, b, cos, sin) => (a * sin, b * cos)),
                (x, p) => Turned(x, p, (a, b, cos, sin) => (a * cos, b * cos))),
            new("does not turn", "x comes back as it was. Turn each pair by its angle.",
                (x, _) => [.. x]),
            new("counts places from 1", "You turned one place too far: place 0 changes nothing.",
                (x, p) => Turned(x, f => (p + 1) * Speed(f, x.Length), Usual)),
            new("doubles the exponent",
                "The exponent is twice too large. f already counts in steps of 2: f/d, not 2f/d.",
                (x, p) => Turned(x, f => p * Speed(2 * f, x.Length), Usual)),
            new("halves the exponent",
                "The exponent is half of what it should be. It is f/d with the even f = 0, 2, 4, …, not the number of "
                    + "the pair.",
                (x, p) => Turned(x, f => p * Speed(f / 2, x.Length), Usual)),
            new("makes later pairs faster",
                "Later pairs turn faster. The exponent is negative, −f/d: they turn more slowly.",
                (x, p) => Turned(x, f => p / Speed(f, x.Length), Usual)),
            new("turns in degrees", "Math.Sin and Math.Cos take radians. The angle needs no conversion.",
                (x, p) => Turned(x, f => p * Speed(f, x.Length) * Math.PI / 180, Usual)),
            new("turns the first pair only", "Only the first pair turns. The loop over f runs to the end, by twos.",
                (x, p) => [.. Turned(x, p, Usual).Select((value, f) => f < 2 ? value : x[f])]),
            new("forgets the place", "The result does not depend on p. The angle is p times 10000^(−f/d).",
                (x, _) => Turned(x, f => Speed(f, x.Length), Usual)),
        ],
    };

    private static (double First, double Second) Usual(double a, double b, double cos, double sin)
        => (a * cos - b * sin, a * sin + b * cos);

    private static float[] Turned(
        float[] x, int p, Func<double, double, double, double, (double First, double Second)> turn)
        => Turned(x, f => p * Speed(f, x.Length), turn);

    private static float[] Turned(
        float[] x, Func<int, double> angle, Func<double, double, double, double, (double First, double Second)> turn)
    {
        var turned = new float[x.Length];
        for (int f = 0; f + 1 < x.Length; f += 2)
        {
            (double sin, double cos) = Math.SinCos(angle(f));
            (double first, double second) = turn(x[f], x[f + 1], cos, sin);
            (turned[f], turned[f + 1]) = ((float)first, (float)second);
        }

        return turned;
    }

    /// <summary>Feature f with feature f + d/2.</summary>
    private static float[] TurnHalves(float[] x, int p)
    {
        int half = x.Length / 2;
        float[] neighbours = [.. Enumerable.Range(0, x.Length).Select(f => x[f / 2 + f % 2 * half])];
        return Halves(Turned(neighbours, p, Usual));
    }
}
