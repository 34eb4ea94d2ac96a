namespace Attention.Course.Experiments;

/// <summary>Makes the files of the folder <c>data</c> that belong to the experiments.</summary>
public static class ExperimentData
{
    /// <summary>
    /// The name and the whole text (UTF-8, <c>\n</c>) of every file of sentences and held-out examples.
    /// </summary>
    public static IEnumerable<(string Name, string Text)> Generate() => PublishedData.Generate();

    /// <summary>The name and the whole text of every file of trained weights.</summary>
    /// <remarks>Trains all models on the files of <see cref="Generate"/> as this DLL holds them.</remarks>
    public static IEnumerable<(string Name, string Text)> GenerateWeights()
    {
        yield return (WhyQkv.WeightsFile, Candidate.Format(WhyQkv.Train().Candidates));
        yield return (WhyScale.WeightsFile, Candidate.Format(WhyScale.Train().Candidates));
        yield return (WhyHeads.WeightsFile, Candidate.Format(WhyHeads.Train().Candidates));
        yield return (ImpossibleScore.WeightsFile, Candidate.Format(ImpossibleScore.Train().Candidates));
        yield return (SequenceTasks.WeightsFile, Candidate.Format(SequenceTasks.Train().Candidates));
        yield return (WhyPositions.WeightsFile, Candidate.Format(WhyPositions.Train().Candidates));
    }

    /// <summary>The name and the whole text of the file of ten seeds.</summary>
    /// <remarks>Trains every model of every experiment ten times: about two minutes of one core.</remarks>
    public static IEnumerable<(string Name, string Text)> GenerateTenSeeds()
    {
        yield return (TenSeeds.File, TenSeeds.Generate());
    }
}
