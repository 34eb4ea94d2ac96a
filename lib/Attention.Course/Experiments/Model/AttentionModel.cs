using Attention.Lib;

namespace Attention.Course.Experiments;

/// <summary>
/// A model that is nothing but one layer of attention: heads whose outputs add up to logits, and a softmax over the
/// classes.
/// </summary>
/// <param name="Heads">The heads. Adding up what each hands over through its own W_O is the same as joining them and
/// multiplying once.</param>
/// <param name="Questions">How many questions each asking token answers; the logits hold the classes of the first, then
/// those of the next.</param>
internal sealed record AttentionModel(IReadOnlyList<Head> Heads, int Questions = 1)
{
    /// <summary>The matrices that training changes, each once.</summary>
    public IReadOnlyList<Parameter> Trained { get; } = [.. Heads
        .SelectMany(head => new[] { head.Query, head.Key, head.Value, head.Output })
        .Distinct().Where(parameter => !parameter.Frozen)];

    /// <summary>How many numbers training changes.</summary>
    public int ParameterCount => Trained.Sum(parameter => parameter.Value.Length);

    private int Classes => Heads[0].Output.Value.GetLength(1) / Questions;

    /// <summary>The attention weights of one head: asking rows × tokens.</summary>
    public double[,] Weights(Example example, int head = 0) => Heads[head].Forward(example, NoLogits(example)).Weights;

    /// <summary>The mean over asking rows and questions of −ln(the share of the right class).</summary>
    public double Loss(Example example) => Differentiate(example, Forward(example).Logits).Loss;

    /// <summary>Adds the gradient of <see cref="Loss"/> to every parameter's gradient, and returns the loss.</summary>
    public double Backward(Example example)
    {
        (double[,] logits, Head.Pass[] passes) = Forward(example);
        (double loss, double[,] gradient) = Differentiate(example, logits);
        for (int h = 0; h < Heads.Count; h++)
        {
            Heads[h].Backward(example, passes[h], gradient);
        }

        return loss;
    }

    /// <summary>
    /// The share of right answers to one question, 0 to 1: the class with the highest logit, the first among equals.
    /// </summary>
    /// <param name="examples">The examples to answer.</param>
    /// <param name="question">Which question.</param>
    /// <param name="without">A head whose output is left out, or −1: what does the model lose with it?</param>
    public double Accuracy(IReadOnlyList<Example> examples, int question = 0, int without = -1)
    {
        int right = 0, asked = 0;
        foreach (Example example in examples)
        {
            double[,] logits = Logits(example, without);
            for (int i = 0; i < logits.GetLength(0); i++, asked++)
            {
                int start = question * Classes;
                int best = Enumerable.Range(0, Classes).MaxBy(c => logits[i, start + c]);
                right += best == example.Answers[i][question] ? 1 : 0;
            }
        }

        return (double)right / asked;
    }

    /// <summary>The logits, asking rows × (questions · classes), possibly without one head.</summary>
    public double[,] Logits(Example example, int without = -1)
    {
        double[,] logits = NoLogits(example);
        for (int h = 0; h < Heads.Count; h++)
        {
            if (h != without)
            {
                Heads[h].Forward(example, logits);
            }
        }

        return logits;
    }

    private double[,] NoLogits(Example example) => new double[example.Visible.Length, Questions * Classes];

    private (double[,] Logits, Head.Pass[] Passes) Forward(Example example)
    {
        double[,] logits = NoLogits(example);
        return (logits, [.. Heads.Select(head => head.Forward(example, logits))]);
    }

    /// <summary>
    /// Cross-entropy, and its gradient with respect to the logits: (share − 1 for the right class, 0 for the others) /
    /// count.
    /// </summary>
    private (double Loss, double[,] Gradient) Differentiate(Example example, double[,] logits)
    {
        var gradient = new double[logits.GetLength(0), logits.GetLength(1)];
        var shares = new double[Classes];
        int count = logits.GetLength(0) * Questions;
        double loss = 0;
        for (int i = 0; i < logits.GetLength(0); i++)
        {
            for (int question = 0; question < Questions; question++)
            {
                int start = question * Classes, answer = example.Answers[i][question];
                for (int c = 0; c < Classes; c++)
                {
                    shares[c] = logits[i, start + c];
                }

                Softmax.Naive<double>(shares, shares);
                loss -= Math.Log(shares[answer]) / count;
                for (int c = 0; c < Classes; c++)
                {
                    gradient[i, start + c] = (shares[c] - (c == answer ? 1 : 0)) / count;
                }
            }
        }

        return (loss, gradient);
    }
}
