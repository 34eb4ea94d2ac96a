// Loads C# and runs cells in it, one after the other.
import { dotnet } from "./dotnet/_framework/dotnet.js";

const end = words => postMessage({ ended: words });

// Only the console is told why the runtime ends: a stack that is used up leaves with exit code 1, as code may, too.
let isStackUsedUp = false;
for (const kind of ["log", "info", "warn", "error"]) {
  const write = console[kind].bind(console);
  console[kind] = (...words) => {
    isStackUsedUp ||= String(words[0]).includes("FATAL UNHANDLED EXCEPTION: System.StackOverflowException");
    write(...words);
  };
}

function reason(problem) {
  if (isStackUsedUp) { return "it ran out of stack"; }
  if (problem?.status !== undefined) { return `the code left it with exit code ${problem.status}`; }
  return String(problem?.message ?? problem).split("\n")[0];
}

try {
  const { setModuleImports, getAssemblyExports, runMain } = await dotnet
    .withModuleConfig({
      onAbort: () => end(isStackUsedUp ? "it ran out of stack" : "the code ended it, or it ran out of memory"),
      onExit: code => end(reason({ status: code })),
      onDownloadResourceProgress: (loaded, all) => postMessage({ share: all > 0 ? loaded / all : 0 }),
    })
    .create();
  setModuleImports("worker", {
    post: (kind, text, name, displayId, mimeTypes, forms) =>
      postMessage({ kind, text, name, displayId, data: Object.fromEntries(mimeTypes.map((type, i) => [type, forms[i]])) }),
    tellTraining: share => postMessage({ training: share }),
  });
  await runMain();
  const live = (await getAssemblyExports("Attention.Live.dll")).Attention.Live.Worker;
  // Installed only now: the runtime itself uses messages while it starts.
  onmessage = async ({ data }) => {
    try {
      if (data.cell === undefined) {
        await live.BeginAsync(data.record);
        postMessage({ isReady: true });
      } else {
        postMessage({ kind: "Done", record: await live.RunAsync(data.cell, data.code) });
      }
    } catch (problem) {
      end(reason(problem));
    }
  };
  postMessage({ isLoaded: true, addresses: performance.getEntriesByType("resource").map(one => one.name) });
} catch (problem) {
  end(reason(problem));
}
