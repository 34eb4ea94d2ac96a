// One cell: its editor, its buttons, its state and its outputs.
import { makeEditor } from "./editor.js";
import { button, element } from "./elements.js";
import { forget, keep, kept } from "./unsaved.js";

const words = { idle: "", queued: "waiting", running: "running", done: "done", failed: "failed", stopped: "stopped", skipped: "skipped" };

export class CellView {
  #chapter; #connection; #saving; #timer; #started; #version = 0; #original; #sent = null; #printed = [];

  constructor(section, about, connection, chapter) {
    this.section = section;
    this.id = about.id;
    this.about = about;
    this.#chapter = chapter;
    this.#connection = connection;
    this.#original = about.original;
    this.#layOut();
  }

  #layOut() {
    const code = this.section.querySelector(".copyable, pre.code");
    this.outputs = element("div", "outputs");
    this.outputs.setAttribute("aria-live", "polite");
    let next = code ? code.nextSibling : this.section.querySelector("summary")?.nextSibling ?? this.section.firstChild;
    const first = [];
    for (; next; next = next.nextSibling) { if (!next.classList?.contains("note")) { first.push(next); } }
    this.outputs.append(...first);
    this.#printed = first;
    this.section.classList.add("live");
    if (code && !this.about.isCheck) { this.#addEditor(code); }
    this.section.append(this.outputs);
  }

  #addEditor(code) {
    const frame = element("div", "editor");
    this.bar = element("div", "cell-bar");
    this.status = element("span", "cell-status");
    this.status.setAttribute("role", "status");
    this.runButton = button("Run", "Run this cell (Shift+Enter)", () => this.run());
    this.runButton.classList.add("run");
    this.stopButton = button("Stop", "Stop this cell", () => this.#connection.send({ type: "stop" }));
    this.resetButton = button("Reset", "Bring the chapter's own text back", () => this.#ask("reset"));
    this.backButton = button("Bring back", "Bring back the text that was replaced", () => this.#ask("bringBack"));
    this.meter = element("progress");
    this.meter.setAttribute("aria-label", "How much of the training is done");
    this.meter.hidden = true;
    this.bar.append(this.runButton, this.stopButton, this.meter, this.status, this.backButton, this.resetButton);
    code.replaceWith(frame);
    frame.after(this.bar);
    this.editor = makeEditor(frame, code, {
      label: `Code of the cell ${this.id}`,
      text: this.about.original,
      onChange: () => this.#typed(),
      onRun: () => { this.run(); this.#goOn(); },
      onLeave: () => this.runButton.focus(),
      connection: this.#connection,
      mayCheck: () => this.about.state === "done" || this.#areEarlierDone?.() === true,
    });
    this.#show();
  }

  /** All that the session knows about this cell: after every connection. */
  restore(about) {
    this.about = { ...this.about, ...about };
    this.#version = about.version;
    this.earlier = about.earlier;
    const unsaved = kept(this.#chapter, this.id);
    if (this.editor && unsaved !== null && unsaved !== about.text) {
      this.editor.text = unsaved;
      this.#save();
    } else if (this.editor && this.editor.text !== about.text) {
      this.editor.text = about.text;
    }
    if (about.outputs) {
      this.outputs.replaceChildren();
      about.outputs.forEach((html, at) => this.output(at, html));
    }
    this.state(about);
  }

  set areEarlierDone(condition) { this.#areEarlierDone = condition; }
  #areEarlierDone;

  run(type = "run") {
    clearTimeout(this.#saving);
    const isSent = this.#connection.send(this.#message(type));
    if (isSent) { this.#sent = this.editor?.text ?? null; }
    if (type === "check") { this.onAttempt?.(); }
  }

  state({ state, milliseconds, lacks }) {
    Object.assign(this.about, { state, milliseconds, lacks });
    if (state === "skipped") { this.outputs.replaceChildren(...this.#printed); }
    clearInterval(this.#timer);
    if (state === "running") {
      this.#started = performance.now();
      this.#timer = setInterval(() => this.#show(), 100);
    }
    this.#show();
    this.onState?.(state);
  }

  /** How much of a training is done, from 0 to 1: told in the browser alone, where it takes seconds. */
  training(share) {
    if (this.meter) { [this.meter.hidden, this.meter.value] = [false, share]; }
  }

  progress(progress) { this.onProgress?.(progress); }

  clear() {
    this.outputs.style.minHeight = `${this.outputs.offsetHeight}px`; // the page below stays where it is
    this.outputs.replaceChildren();
    this.section.classList.remove("old");
  }

  output(at, html) {
    this.#place(at).innerHTML = html;
    dispatchEvent(new Event("outputs"));
  }

  append(at, text) {
    const pre = this.#place(at).querySelector("pre");
    pre?.append(text);
  }

  source({ text, version, earlier }) {
    this.#version = version;
    this.earlier = earlier;
    forget(this.#chapter, this.id, kept(this.#chapter, this.id));
    if (this.editor && this.editor.text !== text) { this.editor.text = text; }
    this.#show();
  }

  saved({ version, earlier }) {
    this.#version = version;
    this.earlier = earlier;
    if (this.#sent !== null) { forget(this.#chapter, this.id, this.#sent); }
    this.#show();
  }

  #place(at) {
    while (this.outputs.children.length <= at) { this.outputs.append(element("div", "output")); }
    return this.outputs.children[at];
  }

  #typed() {
    keep(this.#chapter, this.id, this.editor.text);
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.#save(), 300);
    this.#show();
  }

  #save() {
    if (this.#connection.send(this.#message("save"))) { this.#sent = this.editor.text; }
  }

  #ask(type) {
    clearTimeout(this.#saving);
    this.#connection.send(this.#message(type));
  }

  #message(type) {
    return { type, id: this.id, text: this.editor?.text, version: this.#version };
  }

  /** The next cell that can be changed. */
  #goOn() {
    const all = [...document.querySelectorAll(".cell.live .editor")];
    const next = all[all.indexOf(this.section.querySelector(".editor")) + 1];
    next?.scrollIntoView({ block: "nearest" });
  }

  #show() {
    const { state, milliseconds } = this.about;
    this.section.dataset.state = state;
    if (state !== "running") { this.outputs.style.minHeight = ""; }
    if (!this.editor) { return; }
    const isChanged = this.editor.text !== this.#original;
    this.stopButton.hidden = state !== "running";
    if (state !== "running") { this.meter.hidden = true; }
    this.runButton.hidden = state === "running";
    this.resetButton.hidden = !isChanged;
    this.backButton.hidden = !this.earlier;
    const time = state === "running" ? performance.now() - this.#started : milliseconds;
    const seconds = state === "running" || milliseconds > 0 ? ` ${(time / 1000).toFixed(1)} s` : "";
    this.status.textContent = state === "skipped" ? `skipped: ${this.about.lacks}`
      : (words[state] ?? "") + (state === "idle" || state === "queued" ? "" : seconds);
  }
}
