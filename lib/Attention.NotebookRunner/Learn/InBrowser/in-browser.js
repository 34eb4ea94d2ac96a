// The same rules as Session/CellLoop.cs: change both.
// A session in this browser: the same messages as those of a server, and C# runs in a worker. Nothing is loaded for it
// before the first run.
import { Drafts } from "./drafts.js";
import { start } from "./live.js";
import { CellOutputs } from "./outputs.js";
import { RunHistory } from "./history.js";
import { CellQueue } from "./queue.js";
import { Record } from "./record.js";
import { Kernel } from "./kernel.js";

const seconds = since => `${((performance.now() - since) / 1000).toFixed(1)} s`;

class BrowserSession {
  /** How far the learner is in each chapter. */
  static async progress() {
    const chapters = await (await fetch("live/chapters.json")).json();
    const { Exercises: exercises, Predictions: predictions } = Record.read();
    for (const about of Object.values(chapters)) {
      const solved = about.exercises.filter(name => exercises[name]?.IsSolved).length;
      Object.assign(about, {
        tried: about.exercises.filter(name => name in exercises).length, solved, exercises: about.exercises.length,
        guessed: about.questions.filter(name => name in predictions).length, questions: about.questions.length,
      });
    }
    return chapters;
  }

  #hear; #cells = []; #queue; #drafts; #kernel = null; #state = "waiting"; #history = new RunHistory(); #why = null; #isFresh = false; #renewing = null;

  constructor(chapter, hear) {
    this.#hear = hear;
    this.#open(chapter);
  }

  /** False while the chapter is not yet there, and for what only a server can answer. */
  send(message) {
    if (!this.#queue) { return false; }
    const cell = this.#cells.find(one => one.id === message.id);
    switch (message.type) {
      case "guess": Record.addGuess(message.id, message.text, message.isRight); return true;
      case "run": case "check": case "save": case "reset": case "bringBack":
        if (message.text !== undefined) { this.#save(cell, message.text); }
        break;
    }
    switch (message.type) {
      case "run": this.#queue.add(cell); break;
      case "check": this.#queue.add(cell); this.#queue.add(this.#cells.find(one => one.id === cell.check)); break;
      case "runAll": this.#queue.addAll(); break;
      case "reset": this.#drafts.reset(cell); this.#tellText(cell); break;
      case "bringBack": this.#drafts.bringBack(cell); this.#tellText(cell); break;
      case "stop": this.#stop(); break;
      case "restart": this.#restart(); break;
      case "save": break;
      default: return false;
    }
    this.#tellChanged();
    this.#work();
    return true;
  }

  async #open(chapter) {
    const { cells } = await (await fetch(`live/${encodeURIComponent(chapter)}.json`)).json();
    this.#cells = cells;
    this.#queue = new CellQueue(cells);
    this.#drafts = new Drafts(chapter, cells);
    this.#hear({ type: "connection", isOpen: true });
    this.#hear({ type: "chapter", kernel: this.#state, progress: Record.exercises(), cells });
  }

  #save(cell, text) {
    this.#drafts.type(cell, text);
    this.#hear({ type: "saved", id: cell.id, version: cell.version, earlier: cell.earlier });
  }

  #tellText({ id, text, version, earlier }) { this.#hear({ type: "source", id, text, version, earlier }); }

  #tellKernel(state) { this.#state = state; this.#hear({ type: "kernel", state }); }

  #notice(text, isBad = false) { this.#hear({ type: "notice", text, isBad }); }

  #tellChanged() {
    for (const { id, state, milliseconds } of this.#queue.takeChanged()) { this.#hear({ type: "cell", id, state, milliseconds }); }
    const problem = this.#queue.takeProblem();
    if (problem) { this.#notice(problem); }
  }

  /** Ends the worker: nothing else stops a loop in C#. The cells that had run run again in another one. */
  #stop() {
    this.#queue.clear();
    if (this.#queue.running) {
      this.#queue.running.state = "stopped";
      this.#why = "Stopped.";
      this.#kernel.end("You stopped this cell.");
    } else if (this.#state === "rebuilding" || this.#state === "starting") {
      [this.#why, this.#isFresh] = ["Stopped while the session was rebuilt.", true];
      this.#kernel.end("");
    }
  }

  #restart() {
    this.#queue.clear();
    [this.#why, this.#isFresh] = ["Restarted.", true];
    if (this.#queue.running) { this.#queue.running.state = "stopped"; }
    if (this.#kernel) { this.#kernel.end("You stopped this cell."); } else { this.#renew(); }
  }

  #isWorking = false;

  /** Runs the cells that wait, one after the other. */
  async #work() {
    if (this.#isWorking) { return; }
    this.#isWorking = true;
    try {
      while (this.#queue.isWaiting || this.#why) {
        if (!this.#kernel?.isAlive) { await this.#renew(); } else { await this.#run(this.#queue.take()); }
      }
      this.#kernel?.keepFiles(); // none before the first run: a text was saved, for example
    } catch (problem) {
      this.#queue.clear();
      this.#tellKernel("ended");
      this.#notice(`${problem.message} “Restart” tries again.`, true);
      this.#tellChanged();
    }
    this.#isWorking = false;
  }

  async #run(cell) {
    cell.ran = false;
    const text = cell.text, began = performance.now();
    this.#tellKernel("busy");
    this.#tellChanged();
    this.#hear({ type: "clear", id: cell.id });
    const outputs = new CellOutputs(cell, this.#hear);
    const end = await this.#kernel.run(cell.id, text, message => {
      if (message.training === undefined) { outputs.add(message); }
      else { this.#hear({ type: "training", id: cell.id, share: message.training }); }
    });
    const isStopped = cell.state === "stopped";
    if (end.ended !== undefined) {
      this.#why ??= `C# ended: ${end.ended}`;
      outputs.fail(isStopped ? "Stopped" : "ProcessEnded", end.ended);
    } else {
      Record.write(end.record);
    }
    const isDone = !outputs.hasFailed || end.ended === undefined && cell.raises;
    cell.state = isStopped ? "stopped" : isDone ? "done" : "failed";
    cell.milliseconds = Math.round(performance.now() - began);
    cell.ran = isDone;
    if (isDone) { this.#history.add(cell, text); }
    this.#queue.end(cell, isDone);
    this.#tellKernel(this.#queue.isWaiting ? "busy" : "ready");
    this.#tellChanged();
    this.#hear({ type: "progress", progress: Record.exercises() });
  }

  /** Another worker takes the place of one that has ended, and the cells that had run run again in it, unseen. */
  async #renew() {
    const why = this.#why, began = performance.now();
    if (this.#isFresh) { this.#history.keep(0); }
    const again = this.#history.cells;
    [this.#why, this.#isFresh] = [null, false];
    this.#cells.filter(cell => !again.has(cell)).forEach(forget);
    this.#tellKernel(again.size > 0 ? "rebuilding" : "starting");
    this.#tellChanged();
    this.#kernel = new Kernel();
    await this.#kernel.begin(Record.text(), share => this.#hear({ type: "loading", share }));
    const rebuilt = await this.#runAgain();
    if (this.#kernel.isAlive) {
      this.#tellKernel("ready");
      if (why) { this.#notice(`${why} ${rebuilt}` + (again.size > 0 ? ` (${seconds(began)})` : "")); }
    }
    this.#tellChanged();
  }

  async #runAgain() {
    const all = this.#history.cells.size;
    for (const [i, { cell, text }] of [...this.#history.runs].entries()) {
      let hasFailed = false;
      const end = await this.#kernel.run(cell.id, text, message => { hasFailed ||= isError(message); });
      if (end.ended === undefined && (!hasFailed || cell.raises || !cell.makesState)) { continue; }
      const lost = this.#history.keep(i);
      lost.forEach(forget);
      this.#isFresh ||= end.ended !== undefined;
      return `${all - lost.size} of ${all} cells ran again; “${cell.id}” did not, so run from there.`;
    }
    return all === 0 ? "The session is fresh: no cell has run in it."
      : `The session was rebuilt: ${all === 1 ? "1 cell" : `${all} cells`} that had run ran again.`;
  }
}

const isError = message => message.kind === "Error" || message.kind === "PackageMissing";

/** What it showed stays, but it is no part of the session any more. */
function forget(cell) {
  cell.ran = false;
  if (cell.state === "done") { cell.state = "idle"; }
}

start(BrowserSession);
