// The same rules as Session/CellQueue.cs: change both.
// Which cells wait for their turn, and which one runs.

export class CellQueue {
  #cells; #waiting = []; #told = new Map(); #problem = null;

  constructor(cells) {
    this.#cells = cells;
    this.running = null;
  }

  get isWaiting() { return this.#waiting.length > 0; }

  /** Puts a cell at the end; before it those further up that have not run and that it may need. */
  add(cell) {
    for (const earlier of this.#cells.slice(0, this.#cells.indexOf(cell))) {
      if (earlier.makesState && earlier.state === "idle") { this.#append(earlier); }
    }
    this.#append(cell);
  }

  addAll() { this.#cells.forEach(cell => this.#append(cell)); }

  take() {
    this.running = this.#waiting.shift();
    this.running.state = "running";
    return this.running;
  }

  /** A cell has ended. When it failed, those that wait behind it do not run. */
  end(cell, isDone) {
    this.running = null;
    if (isDone || !this.isWaiting) { return; }
    const count = this.#waiting.length;
    const rest = count === 1 ? "the cell that waited behind it" : `the ${count} cells that waited behind it`;
    this.#problem = count === 1 && this.#waiting[0].isCheck
      ? "Your code did not run to its end, so it was not checked."
      : `“${cell.id}” did not run to its end, so ${rest} did not run.`;
    this.clear();
  }

  clear() {
    this.#waiting.forEach(cell => { cell.state = cell.ran ? "done" : "idle"; });
    this.#waiting = [];
  }

  /** The cells whose state has changed since the last call. */
  takeChanged() {
    const now = cell => `${cell.state} ${cell.milliseconds}`;
    const changed = this.#cells.filter(cell => (this.#told.get(cell) ?? "idle 0") !== now(cell));
    changed.forEach(cell => this.#told.set(cell, now(cell)));
    return changed;
  }

  /** Why cells that waited did not run; told once. */
  takeProblem() {
    const problem = this.#problem;
    this.#problem = null;
    return problem;
  }

  #append(cell) {
    if (this.#waiting.includes(cell)) { return; }
    this.#waiting.push(cell);
    if (cell !== this.running) { cell.state = "queued"; }
  }
}
