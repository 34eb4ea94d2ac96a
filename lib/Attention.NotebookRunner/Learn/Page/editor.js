// An editor in the place of a cell's code: Monaco where it loads, else a plain field. The code as the page has it stays
// until its editor comes into view.
import { element } from "./elements.js";
import { loadMonaco, monacoTheme } from "./monaco.js";
import { connect } from "./services.js";

const lineHeight = 21;

/** Gives { text }. Options: label, text, onChange, onRun, onLeave, connection, mayCheck. */
export function makeEditor(frame, code, options) {
  const editor = new Editor(frame, options);
  frame.append(code);
  code.querySelector(".copy")?.remove();
  frame.style.minHeight = `${height(options.text)}px`;
  // Monaco has no touch support.
  const isTouch = matchMedia("(pointer: coarse)").matches;
  const watch = new IntersectionObserver(async seen => {
    if (!seen.some(one => one.isIntersecting)) { return; }
    watch.disconnect();
    const monaco = isTouch ? null : await loadMonaco();
    if (monaco) { editor.useMonaco(monaco); } else { editor.useField(); }
  }, { rootMargin: "300px" });
  watch.observe(frame);
  return editor;
}

const height = text => (text.split("\n").length) * lineHeight + 20;

class Editor {
  #frame; #options; #text; #view; #isQuiet = false;

  constructor(frame, options) {
    this.#frame = frame;
    this.#options = options;
    this.#text = options.text;
  }

  get text() { return this.#text; }

  /** A text that was not typed here. */
  set text(text) {
    this.#text = text;
    this.#isQuiet = true;
    if (this.#view) { this.#view.set(text); } else { this.#preview(text); }
    this.#isQuiet = false;
  }

  #preview(text) {
    const code = this.#frame.querySelector("code");
    if (code) { code.textContent = text; }
    this.#frame.style.minHeight = `${height(text)}px`;
  }

  #typed(text) {
    if (this.#isQuiet || text === this.#text) { return; }
    this.#text = text;
    this.#options.onChange();
  }

  useField() {
    const field = element("textarea", "plain");
    field.value = this.#text;
    field.spellcheck = false;
    field.autocapitalize = "off";
    field.setAttribute("aria-label", this.#options.label);
    const fit = () => { field.rows = field.value.split("\n").length; };
    field.oninput = () => { fit(); this.#typed(field.value); };
    field.onkeydown = press => {
      if (press.key === "Enter" && (press.shiftKey || press.ctrlKey || press.metaKey)) { press.preventDefault(); this.#options.onRun(); }
      if (press.key === "Escape") { this.#options.onLeave(); }
    };
    fit();
    this.#frame.replaceChildren(field);
    this.#frame.style.minHeight = "";
    this.#view = { set: text => { field.value = text; fit(); } };
  }

  useMonaco(monaco) {
    const place = element("div", "monaco");
    this.#frame.replaceChildren(place);
    const model = monaco.editor.createModel(this.#text, "csharp");
    model.setEOL(monaco.editor.EndOfLineSequence.LF);
    const view = monaco.editor.create(place, {
      model,
      theme: monacoTheme(),
      ariaLabel: `${this.#options.label}. Shift+Enter runs it, Escape leaves it.`,
      automaticLayout: true,
      contextmenu: false,
      fixedOverflowWidgets: true,
      folding: false,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
      fontSize: 13.5,
      glyphMargin: false,
      lineDecorationsWidth: 12,
      lineHeight,
      lineNumbers: "off",
      minimap: { enabled: false },
      overviewRulerLanes: 0,
      padding: { top: 10, bottom: 10 },
      quickSuggestions: { other: true, comments: false, strings: false },
      renderLineHighlight: "none",
      scrollBeyondLastLine: false,
      scrollbar: { alwaysConsumeMouseWheel: false, vertical: "hidden", handleMouseWheel: true, horizontalScrollbarSize: 8 },
      unicodeHighlight: { ambiguousCharacters: false, nonBasicASCII: false },
      wordBasedSuggestions: false,
    });
    // Two status elements of Monaco carry a landmark role. Replace it.
    document.querySelectorAll(".monaco-status[role='complementary']").forEach(one => one.setAttribute("role", "status"));
    const fit = () => {
      const content = Math.max(view.getContentHeight(), lineHeight + 20);
      place.style.height = `${content}px`;
      view.layout();
    };
    view.onDidContentSizeChange(fit);
    fit();
    this.#frame.style.minHeight = "";
    view.onDidChangeModelContent(() => this.#typed(model.getValue()));
    // addAction, not addCommand: with addCommand only the editor that was created last reacts to the keys.
    view.addAction({
      id: "run",
      label: "Run this cell",
      keybindings: [monaco.KeyMod.Shift | monaco.KeyCode.Enter, monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
      run: () => this.#options.onRun(),
    });
    view.addAction({
      id: "leave",
      label: "Leave the editor",
      keybindings: [monaco.KeyCode.Escape],
      precondition: "!suggestWidgetVisible && !findWidgetVisible && !parameterHintsVisible && !editorHasSelection && "
        + "!renameInputVisible && !inSnippetMode && !editorHasMultipleSelections",
      run: () => this.#options.onLeave(),
    });
    connect(monaco, model, this.#options.connection, this.#options.mayCheck);
    this.#view = { set: text => { if (model.getValue() !== text) { model.setValue(text); } } };
  }
}
