namespace Attention.NotebookRunner.Commands;

/// <summary>Actions of commands that clean up after Ctrl+C.</summary>
internal static class Interruptible
{
    /// <summary>
    /// Runs all of an action on another thread. On Ctrl+C the library of commands waits for an action that it has got
    /// back as a task. It ends the program at once while the action still runs before its first await.
    /// </summary>
    public static Task<int> Run(Func<Task<int>> action) => Task.Run(action);
}
