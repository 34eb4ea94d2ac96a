// Loads C# and runs cells in it, one after the other.
import { dotnet } from "./dotnet/_framework/dotnet.js";

const end = words => postMessage({ ended: words });

try {
  const { setModuleImports, getAssemblyExports, runMain } = await dotnet
    .withModuleConfig({
      onAbort: () => end("it ran out of stack or of memory"),
      onExit: code => end(`the code left it with exit code ${code}`),
      onDownloadResourceProgress: (loaded, all) => postMessage({ share: all > 0 ? loaded / all : 0 }),
    })
    .create();
  setModuleImports("worker", {
    post: message => postMessage(JSON.parse(message)),
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
      end(String(problem?.message ?? problem).split("\n")[0]);
    }
  };
  postMessage({ isLoaded: true });
} catch (problem) {
  end(String(problem?.message ?? problem).split("\n")[0]);
}
