// Completion, hover, parameter help and squiggles: Monaco asks, the kernel answers.

const models = new Map();
const waiting = new Map();
let requests = 0;
let isRegistered = false;

/** Resolves the request that waits for this answer. */
export function answer(request, value) {
  waiting.get(request)?.(value);
  waiting.delete(request);
}

export function connect(monaco, model, connection, mayCheck) {
  models.set(model.uri.toString(), connection);
  if (!isRegistered) { isRegistered = true; register(monaco); }
  let timer;
  const check = () => { clearTimeout(timer); timer = setTimeout(() => showDiagnostics(monaco, model, mayCheck), 400); };
  model.onDidChangeContent(check);
}

/** Null when there is no connection, or no answer. */
function ask(model, type, position) {
  const connection = models.get(model.uri.toString());
  const request = ++requests;
  return new Promise(resolve => {
    waiting.set(request, resolve);
    const isSent = connection?.send({
      type, request, text: model.getValue(), line: (position?.lineNumber ?? 1) - 1, character: (position?.column ?? 1) - 1,
    });
    if (!isSent) { answer(request, null); }
    setTimeout(() => answer(request, null), 12_000);
  });
}

const range = ({ startLine, startCharacter, endLine, endCharacter }) => ({
  startLineNumber: startLine + 1, startColumn: startCharacter + 1, endLineNumber: endLine + 1, endColumn: endCharacter + 1,
});

function register(monaco) {
  monaco.languages.registerCompletionItemProvider("csharp", {
    triggerCharacters: ["."],
    provideCompletionItems: async (model, position) => {
      const found = await ask(model, "complete", position);
      const word = model.getWordUntilPosition(position);
      const place = {
        startLineNumber: position.lineNumber, endLineNumber: position.lineNumber,
        startColumn: word.startColumn, endColumn: word.endColumn,
      };
      const kinds = monaco.languages.CompletionItemKind;
      return {
        suggestions: (found?.completions ?? []).map(one => ({
          label: one.label, insertText: one.insert, sortText: one.sort, range: place,
          kind: kinds[one.kind] ?? kinds.Text, documentation: one.documentation ?? undefined,
        })),
      };
    },
  });
  monaco.languages.registerHoverProvider("csharp", {
    provideHover: async (model, position) => {
      const found = await ask(model, "hover", position);
      return found?.hover ? { contents: [{ value: found.hover }], range: found.range ? range(found.range) : undefined } : null;
    },
  });
  monaco.languages.registerSignatureHelpProvider("csharp", {
    signatureHelpTriggerCharacters: ["(", ","],
    provideSignatureHelp: async (model, position) => {
      const help = (await ask(model, "signature", position))?.signature;
      return help && {
        value: {
          activeSignature: Math.max(help.active ?? 0, 0),
          activeParameter: Math.max(help.activeParameter ?? 0, 0),
          signatures: help.signatures.map(one => ({
            label: one.label, documentation: one.documentation,
            parameters: one.parameters.map(p => ({ label: p.label, documentation: p.documentation })),
          })),
        },
        dispose() { },
      };
    },
  });
}

/** Before the cells further up have run, every name of theirs would count as a mistake. */
async function showDiagnostics(monaco, model, mayCheck) {
  const version = model.getVersionId();
  const found = mayCheck() ? (await ask(model, "diagnostics"))?.diagnostics ?? [] : [];
  if (model.getVersionId() !== version) { return; }
  const severities = { error: monaco.MarkerSeverity.Error, warning: monaco.MarkerSeverity.Warning, info: monaco.MarkerSeverity.Info };
  monaco.editor.setModelMarkers(model, "kernel", found
    .filter(one => severities[one.severity.toLowerCase()])
    .map(one => ({
      ...range(one.range), message: one.message, code: one.code, severity: severities[one.severity.toLowerCase()],
    })));
}
