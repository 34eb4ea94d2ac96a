using Attention.Course.Experiments;

namespace Attention.Course.Tests.Experiments;

/// <summary>Every model of every experiment before training, each with an example of its own kind.</summary>
internal static class Models
{
    public static IEnumerable<(Candidate Candidate, Example Example)> All(ulong seed)
    {
        WhyQkv qkv = WhyQkv.Start(seed);
        foreach (Candidate candidate in qkv.Candidates.Concat(qkv.Controls))
        {
            yield return (candidate, qkv.HeldOut[0]);
        }

        foreach (Candidate candidate in WhyScale.Start(seed).Candidates)
        {
            yield return (candidate, PublishedData.KeyRecall[0].ToExample());
        }

        foreach (Candidate candidate in WhyHeads.Start(seed).Candidates)
        {
            yield return (candidate, PublishedData.TwoLookUps[0].ToExample());
        }

        foreach (Candidate candidate in WhyPositions.Start(seed).Candidates)
        {
            yield return (candidate, WhyPositions.ToExample(
                PublishedData.RandomTokens[0], SequenceTask.Previous, candidate.Name));
        }

        foreach (Candidate candidate in WhyPositions.Start(seed).Candidates)
        {
            var tokens = TokenSequence.Draw(new SplitMix64(seed), 12);
            yield return (candidate, WhyPositions.Windows(
                WhyPositions.ToExample(tokens, SequenceTask.Previous, candidate.Name)).Last());
        }

        foreach (SequenceTask task in Enum.GetValues<SequenceTask>())
        {
            yield return (SequenceModel.Start($"{task}", seed), PublishedData.RandomTokens[0].ToExample(task));
            yield return (
                SequenceModel.Start($"{task}, causal", seed), PublishedData.RandomTokens[0]
                .ToExample(task, causal: true));
        }
    }
}
