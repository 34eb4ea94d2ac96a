using System.Linq.Expressions;
using Attention.Course.Tests.Exercises.Mutation;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Attention.Course.Tests.Exercises;

/// <summary>An exercise without its type parameter, so that one test serves all of them.</summary>
internal abstract record UntypedExercise(ExerciseText Exercise)
{
    // generous: this machine may be busy, and no result depends on it
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static UntypedExercise Of(string name)
    {
        ExerciseText exercise = Attention.Course.Exercise.All.Single(one => one.Name == name);
        return (UntypedExercise)
            Activator.CreateInstance(
                typeof(UntypedExercise<>).MakeGenericType(exercise.GetType().GetGenericArguments()),
                exercise
            )!;
    }

    public static string Html(Feedback feedback) => ((Attention.Display.IDisplay)feedback).Write("text/html")!;

    /// <summary>Every wrong idea with its message, once for each way in which it can be written.</summary>
    public abstract IReadOnlyList<(string Name, string Message, int Way)> Mistakes { get; }

    public abstract IReadOnlyList<string> CaseNames { get; }

    public abstract bool IsFunction { get; }

    public abstract Type ResultType { get; }

    public abstract Feedback CheckMistake(string name, int way);

    public abstract Feedback CheckReference();

    public abstract Type FunctionType { get; }

    public abstract Feedback Check(Delegate function);

    /// <summary>
    /// Checks a function, and holds it against the right one and against the cause it was told, on other inputs than
    /// the check's.
    /// </summary>
    public abstract Judgement Judge(Delegate function, IReadOnlyList<(Case Case, Outcome Right)> probes);

    /// <summary>
    /// The functions that these texts define, as the chapter would: they may call the solutions of earlier exercises.
    /// Null for a text that does not compile.
    /// </summary>
    /// <param name="texts">The methods, each with what belongs to it.</param>
    /// <param name="endsLoops">Whether loops without end are ended by an exception.</param>
    public Delegate?[] Compile(IReadOnlyList<string> texts, bool endsLoops = false) => MutantCompiler.Compile(
        Exercise.Attempt, FunctionType, texts,
        Attention.Course.Exercise.All.TakeWhile(other => other.Name != Exercise.Name)
            .Where(other => Of(other.Name).IsFunction).Select(other => other.Solution),
        endsLoops);

    /// <summary>What the right function makes of each case.</summary>
    public abstract IEnumerable<(Case Case, Outcome Right)> WithRightOutcomes(IReadOnlyList<Case> cases);

    /// <summary>Checks a function that does this, whatever its parameters are.</summary>
    public abstract Feedback Check(Expression body, TimeSpan? limit = null);

    /// <summary>
    /// Runs the starters or the solutions as the chapters do, each in a session of its own, and checks them.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, Feedback>> RunTexts(Func<ExerciseText, string> text)
    {
        var feedback = new Dictionary<string, Feedback>();
        foreach (var chapter in Attention.Course.Exercise.All.GroupBy(exercise => exercise.Chapter))
        {
            string code =
                string.Join("\n\n", chapter.Select(text))
                + "\nreturn new Feedback[] {"
                + string.Join(", ", chapter.Select(exercise => exercise.CheckCell))
                + "};";
            Feedback[] answers = await CSharpScript.EvaluateAsync<Feedback[]>(
                code,
                ScriptOptions
                    .Default.WithReferences(
                        typeof(Exercise).Assembly,
                        typeof(Attention.Lib.Dot).Assembly,
                        typeof(MathNet.Numerics.LinearAlgebra.Matrix<>).Assembly
                    )
                    .WithImports(
                        "System",
                        "System.Collections.Generic",
                        "System.Linq",
                        "MathNet.Numerics.LinearAlgebra",
                        "Attention.Lib",
                        "Attention.Course"
                    )
            );
            foreach ((ExerciseText exercise, Feedback answer) in chapter.Zip(answers))
            {
                feedback.Add(exercise.Name, answer);
            }
        }

        return feedback;
    }
}

/// <summary>What a check says about a function, and whether that is true.</summary>
/// <param name="IsSolved">Whether the check accepts it.</param>
/// <param name="IsRight">Whether it is right on all probes.</param>
/// <param name="Idea">The mistake that the check says it makes, or null.</param>
/// <param name="IsAccusedFalsely">
/// Whether the mistake was inferred from equal results, and the function differs from every way of making it.
/// A mistake that is recognised by a property names what was seen in each failing case; nothing is inferred.
/// </param>
/// <param name="Message">What the check says first.</param>
internal sealed record Judgement(bool IsSolved, bool IsRight, string? Idea, bool IsAccusedFalsely, string Message);

internal sealed record UntypedExercise<T>(Exercise<T> Typed) : UntypedExercise(Typed)
    where T : notnull
{
    public override IReadOnlyList<(string Name, string Message, int Way)> Mistakes =>
        [.. Typed.WrongIdeas.SelectMany(idea => idea.Attempts.Select((_, way) => (idea.Name, idea.Message, way)))];

    public override IReadOnlyList<string> CaseNames => [.. Typed.Cases.Select(one => one.Name)];

    public override bool IsFunction => typeof(T).IsAssignableTo(typeof(Delegate));

    public override Type ResultType => IsFunction ? typeof(T).GetMethod("Invoke")!.ReturnType : typeof(T);

    public override Feedback CheckMistake(string name, int way) =>
        Typed.Check(Typed.WrongIdeas.Single(idea => idea.Name == name).Attempts[way], Limit);

    public override Feedback CheckReference() => Typed.Check(Typed.Reference, Limit);

    public override Type FunctionType => typeof(T);

    public override Feedback Check(Delegate function) => Typed.Check((T)(object)function, Limit);

    public override IEnumerable<(Case Case, Outcome Right)> WithRightOutcomes(IReadOnlyList<Case> cases) =>
        cases.Zip(Run(Typed.Reference, cases).Outcomes);

    public override Judgement Judge(Delegate function, IReadOnlyList<(Case Case, Outcome Right)> probes)
    {
        T attempt = (T)(object)function;
        Feedback feedback = Typed.Check(attempt, Limit);
        Case[] cases = [.. probes.Select(probe => probe.Case)];
        Trial trial = Run(attempt, cases);
        CaseOutcome[] tried =
        [
            .. trial.Outcomes.Zip(probes, (outcome, probe) => new CaseOutcome(probe.Case, outcome, probe.Right)),
        ];
        bool isRight = !trial.KeepsState && tried.All(one => one.Holds && one.Outcome.ChangedInput is null);
        WrongIdea<T>? idea = Typed.WrongIdeas.FirstOrDefault(one => one.Message == feedback.Paragraphs[0]);
        bool isInferred = idea is not null && !idea.Shows(Typed.Judge(attempt, Run(attempt, Typed.Cases), Limit));
        bool isFalse =
            isInferred && !tried.All(one => one.Holds) && !idea!.Attempts.Any(way => Run(way, cases).SameAs(trial));
        return new(feedback.IsSolved, isRight, idea?.Name, isFalse, feedback.Paragraphs[0]);
    }

    private Trial Run(T attempt, IReadOnlyList<Case> cases) => Trial.Run(attempt, cases, Typed.Inputs, Limit);

    public override Feedback Check(Expression body, TimeSpan? limit = null)
    {
        ParameterExpression[] parameters =
        [
            .. typeof(T)
                .GetMethod("Invoke")!
                .GetParameters()
                .Select(parameter => Expression.Parameter(parameter.ParameterType)),
        ];
        return Typed.Check(Expression.Lambda<T>(body, parameters).Compile(), limit ?? Limit);
    }
}
