using System.Linq.Expressions;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Attention.Course.Tests.Exercises;

/// <summary>An exercise without its type parameter, so that one test serves all of them.</summary>
internal abstract record Subject(ExerciseText Exercise)
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60); // generous: this machine may be busy, and no result depends on it

    public static Subject Of(string name)
    {
        ExerciseText exercise = Attention.Course.Exercise.All.Single(one => one.Name == name);
        return (Subject)Activator.CreateInstance(typeof(Subject<>).MakeGenericType(exercise.GetType().GetGenericArguments()), exercise)!;
    }

    public abstract IReadOnlyList<(string Name, string Message)> Mistakes { get; }

    public abstract IReadOnlyList<string> CaseNames { get; }

    public abstract bool IsFunction { get; }

    public abstract Type ResultType { get; }

    public abstract Feedback CheckMistake(string name);

    public abstract Feedback CheckReference();

    /// <summary>Checks a function that does this, whatever its parameters are.</summary>
    public abstract Feedback Check(Expression body, TimeSpan? limit = null);

    /// <summary>Runs the starters or the solutions as the chapters do, each in a session of its own, and checks them.</summary>
    public static async Task<IReadOnlyDictionary<string, Feedback>> RunTexts(Func<ExerciseText, string> text)
    {
        var feedback = new Dictionary<string, Feedback>();
        foreach (var chapter in Attention.Course.Exercise.All.GroupBy(exercise => exercise.Chapter))
        {
            string code = string.Join("\n\n", chapter.Select(text))
                + "\nreturn new Feedback[] {" + string.Join(", ", chapter.Select(exercise => exercise.CheckCell)) + "};";
            Feedback[] answers = await CSharpScript.EvaluateAsync<Feedback[]>(code, ScriptOptions.Default
                .WithReferences(typeof(Exercise).Assembly, typeof(Attention.Lib.Dot).Assembly, typeof(MathNet.Numerics.LinearAlgebra.Matrix<>).Assembly)
                .WithImports("System", "System.Collections.Generic", "System.Linq", "MathNet.Numerics.LinearAlgebra", "Attention.Lib", "Attention.Course"));
            foreach ((ExerciseText exercise, Feedback answer) in chapter.Zip(answers))
            {
                feedback.Add(exercise.Name, answer);
            }
        }

        return feedback;
    }
}

internal sealed record Subject<T>(Exercise<T> Typed) : Subject(Typed)
    where T : notnull
{
    public override IReadOnlyList<(string Name, string Message)> Mistakes => [.. Typed.WrongIdeas.Select(idea => (idea.Name, idea.Message))];

    public override IReadOnlyList<string> CaseNames => [.. Typed.Cases.Select(one => one.Name)];

    public override bool IsFunction => typeof(T).IsAssignableTo(typeof(Delegate));

    public override Type ResultType => IsFunction ? typeof(T).GetMethod("Invoke")!.ReturnType : typeof(T);

    public override Feedback CheckMistake(string name) => Typed.Check(Typed.WrongIdeas.Single(idea => idea.Name == name).Attempt, Limit);

    public override Feedback CheckReference() => Typed.Check(Typed.Reference, Limit);

    public override Feedback Check(Expression body, TimeSpan? limit = null)
    {
        ParameterExpression[] parameters = [.. typeof(T).GetMethod("Invoke")!.GetParameters().Select(parameter => Expression.Parameter(parameter.ParameterType))];
        return Typed.Check(Expression.Lambda<T>(body, parameters).Compile(), limit ?? Limit);
    }
}
