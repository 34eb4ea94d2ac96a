namespace Attention.Course.Tests.Exercises.Mutation;

/// <summary>Ends loops that a mutation has made endless: every turn of every loop of a mutant burns a unit.</summary>
public static class Fuel
{
    private const int Tank = 1_000_000;

    [ThreadStatic]
    private static int s_burnt;

    public static void Burn()
    {
        if (++s_burnt > Tank)
        {
            throw new InvalidOperationException("The loop does not end.");
        }
    }
}
