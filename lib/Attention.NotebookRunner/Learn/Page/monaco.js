// Loads the editor Monaco, once and only when it is needed.

let loading;

/** Monaco, or null when its files cannot be loaded. */
export function loadMonaco() {
  loading ??= load().catch(problem => { console.warn("The editor could not be loaded:", problem); return null; });
  return loading;
}

async function load() {
  const base = new URL("monaco/vs", document.baseURI).href;
  await script(`${base}/loader.js`);
  globalThis.MonacoEnvironment = { getWorkerUrl: () => `${base}/base/worker/workerMain.js` };
  globalThis.require.config({ paths: { vs: base } });
  await new Promise((resolve, reject) => globalThis.require(["vs/editor/editor.main"], resolve, reject));
  const monaco = globalThis.monaco;
  addThemes(monaco);
  const use = () => monaco.editor.setTheme(monacoTheme());
  new MutationObserver(use).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", use);
  use();
  return monaco;
}

function script(address) {
  return new Promise((resolve, reject) => {
    const made = document.createElement("script");
    made.src = address;
    made.onload = resolve;
    made.onerror = () => reject(new Error(address));
    document.head.append(made);
  });
}

export function monacoTheme() {
  const chosen = document.documentElement.dataset.theme;
  const isDark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  return isDark ? "course-dark" : "course-light";
}

/** The colours that the page gives to code that is not in an editor. */
function addThemes(monaco) {
  const rules = colours => Object.entries(colours).map(([token, foreground]) => ({ token, foreground }));
  monaco.editor.defineTheme("course-light", {
    base: "vs",
    inherit: true,
    rules: rules({ keyword: "7a2d9c", string: "1f6b2c", number: "0b4fa0", comment: "6a6f76", "": "1d2126" }),
    colors: { "editor.background": "#f4f4ef", "editor.foreground": "#1d2126" },
  });
  monaco.editor.defineTheme("course-dark", {
    base: "vs-dark",
    inherit: true,
    rules: rules({ keyword: "d2a8ff", string: "9ecf8f", number: "9ecbff", comment: "8b949e", "": "dfe2e6" }),
    colors: { "editor.background": "#1e2126", "editor.foreground": "#dfe2e6" },
  });
}
