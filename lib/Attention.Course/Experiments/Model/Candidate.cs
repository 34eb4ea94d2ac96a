using System.Globalization;
using System.Text;
using Attention.Display;

namespace Attention.Course.Experiments;

/// <summary>One of the models that an experiment compares.</summary>
/// <param name="Name">What the reader calls it.</param>
/// <param name="Model">The model; trained, or with published weights.</param>
/// <param name="Training">How it was trained, or null if its weights were read.</param>
internal sealed record Candidate(string Name, AttentionModel Model, Training? Training = null)
{
    /// <summary>Heading of a file of weights.</summary>
    private const string Heading = "model\tmatrix\trow\n";

    /// <summary>The losses of several trainings over their steps, each point the mean of ten.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, so there is nothing to show.</exception>
    public static Figure LossCurve(
        IEnumerable<Candidate> candidates, string title, (Label Name, double Value)? floor = null)
    {
        (Label, VectorValues)[] curves =
        [
            .. candidates.Where(candidate => candidate.Model.ParameterCount > 0).Select(candidate =>
                ((Label)candidate.Name, (VectorValues)candidate.Trained.Losses.Chunk(10)
                    .Select(losses => Math.Round(losses.Average(), 3)).ToArray())),
        ];
        VectorValues steps = [.. curves[0].Item2.Index().Select(point => 10.0 * (point.Index + 1))];
        if (floor is (var name, var value))
        {
            curves = [.. curves, (name, [.. steps.Select(_ => Math.Round(value, 3))])];
        }

        return Lines.Of(steps, curves, title, "step", "loss");
    }

    /// <summary>Trains the model in place.</summary>
    /// <param name="seed">Decides the examples.</param>
    /// <param name="draw">Draws one example.</param>
    /// <param name="batch">Examples per step.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="rate">The step size of <see cref="Adam"/>.</param>
    /// <param name="look">The attention weights to keep as frames.</param>
    public Candidate Train(
        ulong seed, Func<SplitMix64, Example> draw, int batch, int steps, double rate,
        Func<AttentionModel, double[,]> look)
    {
        // not the numbers that the first weights or the held-out examples were drawn from
        var random = new SplitMix64(~seed);
        return this with { Training = Training.Run(Model, () => draw(random), batch, steps, rate, () => look(Model)) };
    }

    /// <summary>How the model was trained.</summary>
    /// <exception cref="InvalidOperationException">The weights were read.</exception>
    public Training Trained =>
        Training
        ?? throw new InvalidOperationException(
            "These weights were read from a file, not trained: call Train(seed) to see how they came about.");

    /// <summary>Writes the trained numbers: a line per row of a matrix.</summary>
    public static string Format(IEnumerable<Candidate> candidates)
    {
        var text = new StringBuilder(Heading);
        foreach (Candidate candidate in candidates)
        {
            foreach (Parameter parameter in candidate.Model.Trained)
            {
                for (int row = 0; row < parameter.Value.GetLength(0); row++)
                {
                    text.Append(candidate.Name).Append('\t').Append(parameter.Name);
                    for (int column = 0; column < parameter.Value.GetLength(1); column++)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"\t{parameter.Value[row, column] + 0.0:0.###}");
                    }

                    text.Append('\n');
                }
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// Puts the numbers of a published file, as <see cref="Format"/> writes it, into models of the same shape, and
    /// returns them.
    /// </summary>
    public static IReadOnlyList<Candidate> Read(string name, IReadOnlyList<Candidate> candidates)
    {
        using IEnumerator<string[]> lines = Corpus.Rows(Corpus.Resource(name)).GetEnumerator();
        foreach (Candidate candidate in candidates)
        {
            foreach (Parameter parameter in candidate.Model.Trained)
            {
                for (int row = 0; row < parameter.Value.GetLength(0) && lines.MoveNext(); row++)
                {
                    for (int column = 0; column < parameter.Value.GetLength(1); column++)
                    {
                        parameter.Value[row, column] =
                            double.Parse(lines.Current[column + 2], CultureInfo.InvariantCulture);
                    }
                }
            }
        }

        return candidates;
    }

    /// <summary>The candidate of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static Candidate Named(IReadOnlyList<Candidate> candidates, string name)
        => candidates.FirstOrDefault(candidate => candidate.Name == name) ?? throw new ArgumentException(
            $"There is no model “{name}”. The models: {string.Join("; ", candidates.Select(candidate => candidate.Name))}.",
            nameof(name));

    /// <summary>A share as a percentage with one decimal.</summary>
    public static double Percent(double share) => Math.Round(100 * share, 1);

    /// <summary>Attention weights as pictures show them, with two decimals.</summary>
    public static double[,] Shown(double[,] weights)
    {
        var shown = (double[,])weights.Clone();
        int columns = shown.GetLength(1);
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i / columns, i % columns] = Math.Round(shown[i / columns, i % columns], 2);
        }

        return shown;
    }
}
