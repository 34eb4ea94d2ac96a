using System.Collections.Concurrent;
using Attention.KernelHost.Protocol;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace Attention.KernelHost;

/// <summary>
/// Answers what an editor asks, one question after the other. The kernel answers when the running cell has ended.
/// </summary>
internal sealed class EditorService(Kernel kernel, Connection connection)
{
    /// <summary>A list that is longer than this helps nobody; the editor asks again when more is typed.</summary>
    private const int LongestList = 1500;

    private readonly BlockingCollection<EditorRequest> _requests = [];

    public void Ask(EditorRequest request) => _requests.Add(request);

    /// <summary>The first question of each kind loads the compiler's services, which takes a second.</summary>
    public void Start()
    {
        WarmUp();
        Ask(new EditorRequest(0, EditorQuestion.Signature, "Console.Write(", 0, 14));
        Ask(new EditorRequest(0, EditorQuestion.Hover, "Console", 0, 3));
        Ask(new EditorRequest(0, EditorQuestion.Diagnostics, "Consol"));
        _ = Task.Run(AnswerAllAsync);
    }

    /// <summary>
    /// Asks for two lists whose answers nobody gets. The first lists after a cell take up to half a second, because the
    /// compiler loads what the cell declared; the reader's own come at once then.
    /// </summary>
    public void WarmUp()
    {
        Ask(new EditorRequest(0, EditorQuestion.Completions, "a", 0, 1));
        Ask(new EditorRequest(0, EditorQuestion.Completions, "new int[0].", 0, 11));
    }

    private async Task AnswerAllAsync()
    {
        foreach (EditorRequest request in _requests.GetConsumingEnumerable())
        {
            EditorAnswer answer;
            try
            {
                answer = await AnswerAsync(request);
            }
            catch (Exception e) when (e is not IOException) // a question without an answer; the next may have one
            {
                answer = new EditorAnswer(request.Id);
            }
            if (request.Id != 0)
            {
                connection.Send(new CellEvent(CellEventKind.EditorAnswer, Editor: answer));
            }
        }
    }

    private async Task<EditorAnswer> AnswerAsync(EditorRequest request)
    {
        var place = new LinePosition(request.Line, request.Character);
        KernelCommand command = request.Question switch
        {
            EditorQuestion.Completions => new RequestCompletions(request.Code, place, KernelSession.Language),
            EditorQuestion.Hover => new RequestHoverText(request.Code, place, KernelSession.Language),
            EditorQuestion.Signature => new RequestSignatureHelp(request.Code, place, KernelSession.Language),
            _ => new RequestDiagnostics(request.Code, KernelSession.Language),
        };
        KernelCommandResult result = await kernel.SendAsync(command);
        return result.Events.Aggregate(new EditorAnswer(request.Id), (answer, shown) => shown switch
        {
            CompletionsProduced found => answer with
            {
                Completions = [.. found.Completions.Take(LongestList).Select(Convert)],
                Range = Convert(found.LinePositionSpan),
            },
            HoverTextProduced found => answer with
            {
                Hover = found.Content.FirstOrDefault()?.Value,
                Range = Convert(found.LinePositionSpan),
            },
            SignatureHelpProduced found => answer with { Signature = Convert(found) },
            DiagnosticsProduced found => answer with { Diagnostics = [.. found.Diagnostics.Select(Convert)] },
            _ => answer,
        });
    }

    private static Completion Convert(CompletionItem item) => new(
        item.DisplayText, item.InsertText ?? item.DisplayText, item.Kind, item.SortText ?? item.DisplayText,
        string.IsNullOrWhiteSpace(item.Documentation) ? null : item.Documentation);

    private static SignatureHelp Convert(SignatureHelpProduced help) => new(
        [
            .. help.Signatures.Select(one => new Signature(
                one.Label,
                one.Documentation?.Value ?? "",
                [.. one.Parameters.Select(p => new SignatureParameter(p.Label, p.Documentation?.Value ?? ""))])),
        ],
        help.ActiveSignatureIndex,
        help.ActiveParameterIndex);

    private static EditorDiagnostic Convert(Diagnostic found) => new(
        Convert(found.LinePositionSpan)!, found.Severity.ToString(), found.Code ?? "", found.Message);

    private static EditorRange? Convert(LinePositionSpan? span) => span is null ? null
        : new EditorRange(span.Start.Line, span.Start.Character, span.End.Line, span.End.Character);
}
