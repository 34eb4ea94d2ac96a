using Attention.Course.Experiments;
using Attention.Display;

namespace Attention.Course.Tests.Experiments;

/// <summary>
/// The committed weights are what training gives, number by number. Training adds in a fixed order in double precision,
/// so register widths do not matter; only e^x, ln, sine and cosine may differ between systems, in the last of 53 bits.
/// </summary>
public class TrainedWeightsTests
{
    public static TheoryData<string> Files =>
        [WhyQkv.WeightsFile, WhyScale.WeightsFile, WhyHeads.WeightsFile, ImpossibleScore.WeightsFile,
        SequenceTasks.WeightsFile, WhyPositions.WeightsFile];

    /// <summary>
    /// Each first weight is disturbed by up to 10⁻¹² of itself, ten thousand times the last bit, and training ends at
    /// the same file.
    /// </summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Training_again_gives_the_committed_file_even_when_disturbed(string file)
    {
        foreach (double disturbance in new[] { 0, 1e-12 })
        {
            Assert.Equal(Corpus.Resource(file), Candidate.Format(Train(file, disturbance)));
        }
    }

    [Fact]
    public void Pictures_without_training_are_those_of_training()
    {
        Same(WhyQkv.Published.Weights, WhyQkv.Train().Weights);
        WhyHeads read = WhyHeads.Published, trained = WhyHeads.Train();
        Same(read.Weights, trained.Weights);
        Assert.Equal(trained.Accuracies.ToString(), read.Accuracies.ToString());
        Assert.Equal(trained.Ablation.ToString(), read.Ablation.ToString());
        Same(WhyScale.Published.Weights, WhyScale.Train().Weights);
        Same(ImpossibleScore.Published.Weights, ImpossibleScore.Train().Weights);
        Same(SequenceTasks.Published.Weights, SequenceTasks.Train().Weights);
        Same(WhyPositions.Published.Weights, WhyPositions.Train().Weights);

        static void Same(Figure published, Figure trained) =>
            Assert.Equal(trained.ToPlotlyJson(), published.ToPlotlyJson());
    }

    [Fact]
    public void Weights_that_were_read_have_no_loss_curve_and_say_so()
    {
        string message = Assert.Throws<InvalidOperationException>(() => WhyHeads.Published.LossCurve).Message;

        Assert.Contains("Train(seed)", message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Candidate> Train(string file, double disturbance)
    {
        var random = new SplitMix64(1);
        switch (file)
        {
            case WhyQkv.WeightsFile:
                WhyQkv qkv = WhyQkv.Start(WhyQkv.PublishedSeed);
                Disturb(qkv.Candidates);
                return qkv.TrainFrom(WhyQkv.PublishedSeed).Candidates;
            case WhyScale.WeightsFile:
                WhyScale scale = WhyScale.Start(1);
                Disturb(scale.Candidates);
                return scale.TrainFrom(1).Candidates;
            case WhyHeads.WeightsFile:
                WhyHeads heads = WhyHeads.Start(1);
                Disturb(heads.Candidates);
                return heads.TrainFrom(1).Candidates;
            case ImpossibleScore.WeightsFile:
                ImpossibleScore impossible = ImpossibleScore.Start(1);
                Disturb(impossible.Candidates);
                return impossible.TrainFrom(1).Candidates;
            case WhyPositions.WeightsFile:
                WhyPositions positions = WhyPositions.Start(1);
                Disturb(positions.Candidates);
                return positions.TrainFrom(1).Candidates;
            default:
                SequenceTasks tasks = SequenceTasks.Start(1);
                Disturb(tasks.Candidates);
                return tasks.TrainFrom(1).Candidates;
        }

        void Disturb(IReadOnlyList<Candidate> candidates)
        {
            foreach (Parameter parameter in candidates.SelectMany(candidate => candidate.Model.Trained))
            {
                int columns = parameter.Value.GetLength(1);
                for (int i = 0; i < parameter.Value.Length; i++)
                {
                    parameter.Value[i / columns, i % columns] *= 1 + disturbance * (2 * random.Uniform() - 1);
                }
            }
        }
    }
}
