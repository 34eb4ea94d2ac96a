namespace Attention.NotebookRunner.Run;

/// <summary>What the command line asks for cannot be done. The message is one line.</summary>
internal sealed class UsageException(string message) : Exception(Documents.Printable.Line(message));
