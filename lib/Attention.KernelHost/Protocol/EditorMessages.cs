namespace Attention.KernelHost.Protocol;

internal enum EditorQuestion
{
    /// <summary>What may stand at a place.</summary>
    Completions,

    /// <summary>What the name at a place is.</summary>
    Hover,

    /// <summary>The parameters of the method that is called at a place.</summary>
    Signature,

    /// <summary>What the compiler says about the code.</summary>
    Diagnostics,
}

/// <summary>Something that an editor asks while a reader types. The session stays as it was.</summary>
/// <param name="Id">Names the request in its answer.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Code">The text of the editor.</param>
/// <param name="Line">Line of the place, from 0.</param>
/// <param name="Character">Character of the place in its line, from 0, in UTF-16.</param>
internal sealed record EditorRequest(int Id, EditorQuestion Question, string Code, int Line = 0, int Character = 0);

/// <summary>The answer. What was not asked for is null, and so is what the kernel has no answer to.</summary>
internal sealed record EditorAnswer(
    int Id,
    Completion[]? Completions = null,
    string? Hover = null,
    SignatureHelp? Signature = null,
    EditorDiagnostic[]? Diagnostics = null,
    EditorRange? Range = null);

/// <summary>A part of the editor's text: first place, and the place after the last; from 0.</summary>
internal sealed record EditorRange(int StartLine, int StartCharacter, int EndLine, int EndCharacter);

/// <param name="Label">What the list shows.</param>
/// <param name="Insert">What is put into the text.</param>
/// <param name="Kind">What it is, in the kernel's words: Method, Property, Keyword.</param>
/// <param name="Sort">The text by which the list is sorted.</param>
/// <param name="Documentation">A sentence about it; null when the kernel has none at hand.</param>
internal sealed record Completion(string Label, string Insert, string Kind, string Sort, string? Documentation);

/// <param name="Signatures">The overloads.</param>
/// <param name="Active">Which of them fits what is typed.</param>
/// <param name="ActiveParameter">Which of its parameters is typed.</param>
internal sealed record SignatureHelp(Signature[] Signatures, int Active, int ActiveParameter);

internal sealed record Signature(string Label, string Documentation, SignatureParameter[] Parameters);

internal sealed record SignatureParameter(string Label, string Documentation);

/// <param name="Range">The text that is meant.</param>
/// <param name="Severity">Error, Warning, Info or Hidden.</param>
/// <param name="Code">The compiler's number: CS0103.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record EditorDiagnostic(EditorRange Range, string Severity, string Code, string Message);
