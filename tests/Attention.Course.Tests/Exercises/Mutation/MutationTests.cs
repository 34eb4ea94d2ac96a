using System.Text.RegularExpressions;

namespace Attention.Course.Tests.Exercises.Mutation;

/// <summary>
/// Changes one thing in a right answer, in every way that <see cref="Mutations"/> knows. Whatever means something else
/// then must be rejected, and told a cause only if that is its own.
/// </summary>
public class MutationTests(ITestOutputHelper output)
{
    /// <summary>Functions only: 1.4 and 4.0 are answers, with no syntax to change, and are left out.</summary>
    public static TheoryData<string> Exercises
        => [.. Exercise.All.Select(exercise => exercise.Name).Where(name => UntypedExercise.Of(name).IsFunction)];

    [Theory]
    [MemberData(nameof(Exercises))]
    public void A_change_of_a_right_answer_is_rejected_and_told_no_cause_but_its_own(string name)
    {
        var untyped = UntypedExercise.Of(name);
        Mutant[] mutants = [.. Mutants(untyped)];
        (Case, Outcome)[] probes = [.. untyped.WithRightOutcomes(Probes.Of(name))];
        Judgement[] judgements = [.. mutants.Select(mutant => untyped.Judge(mutant.Function, probes))];

        (Mutant Mutant, Judgement Judgement)[] all = [.. mutants.Zip(judgements)];
        string accepted = Lines(all.Where(one => one.Judgement is { IsSolved: true, IsRight: false }));
        string accused = Lines(all.Where(one => one.Judgement.IsAccusedFalsely));
        string unlisted = Lines(all.Where(one =>
            one.Judgement is { IsSolved: true, IsRight: true } && EquivalentMutants.Reason(one.Mutant) is null));

        output.WriteLine($"{name}: {mutants.Length} mutants, {judgements.Count(one => !one.IsSolved)} rejected, "
            + $"{judgements.Count(one => one is { IsSolved: false, Idea: not null })} of them with a cause, "
            + $"{judgements.Count(one => one is { IsSolved: true, IsRight: true })} the same function in other words.");
        Assert.True(mutants.Length >= 20);
        Assert.True(accepted.Length == 0, "accepted though wrong:" + accepted);
        Assert.True(accused.Length == 0, "told a cause that is not theirs:" + accused);
        Assert.True(unlisted.Length == 0, "right on all probes, but not among EquivalentMutants:" + unlisted);
    }

    private static string Lines(IEnumerable<(Mutant Mutant, Judgement Judgement)> some)
        => string.Concat(some.Select(one => $"\n{one.Mutant}: told “{one.Judgement.Idea}”"));

    [Fact]
    public void Every_right_answer_in_other_words_is_accepted()
    {
        foreach (var exercise in RightAnswers.All.GroupBy(answer => answer.Exercise))
        {
            var untyped = UntypedExercise.Of(exercise.Key);
            Delegate?[] functions = untyped.Compile([.. exercise.Select(answer => answer.Text)]);
            foreach ((Delegate? function, (_, string text)) in functions.Zip(exercise))
            {
                Assert.True(function is not null, text);
                Feedback feedback = untyped.Check(function);
                Assert.True(feedback.IsSolved, $"{text}\n{feedback}");
            }
        }
    }

    private static IEnumerable<Mutant> Mutants(UntypedExercise untyped)
    {
        ExerciseText exercise = untyped.Exercise;
        string[] seeds =
        [
            exercise.Solution,
            .. RightAnswers.All.Where(answer => answer.Exercise == exercise.Name).Select(answer => answer.Text),
        ];
        var changes = new List<(int Seed, string Change, string Text)>();
        foreach ((int seed, string text) in seeds.Index())
        {
            var methods = MutantCompiler.Methods(text).ToList();
            string rest = string.Join('\n', methods.Skip(1).Select(method => $"static {method}"));
            changes.AddRange(Mutations.Of(methods[0])
                .Select(mutation => (seed, mutation.Change, $"{mutation.Method}\n{rest}")));
        }

        changes = [.. changes.DistinctBy(change => Regex.Replace(change.Text, @"\s+", ""))];
        Delegate?[] functions = untyped.Compile([.. changes.Select(change => change.Text)], endsLoops: true);
        return changes.Zip(functions).Where(pair => pair.Second is not null)
            .Select(pair => new Mutant(exercise.Name, pair.First.Seed, pair.First.Change, pair.Second!));
    }
}
