// The worker in which C# runs.

import { keep, keepNothingYet } from "./keep.js";

export class Kernel {
  #worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  #hear = null; #end; #files = [];

  constructor() {
    keepNothingYet();
    this.isAlive = true;
    const ended = new Promise(resolve => { this.#end = resolve; });
    this.ended = ended.then(words => { this.isAlive = false; this.#worker.terminate(); return { ended: words }; });
    this.#worker.onmessage = ({ data }) => { if (data.ended !== undefined) { this.end(data.ended); } else { this.#hear?.(data); } };
    this.#worker.onerror = problem => this.end(problem.message || "it could not be loaded");
  }

  /** Begins a session with the learner's record; null where nothing is recorded. */
  async begin(record, onLoading) {
    const ready = new Promise(resolve => {
      this.#hear = message => {
        if (message.isLoaded) {
          this.#worker.postMessage({ record });
          this.#files = message.addresses;
        }
        if (message.share !== undefined) { onLoading(message.share); }
        if (message.isReady) { resolve({}); }
      };
    });
    const { ended } = await Promise.race([ready, this.ended]);
    if (ended) { throw new Error(`C# could not be started: ${ended}.`); }
  }

  /** Runs a cell; resolves with the record when it is done, and with ended when C# has ended. */
  run(cell, code, show) {
    const done = new Promise(resolve => {
      this.#hear = message => { if (message.kind === "Done") { resolve(message); } else { show(message); } };
    });
    this.#worker.postMessage({ cell, code });
    return Promise.race([done, this.ended]);
  }

  /** Its files are kept for a visit without a network. Whoever waits for a cell should not wait for this as well. */
  keepFiles() {
    if (this.#files.length > 0) { keep(this.#files.splice(0)); }
  }

  end(words) { this.isAlive = false; this.#worker.terminate(); this.#end(words); }
}
