namespace Attention.NotebookRunner.Commands;

/// <summary>Actions of commands that clean up after Ctrl+C.</summary>
internal static class Interruptible
{
    /// <summary>
    /// System.CommandLine waits after Ctrl+C only for an action that has already returned its task. Starts the action
    /// on another thread, so that the code before its first await is not cut off.
    /// </summary>
    public static Task<int> Run(Func<Task<int>> action) => Task.Run(action);
}
